package org.orrery.storage.hot;

import java.util.Arrays;

/**
 * Which commit each row of a hot table belongs to: runs of rows with one csn, in row order. Commits
 * arrive in log order, which is not csn order, so each run is tested on its own. Immutable for
 * readers: {@link #append} shares arrays with the value it was called on and writes only past its
 * end, so it must be called on the newest value, by one thread.
 */
public final class VersionRuns {

  /** No rows. */
  public static final VersionRuns EMPTY = new VersionRuns(new int[0], new long[0], 0);

  private final int[] ends;
  private final long[] csns;
  private final int count;

  private VersionRuns(int[] ends, long[] csns, int count) {
    this.ends = ends;
    this.csns = csns;
    this.count = count;
  }

  /** These runs and the rows up to {@code end} (exclusive) with {@code csn}. */
  public VersionRuns append(int end, long csn) {
    if (count > 0 && csns[count - 1] == csn) {
      // Older readers stop at their own row count, so the last end may move under them.
      ends[count - 1] = end;
      return new VersionRuns(ends, csns, count);
    }
    int[] newEnds = ends;
    long[] newCsns = csns;
    if (count == ends.length) {
      newEnds = Arrays.copyOf(ends, Math.max(4, count * 2));
      newCsns = Arrays.copyOf(csns, Math.max(4, count * 2));
    }
    newEnds[count] = end;
    newCsns[count] = csn;
    return new VersionRuns(newEnds, newCsns, count + 1);
  }

  /** The same with neighbours that every snapshot sees made one. */
  public VersionRuns fold(long horizon) {
    var newEnds = new int[count];
    var newCsns = new long[count];
    int kept = 0;
    for (int run = 0; run < count; run++) {
      if (kept > 0 && csns[run] <= horizon && newCsns[kept - 1] <= horizon) {
        newEnds[kept - 1] = ends[run];
        newCsns[kept - 1] = Math.max(newCsns[kept - 1], csns[run]);
      } else {
        newEnds[kept] = ends[run];
        newCsns[kept++] = csns[run];
      }
    }
    return new VersionRuns(newEnds, newCsns, kept);
  }

  /** Number of runs. */
  public int count() {
    return count;
  }

  /** First row after run {@code run}. */
  public int end(int run) {
    return ends[run];
  }

  /** Commit of run {@code run}. */
  public long csn(int run) {
    return csns[run];
  }

  /** The run that holds {@code row}. */
  public int runOf(int row) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The commit that wrote {@code row}. */
  public long csnOf(int row) {
    return csns[runOf(row)];
  }

  /**
   * Sets bit {@code row - from} of {@code mask} for each row of {@code [from, to)} that was
   * committed at or before {@code readTimestamp}; other bits are left as they are.
   *
   * @return how many were set
   */
  public int mark(long readTimestamp, int from, int to, long[] mask) {
    int marked = 0;
    int row = from;
    for (int run = runOf(from); row < to; run++) {
      int end = Math.min(to, ends[run]);
      if (csns[run] <= readTimestamp) {
        setRange(mask, row - from, end - from);
        marked += end - row;
      }
      row = end;
    }
    return marked;
  }

  /** Whether every row of {@code [from, to)} was committed at or before {@code readTimestamp}. */
  public boolean allVisible(long readTimestamp, int from, int to) {
    int run = runOf(from);
    while (csns[run] <= readTimestamp) {
      if (ends[run] >= to) {
        return true;
      }
      run++;
    }
    return false;
  }

  /** Sets bits {@code [from, to)}. */
  public static void setRange(long[] mask, int from, int to) {
    if (from >= to) {
      return;
    }
    int first = from >> 6;
    int last = (to - 1) >> 6;
    long head = -1L << from;
    long tail = -1L >>> -to;
    if (first == last) {
      mask[first] |= head & tail;
      return;
    }
    mask[first] |= head;
    Arrays.fill(mask, first + 1, last, -1L);
    mask[last] |= tail;
  }
}
