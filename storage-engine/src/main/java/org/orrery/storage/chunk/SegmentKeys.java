package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * Looks for keys in a segment: whole segments and blocks are passed over by the bounds of the key's
 * columns, the rest is decoded. Appends in time order meet no block at all. One thread.
 */
final class SegmentKeys implements AutoCloseable {

  private final SealedRows rows;
  private SealedRows.@Nullable Reader reader;
  private final ColumnSchema[] columns;
  private final Vector[] vectors;
  private final KeyEncoder stored;
  private final int blockCount;

  /** The key column of kind LONG that skips best (the last: time), -1 when there is none. */
  private final int longColumn;

  private final long[] minima;
  private final long[] maxima;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private int decoded = -1;

  /** Keys in {@code rows}, ready for use. */
  SegmentKeys(SealedRows rows, SealedRows.Reader reader, TableSchema schema, UniqueKey key) {
    this.rows = rows;
    this.reader = reader;
    stored = new KeyEncoder(schema, key);
    blockCount = (rows.rowCount() + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX;
    columns = new ColumnSchema[key.columnIds().size()];
    vectors = new Vector[columns.length];
    int last = -1;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = schema.columns().get(schema.indexOf(key.columnIds().get(i)));
      vectors[i] = Vector.allocate(columns[i].kind(), Batch.ROWS_MAX);
      boolean isHere = rows.hasColumn(columns[i].columnId());
      if (!isHere) {
        for (int row = 0; row < Batch.ROWS_MAX; row++) {
          vectors[i].set(row, columns[i].missingValue());
        }
      } else if (columns[i].kind() == PhysicalKind.LONG) {
        last = i;
      }
    }
    longColumn = last;
    minima = new long[last < 0 ? 0 : blockCount];
    maxima = new long[minima.length];
    for (int block = 0; block < minima.length; block++) {
      BlockStatistics statistics = rows.statistics(columns[last].columnId(), block);
      minima[block] =
          statistics != null && statistics.min() instanceof Long min ? min : Long.MIN_VALUE;
      maxima[block] =
          statistics != null && statistics.max() instanceof Long max ? max : Long.MAX_VALUE;
      least = Math.min(least, minima[block]);
      greatest = Math.max(greatest, maxima[block]);
    }
  }

  /** Gets ready for use after {@link #close}; false when the file was let go. */
  boolean reopen() {
    if (reader == null) {
      reader = rows.open();
    }
    return reader != null;
  }

  /** Takes the ordinals of rows with the key one after the other until it says that is enough. */
  interface Visitor {
    boolean visit(int ordinal);
  }

  /** Shows all rows with the key that {@code wanted} holds; {@code keys[i]} at {@code row}. */
  void find(KeyEncoder wanted, Vector[] keys, int row, Visitor visitor) {
    long value = longColumn < 0 ? 0 : ((LongVector) keys[longColumn]).getLong(row);
    if (longColumn >= 0 && (value < least || value > greatest)) {
      return;
    }
    for (int block = 0; block < blockCount; block++) {
      boolean isOutside = longColumn >= 0 && (value < minima[block] || value > maxima[block]);
      if (!isOutside && mayHold(block, keys, row) && findIn(block, wanted, value, visitor)) {
        return;
      }
    }
  }

  private boolean mayHold(int block, Vector[] keys, int row) {
    for (int i = 0; i < columns.length; i++) {
      if (i != longColumn && rows.hasColumn(columns[i].columnId())) {
        BlockStatistics statistics = rows.statistics(columns[i].columnId(), block);
        Object min = statistics == null ? null : statistics.min();
        Object max = statistics == null ? null : statistics.max();
        Object value = min == null && max == null ? null : keys[i].get(row);
        if (value != null
            && ((min != null && Ranges.compare(value, min) < 0)
                || (max != null && Ranges.compare(value, max) > 0))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean findIn(int block, KeyEncoder wanted, long value, Visitor visitor) {
    if (decoded != block) {
      decoded = -1;
      SealedRows.Reader open = reader;
      if (open == null) {
        throw Invariant.broken("a segment is searched that is not open");
      }
      for (int i = 0; i < columns.length; i++) {
        if (rows.hasColumn(columns[i].columnId())) {
          open.read(columns[i].columnId(), block, vectors[i]);
        }
      }
      decoded = block;
    }
    int first = block * Batch.ROWS_MAX;
    int count = Math.min(Batch.ROWS_MAX, rows.rowCount() - first);
    long @Nullable [] values = longColumn < 0 ? null : ((LongVector) vectors[longColumn]).values();
    for (int row = 0; row < count; row++) {
      if ((values == null || values[row] == value)
          && stored.encode(vectors, row)
          && stored.isSame(wanted)
          && visitor.visit(first + row)) {
        return true;
      }
    }
    return false;
  }

  /** Lets the file go; what was read of it stays. */
  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
