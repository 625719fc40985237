package org.orrery.pgwire.codec;

import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.TypeCodec;
import org.orrery.pgwire.spi.ColumnDescription;

/**
 * Writes rows of batches as DataRow messages, each value through its type's codec straight into the
 * sink. A hot path: allocates nothing per row. One thread.
 */
public final class RowEncoder {

  private final ByteSink sink;
  private final TypeCodec[] codecs;
  private final boolean[] isBinary;

  /** An encoder for rows of {@code columns} into {@code sink}. */
  public RowEncoder(ByteSink sink, List<ColumnDescription> columns) {
    this.sink = sink;
    this.codecs = new TypeCodec[columns.size()];
    this.isBinary = new boolean[columns.size()];
    for (int i = 0; i < codecs.length; i++) {
      codecs[i] = columns.get(i).type().codec();
      isBinary[i] = columns.get(i).format() == 1;
    }
  }

  /**
   * Writes selected rows from the {@code from}th on until the sink holds {@code bytesMax} or the
   * batch ends. A value that cannot be formatted leaves whole rows in the sink only.
   *
   * @return the index of the first row not written
   */
  public int encode(Batch batch, int from, FormatSettings settings, int bytesMax) {
    Vector[] columns = batch.columns();
    int rowCount = batch.size();
    int index = from;
    int rowStart = sink.length();
    boolean isWhole = false;
    try {
      while (index < rowCount && sink.length() < bytesMax) {
        rowStart = sink.length();
        encodeRow(columns, batch.position(index), settings);
        index++;
      }
      isWhole = true;
    } finally {
      if (!isWhole) {
        sink.truncate(rowStart);
      }
    }
    return index;
  }

  private void encodeRow(Vector[] columns, int row, FormatSettings settings) {
    sink.writeByte('D');
    int start = sink.length();
    sink.writeInt(0);
    sink.writeShort(codecs.length);
    for (int i = 0; i < codecs.length; i++) {
      Vector column = columns[i];
      if (column.isNull(row)) {
        sink.writeInt(-1);
        continue;
      }
      int lengthAt = sink.length();
      sink.writeInt(0);
      if (isBinary[i]) {
        codecs[i].formatBinary(column, row, sink);
      } else {
        codecs[i].formatText(column, row, settings, sink);
      }
      sink.putInt(lengthAt, sink.length() - lengthAt - 4);
    }
    sink.putInt(start, sink.length() - start);
  }
}
