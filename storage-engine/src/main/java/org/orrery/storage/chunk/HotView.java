package org.orrery.storage.chunk;

import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.VersionRuns;
import org.orrery.storage.mvcc.DeleteSet;

/**
 * A hot table's committed rows in a {@link ChunkVersion}.
 *
 * @param rows the slabs; only the first {@code rowCount} rows are published
 * @param indexes of the rows; made when they are first used
 * @param firstArrival arrival number of row 0
 * @param rowCount rows published
 * @param runs their commits
 * @param deletes committed deletes by row
 */
public record HotView(
    HotRows rows,
    HotIndexes indexes,
    long firstArrival,
    int rowCount,
    VersionRuns runs,
    DeleteSet deletes) {

  /** A table without rows. */
  static HotView empty(TableSchema schema, long firstArrival) {
    var rows = new HotRows(schema);
    return new HotView(
        rows, new HotIndexes(rows), firstArrival, 0, VersionRuns.EMPTY, DeleteSet.EMPTY);
  }

  HotView appended(int newRowCount, long csn) {
    return new HotView(
        rows, indexes, firstArrival, newRowCount, runs.append(newRowCount, csn), deletes);
  }

  HotView withDeletes(DeleteSet newDeletes) {
    return new HotView(rows, indexes, firstArrival, rowCount, runs, newDeletes);
  }

  boolean contains(long arrival) {
    return arrival >= firstArrival && arrival < firstArrival + rowCount;
  }

  /** Folds what all snapshots from {@code horizon} on see alike. */
  HotView fold(long horizon) {
    boolean manyRuns = runs.count() >= 1024 && Integer.bitCount(runs.count()) == 1;
    if (!manyRuns && !deletes.isWorthFolding()) {
      return this;
    }
    return new HotView(
        rows,
        indexes,
        firstArrival,
        rowCount,
        manyRuns ? runs.fold(horizon) : runs,
        deletes.isWorthFolding() ? deletes.fold(horizon) : deletes);
  }
}
