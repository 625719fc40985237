package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.segment.SegmentWriter;

/**
 * Writes the rows of a {@link SegmentIndex}. Runs of a million rows are sorted each, or of fewer
 * when their values are long, so that memory stays below about 100 MiB whatever the segment. One
 * use, one thread.
 */
final class SegmentIndexWriter {

  private static final int RUN_ROWS_MAX = 1 << 20;
  private static final long RUN_BYTES_MAX = 64L << 20;

  private final SealedRows.Reader source;
  private final int rowCount;
  private final List<Key> keys = new ArrayList<>();
  private final Vector[] output;

  /** A column in memory, a vector for each block of the run. */
  private static final class Key implements RowOrder.Column {
    private final int columnId;
    private final PhysicalKind kind;
    private final List<Vector> blocks = new ArrayList<>();

    Key(int columnId, PhysicalKind kind) {
      this.columnId = columnId;
      this.kind = kind;
    }

    @Override
    public PhysicalKind kind() {
      return kind;
    }

    @Override
    public void read(int from, int count, Vector target) {
      Vector block = blocks.get(from / Batch.ROWS_MAX);
      target.clear();
      for (int row = 0; row < count; row++) {
        target.copyFrom(block, row, row);
      }
    }
  }

  /**
   * A writer of the index.
   *
   * @param kinds of the columns
   */
  SegmentIndexWriter(
      SealedRows.Reader source, int rowCount, List<Integer> columnIds, List<PhysicalKind> kinds) {
    this.source = source;
    this.rowCount = rowCount;
    output = new Vector[columnIds.size() + 1];
    for (int i = 0; i < columnIds.size(); i++) {
      keys.add(new Key(columnIds.get(i), kinds.get(i)));
      output[i] = Vector.allocate(kinds.get(i), Batch.ROWS_MAX);
    }
    output[keys.size()] = new LongVector(Batch.ROWS_MAX);
  }

  /** Appends the columns and the ordinals of all rows. */
  void write(SegmentWriter target) {
    for (int from = 0; from < rowCount; ) {
      int count = read(from);
      writeRun(from, count, target);
      from += count;
    }
  }

  /** Reads the run that begins at a row; returns its rows. */
  private int read(int from) {
    keys.forEach(key -> key.blocks.clear());
    long bytes = 0;
    int count = 0;
    while (from + count < rowCount && count < RUN_ROWS_MAX && bytes < RUN_BYTES_MAX) {
      int rows = Math.min(Batch.ROWS_MAX, rowCount - from - count);
      for (Key key : keys) {
        Vector block = Vector.allocate(key.kind, Batch.ROWS_MAX);
        source.read(key.columnId, (from + count) / Batch.ROWS_MAX, block);
        bytes += block.retainedBytes();
        key.blocks.add(block);
      }
      count += rows;
    }
    return count;
  }

  private void writeRun(int from, int count, SegmentWriter target) {
    int[] order = RowOrder.of(List.copyOf(keys), count, IntStream.range(0, count).toArray());
    Invariant.check(order.length == count, "an index leaves no row out");
    var ordinals = (LongVector) output[keys.size()];
    for (int at = 0; at < count; at += Batch.ROWS_MAX) {
      int rows = Math.min(Batch.ROWS_MAX, count - at);
      for (int i = 0; i < keys.size(); i++) {
        output[i].clear();
        List<Vector> blocks = keys.get(i).blocks;
        for (int row = 0; row < rows; row++) {
          int sorted = order[at + row];
          output[i].copyFrom(blocks.get(sorted / Batch.ROWS_MAX), sorted % Batch.ROWS_MAX, row);
        }
      }
      for (int row = 0; row < rows; row++) {
        ordinals.values()[row] = (long) from + order[at + row];
      }
      target.append(output, 0, rows, 0);
      if (rows < Batch.ROWS_MAX) {
        target.endBlock();
      }
    }
  }
}
