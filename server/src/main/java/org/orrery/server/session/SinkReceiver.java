package org.orrery.server.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;
import org.orrery.pgwire.spi.ColumnDescription;
import org.orrery.pgwire.spi.ResultSink;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.ResultReceiver;

/** Passes a session's results on to the protocol. */
record SinkReceiver(ResultSink sink) implements ResultReceiver {

  static List<ColumnDescription> columns(List<ResultColumn> columns) {
    return columns.stream()
        .map(
            column ->
                new ColumnDescription(
                    column.name(),
                    column.tableOid(),
                    column.attributeNumber(),
                    column.type(),
                    column.typmod(),
                    column.format()))
        .toList();
  }

  @Override
  public void beginRows(List<ResultColumn> columns) {
    sink.beginRows(columns(columns));
  }

  @Override
  public void rows(Batch batch, FormatSettings settings) {
    sink.rows(batch, settings);
  }

  @Override
  public void commandComplete(String tag) {
    sink.commandComplete(tag);
  }

  @Override
  public void emptyQuery() {
    sink.emptyQuery();
  }

  @Override
  public void portalSuspended() {
    sink.portalSuspended();
  }

  @Override
  public CopySource copyIn(boolean isBinary, int columnCount) {
    return new Input(sink.copyIn(isBinary, columnCount));
  }

  @Override
  public CopyTarget copyOut(boolean isBinary, int columnCount) {
    return new Output(sink.copyOut(isBinary, columnCount));
  }

  private record Input(ResultSink.CopyInput input) implements CopySource {
    @Override
    public byte @Nullable [] next() {
      return input.next();
    }
  }

  private record Output(ResultSink.CopyOutput output) implements CopyTarget {
    @Override
    public void write(byte[] bytes, int offset, int length) {
      output.write(bytes, offset, length);
    }

    @Override
    public void finish() {
      output.finish();
    }
  }
}
