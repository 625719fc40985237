package org.orrery.storage.api;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;

/**
 * Reads one split block by block. Columns decode only when asked for, so a reader looks at {@link
 * #statistics} and the filter's columns first. Not thread-safe; everything it returns is valid
 * until the next {@link #next()}.
 */
public interface ScanCursor extends AutoCloseable {

  /** Moves to the next block that has visible rows; false at the end. */
  boolean next();

  /** Rows in the block, visible or not, at most {@link org.orrery.data.Batch#ROWS_MAX}. */
  int rowCount();

  /** Ascending positions of the visible rows, {@link #visibleCount()} valid; null when all are. */
  int @Nullable [] visible();

  /** How many rows are visible; positive. */
  int visibleCount();

  /** A column of the block by its index in {@link ScanRequest#columns()}. */
  Vector column(int index);

  /**
   * Statistics of a column over exactly the visible rows of the block; null when they are not known
   * (hot rows, or some row of the block is not visible).
   */
  @Nullable BlockStatistics statistics(int index);

  /**
   * Row names of the block, one for each position, for {@link Transaction#delete}. Stable while a
   * snapshot that sees the row is open.
   */
  long[] rowIds();

  @Override
  void close();

  /**
   * Summary of a column of a block. Values are as of {@link org.orrery.data.Vector#get}.
   *
   * @param nullCount NULLs
   * @param min smallest value in PostgreSQL's order; null when all are NULL or it is not kept
   * @param max greatest value; null likewise
   */
  record BlockStatistics(int nullCount, @Nullable Object min, @Nullable Object max) {}
}
