package org.orrery.sql.function.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of doubles that do not depend on the order of addition when the doubles are decimal numbers
 * of few digits, as measurements are: such a value is {@code mantissa / 10^scale} for a whole
 * mantissa below 2^52, and mantissas are summed as 128-bit integers. The scale is common to all
 * groups and grows when a value needs more decimals. Other values are summed apart with Neumaier's
 * compensation (error of a few ulp at most), infinities and NaN as they are.
 *
 * @see <a href="https://doi.org/10.1002/zamm.19740540106">Neumaier, Rundungsfehleranalyse einiger
 *     Verfahren zur Summation endlicher Summen</a>
 */
final class DoubleSums {

  /** Decimals that are tried; 10^15 is the largest power that leaves room below 2^52. */
  private static final int SCALE_MAX = 15;

  private static final double MANTISSA_MAX = 0x1p52;

  /** Sums of mantissas of fewer rows than this, each below 2^52, fit a long. */
  private static final int RUN_MAX = 2048;

  private static final double[] POWERS = new double[SCALE_MAX + 1];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private final Int128Sums mantissas = new Int128Sums();
  private int scale;
  private double[] others = new double[0];
  private double[] errors = new double[0];

  int capacity() {
    return others.length;
  }

  void grow(int count) {
    mantissas.grow(count);
    others = Arrays.copyOf(others, count);
    errors = Arrays.copyOf(errors, count);
  }

  void add(int group, double value) {
    double power = POWERS[scale];
    double mantissa = Math.rint(value * power);
    if (mantissa / power == value && Math.abs(mantissa) < MANTISSA_MAX) {
      mantissas.add(group, (long) mantissa);
    } else {
      addSlowly(group, value);
    }
  }

  /** Adds rows to one group. */
  void addAll(int group, double[] values, int @Nullable [] selection, int count) {
    for (int start = 0; start < count; start += RUN_MAX) {
      int end = Math.min(count, start + RUN_MAX);
      if (!addRun(group, values, selection, start, end)) {
        for (int i = start; i < end; i++) {
          add(group, values[selection == null ? i : selection[i]]);
        }
      }
    }
  }

  /** Adds a run if all its values are decimals of the current scale; else adds nothing. */
  private boolean addRun(
      int group, double[] values, int @Nullable [] selection, int start, int end) {
    double power = POWERS[scale];
    long sum = 0;
    boolean isExact = true;
    for (int i = start; i < end; i++) {
      double value = values[selection == null ? i : selection[i]];
      double mantissa = Math.rint(value * power);
      isExact &= mantissa / power == value;
      isExact &= Math.abs(mantissa) < MANTISSA_MAX;
      sum += (long) mantissa;
    }
    if (isExact) {
      mantissas.add(group, sum);
    }
    return isExact;
  }

  private void addSlowly(int group, double value) {
    int widest = SCALE_MAX;
    while (widest > scale && Math.abs(value) * POWERS[widest] >= MANTISSA_MAX / 2) {
      widest--;
    }
    // A decimal of fewer digits is one of the widest scale too, so most others stop here.
    if (!isDecimal(value, widest)) {
      addCompensated(group, value);
      return;
    }
    int wider = scale + 1;
    while (wider < widest && !isDecimal(value, wider)) {
      wider++;
    }
    if (wider > widest) {
      addCompensated(group, value);
      return;
    }
    widen(wider);
    mantissas.add(group, (long) Math.rint(value * POWERS[wider]));
  }

  private static boolean isDecimal(double value, int scale) {
    return Math.rint(value * POWERS[scale]) / POWERS[scale] == value;
  }

  private void addCompensated(int group, double value) {
    double before = others[group];
    double sum = before + value;
    others[group] = sum;
    if (Double.isFinite(sum)) {
      errors[group] +=
          Math.abs(before) >= Math.abs(value) ? (before - sum) + value : (value - sum) + before;
    }
  }

  private void widen(int newScale) {
    BigInteger factor = BigInteger.TEN.pow(newScale - scale);
    for (int group = 0; group < others.length; group++) {
      BigInteger mantissa = mantissas.get(group);
      if (mantissa.signum() != 0) {
        mantissas.set(group, mantissa.multiply(factor));
      }
    }
    scale = newScale;
  }

  void merge(DoubleSums other, int otherGroup, int group) {
    if (other.scale > scale) {
      widen(other.scale);
    } else if (other.scale < scale) {
      other.widen(scale);
    }
    mantissas.add(group, other.mantissas, otherGroup);
    if (other.others[otherGroup] != 0) {
      addCompensated(group, other.others[otherGroup]);
    }
    errors[group] += other.errors[otherGroup];
  }

  /** The sum, rounded once; infinite when it is past the doubles. */
  double get(int group) {
    double rest = others[group];
    if (!Double.isFinite(rest)) {
      return rest;
    }
    double error = errors[group];
    if (rest == 0 && error == 0) {
      return exact(group);
    }
    if (mantissas.fitsLong(group) && mantissas.asLong(group) == 0) {
      return rest + error;
    }
    return new BigDecimal(mantissas.get(group), scale)
        .add(new BigDecimal(rest))
        .add(new BigDecimal(error))
        .doubleValue();
  }

  private double exact(int group) {
    if (mantissas.fitsLong(group)) {
      long mantissa = mantissas.asLong(group);
      if (Math.abs(mantissa) <= 1L << 53 && mantissa != Long.MIN_VALUE) {
        // Both operands are exact, so the quotient is the rounded sum.
        return mantissa / POWERS[scale];
      }
    }
    return new BigDecimal(mantissas.get(group), scale).doubleValue();
  }

  long retainedBytes() {
    return mantissas.retainedBytes() + 16L * others.length;
  }
}
