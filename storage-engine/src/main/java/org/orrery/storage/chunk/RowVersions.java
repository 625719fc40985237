package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.data.Batch;

/**
 * Commits of a young segment's rows, kept until every snapshot sees them all. Immutable.
 *
 * @param csns distinct commit numbers
 * @param indexes for each row the position of its commit in {@code csns}; empty when there is one
 * @param newest the highest csn of each block of 1,024 rows
 */
public record RowVersions(long[] csns, int[] indexes, long[] newest) {

  static RowVersions of(long[] csns, int[] indexes) {
    var newest = new long[(indexes.length + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX];
    Arrays.fill(newest, Long.MIN_VALUE);
    for (int row = 0; row < indexes.length; row++) {
      int block = row / Batch.ROWS_MAX;
      newest[block] = Math.max(newest[block], csns[indexes[row]]);
    }
    return new RowVersions(csns, indexes, newest);
  }

  /** Of rows that one commit brought. */
  static RowVersions of(long csn, int rowCount) {
    var newest = new long[(rowCount + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX];
    Arrays.fill(newest, csn);
    return new RowVersions(new long[] {csn}, new int[0], newest);
  }

  /** The commit of a row. */
  long csnOf(int row) {
    return csns[indexes.length == 0 ? 0 : indexes[row]];
  }

  /** Sets bit {@code row - from} of {@code mask} for rows committed by {@code readTimestamp}. */
  void mark(long readTimestamp, int from, int to, long[] mask) {
    for (int row = from; row < to; row++) {
      if (csnOf(row) <= readTimestamp) {
        mask[(row - from) >> 6] |= 1L << (row - from);
      }
    }
  }
}
