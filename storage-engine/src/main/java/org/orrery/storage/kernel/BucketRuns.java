package org.orrery.storage.kernel;

/**
 * Cuts timestamps into runs of neighbours that fall into the same {@code time_bucket}. One division
 * a run; within a run each value is compared with the bucket's ends only, so it does not matter
 * whether they ascend, descend or jump. Keep one per scan; not thread-safe.
 */
public final class BucketRuns {

  private final long widthMicros;
  private final long originMicros;
  private final int[] ends;
  private final long[] buckets;
  private int count;

  /**
   * Runs of buckets of {@code widthMicros} (positive), one of which begins at {@code originMicros}.
   *
   * @param rowsMax most rows a {@link #split} gets
   */
  public BucketRuns(long widthMicros, long originMicros, int rowsMax) {
    this.widthMicros = widthMicros;
    this.originMicros = originMicros;
    ends = new int[rowsMax];
    buckets = new long[rowsMax];
  }

  /** The start of the bucket that holds a time. Infinite times are not buckets of their own. */
  public long bucketOf(long micros) {
    // floorMod of the difference of remainders: the difference of the times may overflow.
    long into =
        Math.floorMod(
            Math.floorMod(micros, widthMicros) - Math.floorMod(originMicros, widthMicros),
            widthMicros);
    return micros - into;
  }

  /** Splits {@code times[from..to)} and returns the number of runs. */
  public int split(long[] times, int from, int to) {
    count = 0;
    int row = from;
    while (row < to) {
      long bucket = bucketOf(times[row]);
      row = endOf(times, row + 1, to, bucket, widthMicros);
      buckets[count] = bucket;
      ends[count++] = row;
    }
    return count;
  }

  private static int endOf(long[] times, int from, int to, long bucket, long width) {
    int row = from;
    // Unsigned: false below the bucket as well as behind it.
    while (row < to && Long.compareUnsigned(times[row] - bucket, width) < 0) {
      row++;
    }
    return row;
  }

  /** Runs of the last {@link #split}. */
  public int count() {
    return count;
  }

  /** Position behind the last row of a run; the first run begins at {@code from}. */
  public int end(int run) {
    return ends[run];
  }

  /** Start of a run's bucket. */
  public long bucket(int run) {
    return buckets[run];
  }
}
