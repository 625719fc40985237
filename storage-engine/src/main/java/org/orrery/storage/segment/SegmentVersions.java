package org.orrery.storage.segment;

import java.util.Arrays;

/**
 * The begin-csn of every row as runs of consecutive rows. Built by one thread, then immutable. Kept
 * only while some snapshot may be older than the segment's greatest csn.
 */
public final class SegmentVersions {

  private long[] starts = new long[16];
  private long[] csns = new long[16];
  private int count;
  private long rows;

  SegmentVersions() {}

  void add(long csn, long rowCount) {
    if (rowCount == 0) {
      return;
    }
    if (count == 0 || csns[count - 1] != csn) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        csns = Arrays.copyOf(csns, count * 2);
      }
      starts[count] = rows;
      csns[count++] = csn;
    }
    rows += rowCount;
  }

  /** Runs of rows with one csn. */
  public int runCount() {
    return count;
  }

  /** Ordinal of a run's first row. */
  public long runStart(int run) {
    return starts[run];
  }

  /** The csn of a run's rows. */
  public long runCsn(int run) {
    return csns[run];
  }

  /** Ordinal behind a run's last row. */
  public long runEnd(int run) {
    return run + 1 < count ? starts[run + 1] : rows;
  }

  /** The begin-csn of a row. */
  public long csnAt(long ordinal) {
    return csns[runOf(ordinal)];
  }

  private int runOf(long ordinal) {
    int found = Arrays.binarySearch(starts, 0, count, ordinal);
    return found >= 0 ? found : -found - 2;
  }

  /** The greatest begin-csn among rows [from, from + rowCount). */
  public long csnMax(long from, int rowCount) {
    long max = Long.MIN_VALUE;
    for (int run = runOf(from); run < count && starts[run] < from + rowCount; run++) {
      max = Math.max(max, csns[run]);
    }
    return max;
  }

  /**
   * Writes the positions (relative to {@code from}) of rows begun at or before {@code snapshotCsn}
   * to {@code selection} and returns their count.
   */
  public int select(long from, int rowCount, long snapshotCsn, int[] selection) {
    int selected = 0;
    long end = from + rowCount;
    for (int run = runOf(from); run < count && starts[run] < end; run++) {
      if (csns[run] <= snapshotCsn) {
        long last = Math.min(end, runEnd(run));
        for (long row = Math.max(from, starts[run]); row < last; row++) {
          selection[selected++] = (int) (row - from);
        }
      }
    }
    return selected;
  }
}
