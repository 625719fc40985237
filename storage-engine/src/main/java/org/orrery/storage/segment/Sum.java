package org.orrery.storage.segment;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Numeric;

/**
 * The sum of a block's (or segment's) values that are not NULL.
 *
 * @param exponent from 0: the sum is exactly the 128-bit integer {@code high:low} / 10^exponent;
 *     {@link #INEXACT}: {@code low} holds the bits of a compensated double; {@link #NONE}: no sum
 * @param numeric the sum of a numeric column, which has exponent {@link #NONE}
 */
public record Sum(int exponent, long high, long low, @Nullable Numeric numeric) {

  /** The {@link #exponent} of a double that was rounded. */
  public static final int INEXACT = -1;

  /** The {@link #exponent} when there is no integer or double sum. */
  public static final int NONE = -2;

  static final Sum ABSENT = new Sum(NONE, 0, 0, null);

  static Sum ofDouble(double value) {
    return new Sum(INEXACT, 0, Double.doubleToRawLongBits(value), null);
  }

  /** A sum of exact parts; inexact when it does not fit 128 bits. */
  static Sum ofInteger(BigInteger value, int exponent) {
    if (value.bitLength() >= 2 * Long.SIZE) {
      return ofDouble(new BigDecimal(value, exponent).doubleValue());
    }
    return new Sum(exponent, value.shiftRight(Long.SIZE).longValue(), value.longValue(), null);
  }

  /** Whether {@link #toBigDecimal} is the true sum. */
  public boolean isExact() {
    return exponent >= 0;
  }

  /** The integer of an exact sum. */
  public BigInteger integer() {
    BigInteger unsignedLow =
        BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).or(unsignedLow);
  }

  /** An exact sum. */
  public BigDecimal toBigDecimal() {
    return new BigDecimal(integer(), exponent);
  }

  /** An exact sum rounded once, or the compensated one. */
  public double toDouble() {
    return exponent == INEXACT ? Double.longBitsToDouble(low) : toBigDecimal().doubleValue();
  }

  /** Adds two sums of one column. */
  Sum plus(Sum other) {
    if (numeric != null && other.numeric != null) {
      return new Sum(NONE, 0, 0, add(numeric, other.numeric));
    }
    if (isAbsent() || other.isAbsent()) {
      return isAbsent() ? other : this;
    }
    if (isExact() && other.isExact()) {
      int scale = Math.max(exponent, other.exponent);
      return ofInteger(scaled(scale).add(other.scaled(scale)), scale);
    }
    return ofDouble(toDouble() + other.toDouble());
  }

  private boolean isAbsent() {
    return exponent == NONE && numeric == null;
  }

  private BigInteger scaled(int scale) {
    return integer().multiply(BigInteger.TEN.pow(scale - exponent));
  }

  static Numeric add(Numeric a, Numeric b) {
    if (a.isFinite() && b.isFinite()) {
      return Numeric.of(a.value().add(b.value()));
    }
    boolean isNan = a.kind() == Numeric.Kind.NAN || b.kind() == Numeric.Kind.NAN;
    if (isNan || (!a.isFinite() && !b.isFinite() && a.kind() != b.kind())) {
      return Numeric.NAN;
    }
    return a.isFinite() ? b : a;
  }
}
