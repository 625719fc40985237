package org.orrery.storage.codec;

import java.util.Arrays;

/**
 * Turns doubles that were written as short decimals into integers and back: {@code mantissa =
 * rint(value × 10^exponent)}, accepted only if {@code mantissa / 10^exponent} has the very bits of
 * the value. IEEE division is correctly rounded, so every decimal of up to 15 digits passes; −0.0,
 * NaN, the infinities and true binary fractions do not and become exceptions. Not thread-safe.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/3626717">Afroozeh et al., ALP</a>, which multiplies
 *     where this divides
 */
public final class Decimalizer {

  /** Largest power of ten tried; 10^22 is the last that a double holds exactly. */
  static final int EXPONENT_MAX = 15;

  /** No exponent makes the block smaller: store the doubles as they are. */
  public static final int NOT_DECIMAL = -1;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** Mantissas beyond 2^53 are not exact. */
  private static final double MANTISSA_MAX = 0x1p53;

  private static final int SAMPLES = 16;

  /** More than an eighth of a block as exceptions (10 bytes each) is worse than raw. */
  private static final int EXCEPTION_SHARE = 8;

  private final int[] votes = new int[EXPONENT_MAX + 1];
  private final int[] positions = new int[BlockLimits.BLOCK_ROWS_MAX];
  private int exceptionCount;

  /** Exceptions of the last {@link #toMantissas}. */
  int exceptionCount() {
    return exceptionCount;
  }

  /** Ascending positions of the exceptions. */
  int[] exceptionPositions() {
    return positions;
  }

  /**
   * Converts {@code values[0..count)} and returns the exponent, or {@link #NOT_DECIMAL}. An
   * exception's mantissa repeats its predecessor's, which costs the codec nothing.
   */
  int toMantissas(double[] values, int count, long[] mantissas) {
    int exponent = sampleExponent(values, count);
    if (exponent == NOT_DECIMAL) {
      return NOT_DECIMAL;
    }
    convert(values, count, POWERS[exponent], mantissas);
    collectExceptions(values, count, POWERS[exponent], mantissas);
    return exceptionCount > count / EXCEPTION_SHARE && exceptionCount > 1 ? NOT_DECIMAL : exponent;
  }

  /** The greatest exponent that at least two samples (or the only one) need. */
  private int sampleExponent(double[] values, int count) {
    Arrays.fill(votes, 0);
    int step = Math.max(1, count / SAMPLES);
    int decimals = 0;
    int samples = 0;
    for (int i = 0; i < count; i += step) {
      samples++;
      int exponent = leastExponent(values[i]);
      if (exponent != NOT_DECIMAL) {
        votes[exponent]++;
        decimals++;
      }
    }
    if (decimals * 2 < samples) {
      return NOT_DECIMAL;
    }
    int needed = samples > 4 ? 2 : 1;
    for (int exponent = EXPONENT_MAX; exponent > 0; exponent--) {
      if (votes[exponent] >= needed) {
        return exponent;
      }
    }
    return 0;
  }

  /** The least exponent that makes {@code value} an integer, or {@link #NOT_DECIMAL}. */
  static int leastExponent(double value) {
    for (int exponent = 0; exponent <= EXPONENT_MAX; exponent++) {
      if (isExact(value, POWERS[exponent])) {
        return exponent;
      }
    }
    return NOT_DECIMAL;
  }

  /** Whether {@code value} is an integer divided by {@code power}, bit for bit. */
  static boolean isExact(double value, double power) {
    double mantissa = Math.rint(value * power);
    return Math.abs(mantissa) <= MANTISSA_MAX
        && Double.doubleToRawLongBits((long) mantissa / power) == Double.doubleToRawLongBits(value);
  }

  private static void convert(double[] values, int count, double power, long[] mantissas) {
    for (int i = 0; i < count; i++) {
      mantissas[i] = (long) Math.rint(values[i] * power);
    }
  }

  private void collectExceptions(double[] values, int count, double power, long[] mantissas) {
    int exceptions = 0;
    for (int i = 0; i < count; i++) {
      if (!isExact(values[i], power)) {
        positions[exceptions++] = i;
      }
    }
    exceptionCount = exceptions;
    for (int e = 0; e < exceptions; e++) {
      int at = positions[e];
      mantissas[at] = at == 0 ? firstExact(count, mantissas) : mantissas[at - 1];
    }
  }

  private long firstExact(int count, long[] mantissas) {
    int at = 0;
    while (at < exceptionCount && positions[at] == at) {
      at++;
    }
    return at < count ? mantissas[at] : 0;
  }

  /** Divides mantissas back into doubles. */
  static void toDoubles(long[] mantissas, int count, int exponent, double[] target, int at) {
    Corruption.check(exponent >= 0 && exponent <= EXPONENT_MAX, "decimal exponent");
    if (exponent == 0) {
      for (int i = 0; i < count; i++) {
        target[at + i] = (double) mantissas[i];
      }
      return;
    }
    double power = POWERS[exponent];
    for (int i = 0; i < count; i++) {
      target[at + i] = mantissas[i] / power;
    }
  }

  /** The integer that {@code value} becomes under an exponent that fits it. */
  public static long mantissa(double value, int exponent) {
    return (long) Math.rint(value * POWERS[exponent]);
  }

  /** Whether {@code value} is {@link #mantissa} / 10^exponent, bit for bit. */
  public static boolean isDecimal(double value, int exponent) {
    return exponent >= 0 && exponent <= EXPONENT_MAX && isExact(value, POWERS[exponent]);
  }
}
