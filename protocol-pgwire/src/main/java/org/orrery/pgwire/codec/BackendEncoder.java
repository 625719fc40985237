package org.orrery.pgwire.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;
import org.orrery.data.ByteSink;
import org.orrery.pgwire.spi.ColumnDescription;

/** Appends the server's messages to a sink. One thread; holds only the sink. */
public final class BackendEncoder {

  private static final int AUTHENTICATION_OK = 0;
  private static final int AUTHENTICATION_SASL = 10;
  private static final int AUTHENTICATION_SASL_CONTINUE = 11;
  private static final int AUTHENTICATION_SASL_FINAL = 12;

  private static final int NONE = -1;

  private final ByteSink sink;

  /** Where a message began that was not ended; {@link #NONE} between messages. */
  private int unfinishedAt = NONE;

  public BackendEncoder(ByteSink sink) {
    this.sink = sink;
  }

  /** AuthenticationOk. */
  public void authenticationOk() {
    int start = begin('R');
    sink.writeInt(AUTHENTICATION_OK);
    end(start);
  }

  /** AuthenticationSASL with its mechanisms. */
  public void authenticationSasl(List<String> mechanisms) {
    int start = begin('R');
    sink.writeInt(AUTHENTICATION_SASL);
    mechanisms.forEach(this::string);
    sink.writeByte(0);
    end(start);
  }

  /** AuthenticationSASLContinue. */
  public void authenticationSaslContinue(byte[] data) {
    sasl(AUTHENTICATION_SASL_CONTINUE, data);
  }

  /** AuthenticationSASLFinal. */
  public void authenticationSaslFinal(byte[] data) {
    sasl(AUTHENTICATION_SASL_FINAL, data);
  }

  private void sasl(int code, byte[] data) {
    int start = begin('R');
    sink.writeInt(code);
    sink.writeBytes(data, 0, data.length);
    end(start);
  }

  /** NegotiateProtocolVersion: 3.0 is the newest we speak, and these options are unknown. */
  public void negotiateProtocolVersion(List<String> unknownOptions) {
    int start = begin('v');
    sink.writeInt(3 << 16);
    sink.writeInt(unknownOptions.size());
    unknownOptions.forEach(this::string);
    end(start);
  }

  /** ParameterStatus. */
  public void parameterStatus(String name, String value) {
    int start = begin('S');
    string(name);
    string(value);
    end(start);
  }

  /** BackendKeyData. */
  public void backendKeyData(int processId, byte[] secretKey) {
    int start = begin('K');
    sink.writeInt(processId);
    sink.writeBytes(secretKey, 0, secretKey.length);
    end(start);
  }

  /** ReadyForQuery. */
  public void readyForQuery(char status) {
    int start = begin('Z');
    sink.writeByte(status);
    end(start);
  }

  /** ErrorResponse. Takes back a message that an exception left unfinished. */
  public void error(ReportFields fields) {
    if (unfinishedAt != NONE) {
      sink.truncate(unfinishedAt);
    }
    report('E', fields);
  }

  /** NoticeResponse. */
  public void notice(ReportFields fields) {
    report('N', fields);
  }

  private void report(char tag, ReportFields fields) {
    int start = begin(tag);
    field('S', fields.severity());
    field('V', fields.severity());
    field('C', fields.code());
    field('M', fields.message());
    field('D', fields.detail());
    field('H', fields.hint());
    if (fields.position() > 0) {
      field('P', Integer.toString(fields.position()));
    }
    field('W', fields.context());
    ErrorSubject subject = fields.subject();
    if (subject != null) {
      field('s', subject.schema());
      field('t', subject.table());
      field('c', subject.column());
      field('d', subject.dataType());
      field('n', subject.constraint());
    }
    sink.writeByte(0);
    end(start);
  }

  private void field(char code, @Nullable String value) {
    if (value != null) {
      sink.writeByte(code);
      string(value);
    }
  }

  /** ParseComplete. */
  public void parseComplete() {
    empty('1');
  }

  /** BindComplete. */
  public void bindComplete() {
    empty('2');
  }

  /** CloseComplete. */
  public void closeComplete() {
    empty('3');
  }

  /** NoData. */
  public void noData() {
    empty('n');
  }

  /** EmptyQueryResponse. */
  public void emptyQueryResponse() {
    empty('I');
  }

  /** PortalSuspended. */
  public void portalSuspended() {
    empty('s');
  }

  /** CopyDone. */
  public void copyDone() {
    empty('c');
  }

  private void empty(char tag) {
    end(begin(tag));
  }

  /** CommandComplete. */
  public void commandComplete(String tag) {
    int start = begin('C');
    string(tag);
    end(start);
  }

  /** ParameterDescription. */
  public void parameterDescription(int[] types) {
    int start = begin('t');
    sink.writeShort(types.length);
    for (int type : types) {
      sink.writeInt(type);
    }
    end(start);
  }

  /** RowDescription. */
  public void rowDescription(List<ColumnDescription> columns) {
    int start = begin('T');
    sink.writeShort(columns.size());
    for (ColumnDescription column : columns) {
      string(column.name());
      sink.writeInt(column.tableOid());
      sink.writeShort(column.attributeNumber());
      sink.writeInt(column.type().oid());
      sink.writeShort(column.type().length());
      sink.writeInt(column.typmod());
      sink.writeShort(column.format());
    }
    end(start);
  }

  /** CopyInResponse. */
  public void copyInResponse(boolean isBinary, int columnCount) {
    copyResponse('G', isBinary, columnCount);
  }

  /** CopyOutResponse. */
  public void copyOutResponse(boolean isBinary, int columnCount) {
    copyResponse('H', isBinary, columnCount);
  }

  private void copyResponse(char tag, boolean isBinary, int columnCount) {
    int start = begin(tag);
    int format = isBinary ? 1 : 0;
    sink.writeByte(format);
    sink.writeShort(columnCount);
    for (int i = 0; i < columnCount; i++) {
      sink.writeShort(format);
    }
    end(start);
  }

  /** CopyData. */
  public void copyData(byte[] bytes, int offset, int length) {
    int start = begin('d');
    sink.writeBytes(bytes, offset, length);
    end(start);
  }

  private int begin(char tag) {
    unfinishedAt = sink.length();
    sink.writeByte(tag);
    int start = sink.length();
    sink.writeInt(0);
    return start;
  }

  private void end(int start) {
    sink.putInt(start, sink.length() - start);
    unfinishedAt = NONE;
  }

  private void string(String value) {
    // A NUL would end the field early and put the client out of step.
    sink.writeString(value.indexOf('\0') < 0 ? value : value.replace('\0', ' '));
    sink.writeByte(0);
  }
}
