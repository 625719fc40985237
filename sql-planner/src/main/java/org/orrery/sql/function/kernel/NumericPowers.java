package org.orrery.sql.function.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;
import org.orrery.data.Numeric.Kind;

/**
 * Exponentials, logarithms and powers of numerics, with PostgreSQL's display scales: at least 16
 * significant digits, and no fewer digits behind the point than the operands have. A value is
 * computed with more digits than shown and rounded once.
 */
public final class NumericPowers {

  /** Decimal digits beyond which exponentials overflow or vanish, as in PostgreSQL. */
  private static final int RESULT_SCALE_MAX = 2_000;

  private static final int GUARD_DIGITS = 12;
  private static final int POW_EXPONENT_MAX = 999_999_999;
  private static final double LOG10_OF_E = 0.434294481903252;
  private static final double LN_10 = 2.302585092994046;
  private static final BigDecimal NEAR_ONE_MIN = new BigDecimal("0.9");
  private static final BigDecimal NEAR_ONE_MAX = new BigDecimal("1.1");

  private NumericPowers() {}

  /** The scale that gives 16 significant digits to a result of a decimal weight. */
  private static int resultScale(int weight, int... operandScales) {
    int scale = Math.max(0, Numerics.SIGNIFICANT_DIGITS_MIN - weight);
    for (int operandScale : operandScales) {
      scale = Math.max(scale, operandScale);
    }
    return Math.min(scale, Numerics.DISPLAY_SCALE_MAX);
  }

  /** {@code exp}. */
  static Numeric exp(Numeric a) {
    if (!a.isFinite()) {
      return a.kind() == Kind.NEGATIVE_INFINITY ? Numeric.ZERO : a;
    }
    BigDecimal value = a.value();
    double weight = value.doubleValue() * LOG10_OF_E;
    double bounded = Math.max(-RESULT_SCALE_MAX, Math.min(weight, RESULT_SCALE_MAX));
    return Numerics.of(exp(value, resultScale((int) bounded, value.scale())));
  }

  private static BigDecimal exp(BigDecimal value, int scale) {
    double approximate = value.doubleValue();
    if (Math.abs(approximate) >= RESULT_SCALE_MAX * 3) {
      if (approximate > 0) {
        throw Numerics.overflow();
      }
      return BigDecimal.ZERO.setScale(scale);
    }
    int digits = Math.max(0, scale + (int) (approximate * LOG10_OF_E) + 1) + GUARD_DIGITS;
    // e^x = (e^(x / 2^n))^(2^n): each squaring doubles the error, so n bits more are kept.
    int halvings = Math.max(0, Math.getExponent(approximate) + 6);
    var context = new MathContext(digits + halvings / 3 + 4, RoundingMode.HALF_EVEN);
    BigDecimal reduced = value.divide(new BigDecimal(BigInteger.TWO.pow(halvings)), context);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.signum() != 0 && weight(term) >= -context.getPrecision() - 1; n++) {
      term = term.multiply(reduced, context).divide(BigDecimal.valueOf(n), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum.setScale(scale, RoundingMode.HALF_UP);
  }

  /** The power of ten of a number's first digit. */
  private static int weight(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /** {@code ln}. */
  static Numeric ln(Numeric a) {
    checkLogarithm(a);
    if (!a.isFinite()) {
      return a;
    }
    BigDecimal value = a.value();
    return Numerics.of(ln(value, resultScale(lnWeight(value), value.scale())));
  }

  private static void checkLogarithm(Numeric a) {
    if (a.kind() != Kind.NAN && Numerics.sign(a) <= 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
          Numerics.sign(a) == 0
              ? "cannot take logarithm of zero"
              : "cannot take logarithm of a negative number");
    }
  }

  /** About the decimal weight of a logarithm, estimated as PostgreSQL does: scales depend on it. */
  private static int lnWeight(BigDecimal value) {
    if (value.compareTo(NEAR_ONE_MIN) >= 0 && value.compareTo(NEAR_ONE_MAX) <= 0) {
      BigDecimal difference = value.subtract(BigDecimal.ONE);
      return difference.signum() == 0 ? 0 : weight(difference);
    }
    int weight = Numerics.weight(value) - 1;
    // The first two digits in base 10,000.
    long digits = value.movePointLeft(weight * 4).setScale(0, RoundingMode.DOWN).longValueExact();
    return (int) Math.log10(Math.abs(Math.log((double) digits) + weight * 4 * LN_10));
  }

  private static BigDecimal ln(BigDecimal value, int scale) {
    if (value.compareTo(BigDecimal.ONE) == 0) {
      return BigDecimal.ZERO.setScale(Math.max(0, scale));
    }
    int shift = weight(value);
    int digits = Math.max(1, scale) + 8 + GUARD_DIGITS;
    var context = new MathContext(digits, RoundingMode.HALF_EVEN);
    BigDecimal result = lnOfDigits(value.movePointLeft(shift), context);
    if (shift != 0) {
      BigDecimal ln10 = lnOfDigits(BigDecimal.TEN, context);
      result = result.add(ln10.multiply(BigDecimal.valueOf(shift), context), context);
    }
    return result.setScale(scale, RoundingMode.HALF_UP);
  }

  /**
   * The logarithm of a number from 1 to 10: 2^n × 2 × atanh((y - 1) / (y + 1)), y its 2^n-th root.
   */
  private static BigDecimal lnOfDigits(BigDecimal value, MathContext shown) {
    var context = new MathContext(shown.getPrecision() + 4, RoundingMode.HALF_EVEN);
    BigDecimal root = value;
    int roots = 0;
    while (root.compareTo(NEAR_ONE_MAX) > 0) {
      root = root.sqrt(context);
      roots++;
    }
    BigDecimal ratio = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), context);
    BigDecimal square = ratio.multiply(ratio, context);
    BigDecimal power = ratio;
    BigDecimal sum = ratio;
    for (int n = 3; power.signum() != 0 && weight(power) >= -context.getPrecision() - 1; n += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), context), context);
    }
    return sum.multiply(new BigDecimal(BigInteger.TWO.pow(roots + 1)), shown);
  }

  /** {@code log} of a number to a base. */
  static Numeric log(Numeric base, Numeric a) {
    if (base.kind() == Kind.NAN || a.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    checkLogarithm(base);
    checkLogarithm(a);
    if (!base.isFinite()) {
      return a.isFinite() ? Numeric.ZERO : Numeric.NAN;
    }
    if (!a.isFinite()) {
      return a;
    }
    int weight = lnWeight(a.value()) - lnWeight(base.value());
    int scale = resultScale(weight, base.value().scale(), a.value().scale());
    BigDecimal lnBase = ln(base.value(), scale + Math.abs(weight) + 2 * GUARD_DIGITS);
    if (lnBase.signum() == 0) {
      throw Errors.divisionByZero();
    }
    BigDecimal lnValue = ln(a.value(), scale + Math.abs(weight) + 2 * GUARD_DIGITS);
    return Numerics.of(lnValue.divide(lnBase, scale, RoundingMode.HALF_UP));
  }

  /** {@code a ^ b}. */
  public static Numeric power(Numeric a, Numeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return specialPower(a, b);
    }
    BigDecimal base = a.value();
    BigDecimal exponent = b.value();
    boolean isWhole = exponent.stripTrailingZeros().scale() <= 0;
    checkPower(base.signum(), exponent.signum(), isWhole);
    if (isWhole && exponent.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return Numerics.of(wholePower(base, exponent.intValueExact()));
    }
    if (base.signum() == 0) {
      return Numeric.of(BigDecimal.ZERO.setScale(Numerics.SIGNIFICANT_DIGITS_MIN));
    }
    boolean isNegative = base.signum() < 0 && exponent.toBigInteger().testBit(0);
    BigDecimal result = realPower(base.abs(), exponent);
    return Numerics.of(isNegative ? result.negate() : result);
  }

  private static void checkPower(int baseSign, int exponentSign, boolean isWhole) {
    if (baseSign == 0 && exponentSign < 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "zero raised to a negative power is undefined");
    }
    if (baseSign < 0 && !isWhole) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "a negative number raised to a non-integer power yields a complex result");
    }
  }

  private static BigDecimal realPower(BigDecimal base, BigDecimal exponent) {
    int lnWeight = lnWeight(base);
    BigDecimal rough = ln(base, Math.max(0, 8 - lnWeight)).multiply(exponent);
    double approximate = rough.doubleValue();
    if (Math.abs(approximate) > RESULT_SCALE_MAX * 3.01) {
      if (approximate > 0) {
        throw Numerics.overflow();
      }
      return BigDecimal.ZERO.setScale(Numerics.DISPLAY_SCALE_MAX);
    }
    int weight = (int) (approximate * LOG10_OF_E);
    int scale = resultScale(weight, base.scale(), exponent.scale());
    int lnScale =
        Math.max(0, scale + weight + Math.max(0, weight(exponent)) + Math.abs(lnWeight))
            + 2 * GUARD_DIGITS;
    return exp(ln(base, lnScale).multiply(exponent), scale);
  }

  private static BigDecimal wholePower(BigDecimal base, int exponent) {
    double weight = base.signum() == 0 ? 0 : exponent * log10(base.abs());
    if (weight > (Short.MAX_VALUE + 1) * 4.0) {
      throw Numerics.overflow();
    }
    int scale = resultScale(0, base.scale());
    if (weight + 1 < -scale) {
      return BigDecimal.ZERO.setScale(scale);
    }
    if (exponent == 0) {
      return BigDecimal.ONE.setScale(scale);
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    if (exponent == -1) {
      return BigDecimal.ONE.divide(base, scale, RoundingMode.HALF_UP);
    }
    if (Math.abs(exponent) > POW_EXPONENT_MAX) {
      BigDecimal result = realPower(base.abs(), BigDecimal.valueOf(exponent));
      result = result.setScale(scale, RoundingMode.HALF_UP);
      return base.signum() < 0 && exponent % 2 != 0 ? result.negate() : result;
    }
    int digits = Math.max(1, scale + (int) weight + 2) + 2 * GUARD_DIGITS;
    return base.pow(exponent, new MathContext(digits, RoundingMode.HALF_EVEN))
        .setScale(scale, RoundingMode.HALF_UP);
  }

  private static double log10(BigDecimal value) {
    int weight = weight(value);
    return Math.log10(value.movePointLeft(weight).doubleValue()) + weight;
  }

  /** Powers with NaN or an infinity, by the rules of POSIX's pow. */
  private static Numeric specialPower(Numeric a, Numeric b) {
    Numeric one = Numeric.of(1);
    if (isOne(a) || isZero(b)) {
      return one;
    }
    if (a.kind() == Kind.NAN || b.kind() == Kind.NAN) {
      return Numeric.NAN;
    }
    int signA = Numerics.sign(a);
    int signB = Numerics.sign(b);
    boolean isWhole = !b.isFinite() || b.value().stripTrailingZeros().scale() <= 0;
    checkPower(signA, signB, isWhole || !a.isFinite());
    if (!b.isFinite()) {
      if (a.isFinite() && a.value().abs().compareTo(BigDecimal.ONE) == 0) {
        return one;
      }
      boolean grows = !a.isFinite() || a.value().abs().compareTo(BigDecimal.ONE) > 0;
      return grows == signB > 0 ? Numeric.INFINITY : Numeric.ZERO;
    }
    if (signB < 0) {
      return Numeric.ZERO;
    }
    @Nullable BigInteger odd = isWhole ? b.value().toBigInteger() : null;
    return signA < 0 && odd != null && odd.testBit(0)
        ? Numeric.NEGATIVE_INFINITY
        : Numeric.INFINITY;
  }

  private static boolean isOne(Numeric a) {
    return a.isFinite() && a.value().compareTo(BigDecimal.ONE) == 0;
  }

  private static boolean isZero(Numeric a) {
    return a.isFinite() && a.value().signum() == 0;
  }

  /** The greatest common divisor. */
  static Numeric gcd(Numeric a, Numeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return Numeric.NAN;
    }
    int scale = Math.max(a.value().scale(), b.value().scale());
    return Numeric.of(new BigDecimal(unscaled(a, scale).gcd(unscaled(b, scale)), scale));
  }

  /** The least common multiple. */
  static Numeric lcm(Numeric a, Numeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return Numeric.NAN;
    }
    int scale = Math.max(a.value().scale(), b.value().scale());
    BigInteger x = unscaled(a, scale);
    BigInteger y = unscaled(b, scale);
    BigInteger divisor = x.gcd(y);
    BigInteger multiple =
        divisor.signum() == 0 ? BigInteger.ZERO : x.divide(divisor).multiply(y).abs();
    return Numerics.of(new BigDecimal(multiple, scale));
  }

  private static BigInteger unscaled(Numeric a, int scale) {
    return a.value().setScale(scale).unscaledValue();
  }
}
