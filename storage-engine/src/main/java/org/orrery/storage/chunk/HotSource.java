package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** Rows of a hot table, or a transaction's own staged rows. */
abstract class HotSource extends BlockSource {

  private final HotRows rows;

  private HotSource(
      HotRows rows, int rowCount, @Nullable RoaringBitmap hidden, @Nullable WantedRows wanted) {
    super(rowCount, hidden, wanted);
    this.rows = rows;
  }

  @Override
  boolean hasColumn(int columnId) {
    return rows.column(columnId) != null;
  }

  @Override
  void read(int columnId, int block, Vector target) {
    HotColumn column = rows.column(columnId);
    if (column == null) {
      throw Invariant.broken("column of a hot table is gone while it is read");
    }
    column.read(block * Batch.ROWS_MAX, rows(block), target);
  }

  /** Committed rows. */
  static final class Committed extends HotSource {
    private final HotView table;
    private final long readTimestamp;

    Committed(
        HotView table,
        long readTimestamp,
        @Nullable RoaringBitmap hidden,
        @Nullable WantedRows wanted) {
      super(table.rows(), table.rowCount(), hidden, wanted);
      this.table = table;
      this.readTimestamp = readTimestamp;
    }

    @Override
    boolean allCommitted(int from, int to) {
      return table.runs().allVisible(readTimestamp, from, to);
    }

    @Override
    void markCommitted(int from, int to, long[] mask) {
      table.runs().mark(readTimestamp, from, to, mask);
    }

    @Override
    long firstRowId() {
      return RowIds.hot(table.firstArrival());
    }
  }

  /** A part of the reader's own rows. */
  static final class Staged extends HotSource {
    private final StagedRows staged;
    private final int first;

    Staged(StagedRows staged, StagedRows.Part part, @Nullable RoaringBitmap hidden) {
      super(part.rows(), part.count(), hidden, null);
      this.staged = staged;
      this.first = part.first();
    }

    @Override
    boolean allCommitted(int from, int to) {
      return false;
    }

    @Override
    void markCommitted(int from, int to, long[] mask) {
      staged.mark(first + from, first + to, mask);
    }

    @Override
    long firstRowId() {
      return RowIds.staged(first);
    }
  }
}
