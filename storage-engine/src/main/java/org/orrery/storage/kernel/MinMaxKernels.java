package org.orrery.storage.kernel;

/** Least and greatest values of non-empty array ranges; NaN is the greatest double. */
public final class MinMaxKernels {

  private MinMaxKernels() {}

  /** The least of {@code values[from..to)}. */
  public static long min(long[] values, int from, int to) {
    long min = values[from];
    for (int i = from + 1; i < to; i++) {
      min = Math.min(min, values[i]);
    }
    return min;
  }

  /** The greatest of {@code values[from..to)}. */
  public static long max(long[] values, int from, int to) {
    long max = values[from];
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }

  /** The least of {@code values[from..to)}; NaN only when all are. */
  public static double min(double[] values, int from, int to) {
    double min = Double.NaN;
    for (int i = from; i < to; i++) {
      double value = values[i];
      // Also true while min is still NaN, unless the value is NaN itself.
      if (!(value >= min)) {
        min = Double.isNaN(value) ? min : value;
      }
    }
    return min;
  }

  /** The greatest of {@code values[from..to)}; NaN when any is. */
  public static double max(double[] values, int from, int to) {
    double max = values[from];
    boolean hasNan = Double.isNaN(max);
    for (int i = from + 1; i < to; i++) {
      double value = values[i];
      hasNan |= Double.isNaN(value);
      max = value > max ? value : max;
    }
    return hasNan ? Double.NaN : max;
  }

  /** The least of {@code values[from..to)} as unsigned ints. */
  public static int minUnsigned(int[] values, int from, int to) {
    int min = values[from] ^ Integer.MIN_VALUE;
    for (int i = from + 1; i < to; i++) {
      min = Math.min(min, values[i] ^ Integer.MIN_VALUE);
    }
    return min ^ Integer.MIN_VALUE;
  }

  /** The greatest of {@code values[from..to)} as unsigned ints. */
  public static int maxUnsigned(int[] values, int from, int to) {
    int max = values[from] ^ Integer.MIN_VALUE;
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, values[i] ^ Integer.MIN_VALUE);
    }
    return max ^ Integer.MIN_VALUE;
  }
}
