package org.orrery.sql.function.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;
import org.orrery.data.Numeric.Kind;

/**
 * Arithmetic on numerics with PostgreSQL's display scales and its rules for NaN and the infinities
 * (PostgreSQL 15, "Arbitrary Precision Numbers").
 */
public final class Numerics {

  /** Significant digits that a quotient has at least. */
  static final int SIGNIFICANT_DIGITS_MIN = 16;

  /** Digits after the point that a computed (not exact) result has at most. */
  static final int DISPLAY_SCALE_MAX = 1000;

  /** Digits after the point that any result has at most. */
  static final int SCALE_MAX = 16_383;

  /** Digits before the point that any result has at most. */
  static final int INTEGER_DIGITS_MAX = 131_072;

  private static final int BASE_DIGITS = 4;
  private static final double LOG10_OF_2 = Math.log10(2);

  private Numerics() {}

  /** The number with PostgreSQL's limits checked. */
  static Numeric of(BigDecimal value) {
    BigDecimal result =
        value.scale() > SCALE_MAX ? value.setScale(SCALE_MAX, RoundingMode.HALF_UP) : value;
    if (result.signum() != 0 && result.precision() - result.scale() > INTEGER_DIGITS_MAX) {
      throw overflow();
    }
    return Numeric.of(result);
  }

  static OrreryException overflow() {
    return OrreryException.of(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  /** {@code a + b}. */
  public static Numeric add(Numeric a, Numeric b) {
    if (a.isFinite() && b.isFinite()) {
      return of(a.value().add(b.value()));
    }
    if (a.kind() == Kind.NAN || b.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    if (a.isFinite()) {
      return b;
    }
    return b.isFinite() || a.kind() == b.kind() ? a : Numeric.NAN;
  }

  /** {@code -a}. */
  static Numeric negate(Numeric a) {
    return switch (a.kind()) {
      case NAN -> a;
      case INFINITY -> Numeric.NEGATIVE_INFINITY;
      case NEGATIVE_INFINITY -> Numeric.INFINITY;
      case FINITE -> Numeric.of(a.value().negate());
    };
  }

  /** {@code a - b}. */
  static Numeric subtract(Numeric a, Numeric b) {
    return add(a, negate(b));
  }

  /** -1, 0 or 1; not for NaN. */
  static int sign(Numeric a) {
    return switch (a.kind()) {
      case NAN -> throw new IllegalArgumentException("NaN has no sign");
      case INFINITY -> 1;
      case NEGATIVE_INFINITY -> -1;
      case FINITE -> a.value().signum();
    };
  }

  private static Numeric infinity(int sign) {
    return sign > 0 ? Numeric.INFINITY : sign < 0 ? Numeric.NEGATIVE_INFINITY : Numeric.NAN;
  }

  /** {@code a * b}. */
  public static Numeric multiply(Numeric a, Numeric b) {
    if (a.isFinite() && b.isFinite()) {
      return of(a.value().multiply(b.value()));
    }
    if (a.kind() == Kind.NAN || b.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    return infinity(sign(a) * sign(b));
  }

  /** {@code a / b} with at least 16 significant digits. */
  public static Numeric divide(Numeric a, Numeric b) {
    if (a.isFinite() && b.isFinite()) {
      if (b.value().signum() == 0) {
        throw Errors.divisionByZero();
      }
      return of(divide(a.value(), b.value()));
    }
    if (a.kind() == Kind.NAN || b.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    if (a.isFinite()) {
      return Numeric.ZERO;
    }
    if (!b.isFinite()) {
      return Numeric.NAN;
    }
    if (b.value().signum() == 0) {
      throw Errors.divisionByZero();
    }
    return infinity(sign(a) * sign(b));
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, divisionScale(a, b), RoundingMode.HALF_UP);
  }

  /** The scale of a quotient: 16 significant digits, counted in base 10,000, or the operands'. */
  static int divisionScale(BigDecimal a, BigDecimal b) {
    int weightA = weight(a);
    int weightB = weight(b);
    int weight = weightA - weightB;
    if (firstDigit(a, weightA) <= firstDigit(b, weightB)) {
      weight--;
    }
    int scale = SIGNIFICANT_DIGITS_MIN - weight * BASE_DIGITS;
    return Math.min(
        Math.max(Math.max(scale, 0), Math.max(a.scale(), b.scale())), DISPLAY_SCALE_MAX);
  }

  /** The power of 10,000 of the first digit in that base; 0 for zero. */
  static int weight(BigDecimal value) {
    return value.signum() == 0
        ? 0
        : Math.floorDiv(value.precision() - value.scale() - 1, BASE_DIGITS);
  }

  private static int firstDigit(BigDecimal value, int weight) {
    if (value.signum() == 0) {
      return 0;
    }
    return value
        .abs()
        .movePointLeft(weight * BASE_DIGITS)
        .setScale(0, RoundingMode.DOWN)
        .intValue();
  }

  /** The remainder, with the sign of {@code a}. */
  static Numeric modulo(Numeric a, Numeric b) {
    if (a.kind() == Kind.NAN || b.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    if (b.isFinite() && b.value().signum() == 0) {
      throw Errors.divisionByZero();
    }
    if (!a.isFinite()) {
      return Numeric.NAN;
    }
    if (!b.isFinite()) {
      return a;
    }
    int scale = Math.max(a.value().scale(), b.value().scale());
    return of(a.value().remainder(b.value()).setScale(scale, RoundingMode.UNNECESSARY));
  }

  /** The quotient cut to a whole number. */
  static Numeric divideTruncated(Numeric a, Numeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return divide(a, b);
    }
    if (b.value().signum() == 0) {
      throw Errors.divisionByZero();
    }
    return of(a.value().divideToIntegralValue(b.value()).setScale(0, RoundingMode.DOWN));
  }

  /** Rounds half away from zero. */
  static Numeric round(Numeric a, int scale) {
    return scaled(a, scale, RoundingMode.HALF_UP);
  }

  /** Rounds towards zero. */
  static Numeric truncate(Numeric a, int scale) {
    return scaled(a, scale, RoundingMode.DOWN);
  }

  /** Rounds to a scale; a negative one rounds before the point. */
  static Numeric scaled(Numeric a, int scale, RoundingMode mode) {
    if (!a.isFinite()) {
      return a;
    }
    int bounded = Math.max(-INTEGER_DIGITS_MAX, Math.min(scale, SCALE_MAX));
    return of(a.value().setScale(bounded, mode));
  }

  /** The square root, with at least 16 significant digits. */
  public static Numeric squareRoot(Numeric a) {
    if (a.kind() == Kind.NAN || a.kind() == Kind.INFINITY) {
      return a;
    }
    if (sign(a) < 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "cannot take square root of a negative number");
    }
    return of(squareRoot(a.value()));
  }

  /** The square root of a number that is not negative, rounded to a scale. */
  public static Numeric squareRoot(Numeric a, int scale) {
    return of(squareRoot(a.value(), scale));
  }

  static BigDecimal squareRoot(BigDecimal value) {
    int resultWeight =
        weight(value) >= 0
            ? weight(value) * BASE_DIGITS / 2 + 1
            : 1 - (1 - weight(value) * BASE_DIGITS) / 2;
    int scale = Math.max(Math.max(SIGNIFICANT_DIGITS_MIN - resultWeight, value.scale()), 0);
    return squareRoot(value, Math.min(scale, DISPLAY_SCALE_MAX));
  }

  private static BigDecimal squareRoot(BigDecimal value, int scale) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    int digits = Math.max(1, (value.precision() - value.scale()) / 2 + 2) + scale + 2;
    return value
        .sqrt(new MathContext(digits, RoundingMode.DOWN))
        .setScale(scale, RoundingMode.HALF_UP);
  }

  /** A double as numeric: 15 significant digits, as PostgreSQL casts float8. */
  public static Numeric fromDouble(double value) {
    return fromFloating(value, 15);
  }

  /** A float as numeric: 6 significant digits, as PostgreSQL casts float4. */
  public static Numeric fromFloat(double value) {
    return fromFloating(value, 6);
  }

  private static Numeric fromFloating(double value, int digits) {
    if (Double.isNaN(value)) {
      return Numeric.NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    }
    if (value == 0) {
      return Numeric.ZERO;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return of(rounded.stripTrailingZeros());
  }

  /** A numeric as double. */
  public static double toDouble(Numeric value) {
    return switch (value.kind()) {
      case NAN -> Double.NaN;
      case INFINITY -> Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
      case FINITE -> finiteToDouble(value.value());
    };
  }

  private static double finiteToDouble(BigDecimal value) {
    double result = value.doubleValue();
    if (Double.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "\"%s\" is out of range for type double precision",
          value.toPlainString());
    }
    return result;
  }

  /**
   * A numeric rounded to a whole number of {@code bits} bits; {@code 22003} when it is too large.
   */
  public static long toLong(Numeric value, int bits, String title) {
    if (!value.isFinite()) {
      throw OrreryException.of(
          SqlState.FEATURE_NOT_SUPPORTED,
          "cannot convert %s to %s",
          value.kind() == Kind.NAN ? "NaN" : "infinity",
          title);
    }
    BigInteger whole = value.value().setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (whole.bitLength() >= bits) {
      throw Errors.outOfRange(title);
    }
    return whole.longValue();
  }

  /** Decimal digits that a number of this magnitude has before the point, about. */
  static int decimalWeight(double naturalLogarithm) {
    return (int) (naturalLogarithm / Math.log(2) * LOG10_OF_2);
  }
}
