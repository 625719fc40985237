package org.orrery.sql.copy;

import java.util.Arrays;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.ResultReceiver.CopyTarget;

/** Writes rows in one of COPY's formats. */
final class CopyTo {

  private final CopyOptions options;
  private final List<ResultColumn> columns;
  private final FormatSettings settings;
  private final CopyTarget target;
  private final boolean[] forceQuote;
  private final ByteSink out = new ByteSink(256);
  private final ByteSink value = new ByteSink(64);

  CopyTo(
      CopyOptions options, List<ResultColumn> columns, FormatSettings settings, CopyTarget target) {
    this.options = options;
    this.columns = columns;
    this.settings = settings;
    this.target = target;
    this.forceQuote = new boolean[columns.size()];
    for (int i = 0; i < forceQuote.length; i++) {
      forceQuote[i] =
          options.forceQuote() == null || options.forceQuote().contains(columns.get(i).name());
    }
  }

  void start() {
    if (options.format() == CopyOptions.Format.BINARY) {
      out.writeBytes(CopyBinaryReader.SIGNATURE, 0, CopyBinaryReader.SIGNATURE.length);
      out.writeInt(0);
      out.writeInt(0);
      send();
    } else if (options.header() != CopyOptions.Header.NONE) {
      for (int i = 0; i < columns.size(); i++) {
        separate(i);
        value.truncate(0);
        value.writeString(columns.get(i).name());
        writeValue(false);
      }
      endLine();
    }
  }

  void write(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      if (options.format() == CopyOptions.Format.BINARY) {
        writeBinary(batch, row);
      } else {
        writeText(batch, row);
      }
    }
  }

  void finish() {
    if (options.format() == CopyOptions.Format.BINARY) {
      out.writeShort(-1);
      send();
    }
    target.finish();
  }

  private void writeBinary(Batch batch, int row) {
    out.writeShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Vector vector = batch.column(i);
      if (vector.isNull(row)) {
        out.writeInt(-1);
        continue;
      }
      int lengthAt = out.length();
      out.writeInt(0);
      columns.get(i).type().codec().formatBinary(vector, row, out);
      out.putInt(lengthAt, out.length() - lengthAt - 4);
    }
    send();
  }

  private void writeText(Batch batch, int row) {
    for (int i = 0; i < columns.size(); i++) {
      separate(i);
      Vector vector = batch.column(i);
      if (vector.isNull(row)) {
        out.writeBytes(options.nullText(), 0, options.nullText().length);
      } else {
        value.truncate(0);
        columns.get(i).type().codec().formatText(vector, row, settings, value);
        writeValue(forceQuote[i]);
      }
    }
    endLine();
  }

  private void separate(int column) {
    if (column > 0) {
      out.writeByte(options.delimiter());
    }
  }

  private void endLine() {
    out.writeByte('\n');
    send();
  }

  private void send() {
    target.write(out.array(), 0, out.length());
    out.truncate(0);
  }

  private void writeValue(boolean isForced) {
    if (options.format() == CopyOptions.Format.CSV) {
      writeCsv(isForced);
    } else {
      writeEscaped();
    }
  }

  private void writeEscaped() {
    byte[] bytes = value.array();
    for (int i = 0; i < value.length(); i++) {
      int c = bytes[i];
      int letter =
          switch (c) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0x0b -> 'v';
            case '\\' -> '\\';
            default -> c == options.delimiter() ? c : 0;
          };
      if (letter != 0) {
        out.writeByte('\\');
        out.writeByte(letter);
      } else {
        out.writeByte(c);
      }
    }
  }

  private void writeCsv(boolean isForced) {
    byte[] bytes = value.array();
    int length = value.length();
    boolean needsQuotes =
        isForced
            || Arrays.equals(bytes, 0, length, options.nullText(), 0, options.nullText().length)
            || (columns.size() == 1 && length == 2 && bytes[0] == '\\' && bytes[1] == '.');
    for (int i = 0; i < length && !needsQuotes; i++) {
      int c = bytes[i];
      needsQuotes = c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r';
    }
    if (!needsQuotes) {
      out.writeBytes(bytes, 0, length);
      return;
    }
    out.writeByte(options.quote());
    for (int i = 0; i < length; i++) {
      if (bytes[i] == options.quote() || bytes[i] == options.escape()) {
        out.writeByte(options.escape());
      }
      out.writeByte(bytes[i]);
    }
    out.writeByte(options.quote());
  }
}
