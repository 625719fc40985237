package org.orrery.storage.kernel;

/** Sums of arrays. */
public final class SumKernels {

  /** Two longs of fewer bits than this never overflow when 1,024 × 1,024 of them are added. */
  private static final long SMALL = 1L << 42;

  private SumKernels() {}

  /** Adds {@code values[from..to)} to {@code sum}, exactly. */
  public static void sum(long[] values, int from, int to, WideSum sum) {
    if (to - from <= 1 << 20 && isSmall(values, from, to)) {
      sum.add(plainSum(values, from, to));
      return;
    }
    for (int i = from; i < to; i++) {
      sum.add(values[i]);
    }
  }

  /** Adds the selected values to {@code sum}, exactly. */
  public static void sum(long[] values, int[] selection, int selected, WideSum sum) {
    for (int i = 0; i < selected; i++) {
      sum.add(values[selection[i]]);
    }
  }

  private static boolean isSmall(long[] values, int from, int to) {
    long magnitudes = 0;
    for (int i = from; i < to; i++) {
      magnitudes |= values[i] ^ (values[i] >> 63);
    }
    return magnitudes < SMALL;
  }

  private static long plainSum(long[] values, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** The sum of {@code values[from..to)}, which are unsigned. */
  public static long sumUnsigned(int[] values, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i] & 0xFFFF_FFFFL;
    }
    return sum;
  }

  /**
   * The IEEE sum of {@code values[from..to)} in four fixed lanes, so that it is the same on every
   * machine; it may differ from left-to-right addition in the last digits.
   */
  public static double sum(double[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return (a + b) + (c + d);
  }

  /** The left-to-right IEEE sum that PostgreSQL's float8 aggregates give. */
  public static double sumInOrder(double start, double[] values, int from, int to) {
    double sum = start;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }
}
