package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.segment.SortColumn;

/**
 * Finds by indexes which rows a scan wants. An index is not asked where a scan costs little, and
 * its answer is not used when it is so long that most blocks would be read anyway: a block is
 * decoded as a whole. What it names are candidates: whether a row is visible and wanted is decided
 * where it is read. One use, one thread.
 */
final class RowLookup {

  private static final int BLOCKS_MIN = 2;

  /** Candidates for each block of the container above which it is scanned. */
  private static final int PER_BLOCK = 2;

  private final KeyRanges wanted;
  private boolean hasMissed;

  private RowLookup(KeyRanges wanted) {
    this.wanted = wanted;
  }

  /** The lookup of a scan; null when no index is of use. */
  static @Nullable RowLookup of(ScanRequest request) {
    KeyRanges wanted = KeyRanges.best(request);
    return wanted == null ? null : new RowLookup(wanted);
  }

  /** Candidates; null for all rows. */
  @Nullable WantedRows in(SealedRows rows) {
    ColumnSchema first = wanted.columns().getFirst();
    if (!rows.hasColumn(first.columnId())) {
      Vector missing = Vector.allocate(first.kind(), 1);
      missing.set(0, first.missingValue());
      return wanted.pruners().getFirst().wants(missing, 0) ? null : new WantedRows(new int[0], 0);
    }
    if (blocks(rows.rowCount()) < BLOCKS_MIN || isSorted(rows)) {
      return null;
    }
    SegmentIndex index = rows.indexes().by(wanted.index());
    if (index == null) {
      hasMissed |= wanted.index().stream().allMatch(rows::hasColumn);
      return null;
    }
    try {
      return index.find(wanted, limit(rows.rowCount()));
    } catch (OrreryException e) {
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      rows.indexes().damaged(wanted.index(), e);
      return null;
    }
  }

  /** Whether a segment that should have the index has it not. */
  boolean hasMissed() {
    return hasMissed;
  }

  /** Whether statistics tell the blocks as well. */
  private boolean isSorted(SealedRows rows) {
    var order = rows.meta().sortColumns();
    int count = wanted.columns().size();
    return count <= order.size()
        && order.subList(0, count).stream()
            .map(SortColumn::columnId)
            .toList()
            .equals(wanted.index().subList(0, count));
  }

  /** Candidates; null for all rows. */
  @Nullable WantedRows in(HotView table) {
    if (blocks(table.rowCount()) < BLOCKS_MIN) {
      return null;
    }
    for (int columnId : wanted.index()) {
      if (table.rows().column(columnId) == null) {
        return null;
      }
    }
    return table
        .indexes()
        .by(wanted.index())
        .find(wanted, table.rowCount(), limit(table.rowCount()));
  }

  private static int blocks(int rowCount) {
    return (rowCount + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX;
  }

  private static int limit(int rowCount) {
    return PER_BLOCK * blocks(rowCount);
  }
}
