package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ScanCursor.BlockStatistics;

/**
 * What a top-N over a scan has learnt of its first sort key: rows worse than the worst it keeps
 * cannot matter, so the scan skips chunks and blocks that only have such. Used by one thread.
 */
final class TopBound {

  private final int column;
  private final boolean isTimeColumn;
  private final boolean isDescending;
  private final boolean nullsFirst;
  private boolean isKnown;
  private long worst;

  /**
   * A bound that excludes nothing yet.
   *
   * @param column index in the scan's output, of kind LONG
   * @param isTimeColumn whether it is what chunks are cut by
   */
  TopBound(int column, boolean isTimeColumn, boolean isDescending, boolean nullsFirst) {
    this.column = column;
    this.isTimeColumn = isTimeColumn;
    this.isDescending = isDescending;
    this.nullsFirst = nullsFirst;
  }

  int column() {
    return column;
  }

  boolean isDescending() {
    return isDescending;
  }

  /** Says which key the worst row kept has. Rows of the same key may still be better by others. */
  void set(long key) {
    isKnown = true;
    worst = key;
  }

  /** Whether a chunk has no row that could be kept. */
  boolean excludes(ChunkInfo chunk) {
    if (!isKnown || !isTimeColumn) {
      return false;
    }
    return isDescending
        ? chunk.rangeEnd() != Long.MAX_VALUE && chunk.rangeEnd() <= worst
        : chunk.rangeStart() > worst;
  }

  /** Whether a block has no row that could be kept. */
  boolean excludes(@Nullable BlockStatistics statistics) {
    return isKnown
        && statistics != null
        && (statistics.nullCount() == 0 || !nullsFirst)
        && statistics.min() instanceof Long min
        && statistics.max() instanceof Long max
        && (isDescending ? max < worst : min > worst);
  }
}
