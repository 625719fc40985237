package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.doubleAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.numericAt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;
import org.orrery.sql.function.Bindings;

/**
 * Mathematical functions of float8, and {@code random}, {@code width_bucket}, {@code factorial}.
 */
final class MathFunctions {

  private MathFunctions() {}

  static void bind(Bindings to) {
    bindRounding(to);
    bindPowers(to);
    bindTrigonometry(to);
    to.scalar(
        Kernels.toDouble((context, _, _) -> (context.rng().nextLong() >>> 11) * 0x1.0p-53),
        "random()");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                widthBucket(
                    doubleAt(a, 0, row),
                    doubleAt(a, 1, row),
                    doubleAt(a, 2, row),
                    longAt(a, 3, row))),
        "width_bucket(float8,float8,float8,int4)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                widthBucket(
                    numericAt(a, 0, row),
                    numericAt(a, 1, row),
                    numericAt(a, 2, row),
                    longAt(a, 3, row))),
        "width_bucket(numeric,numeric,numeric,int4)");
    to.scalar(Kernels.toNumeric((_, a, row) -> factorial(longAt(a, 0, row))), "factorial(int8)");
  }

  private static void bindRounding(Bindings to) {
    to.scalar(Kernels.doubles(Math::ceil), "ceil(float8)", "ceiling(float8)");
    to.scalar(Kernels.doubles(Math::floor), "floor(float8)");
    to.scalar(Kernels.doubles(Math::rint), "round(float8)", "dround(float8)");
    to.scalar(
        Kernels.doubles(a -> a < 0 ? Math.ceil(a) : Math.floor(a)),
        "trunc(float8)",
        "dtrunc(float8)");
    to.scalar(Kernels.doubles(Math::signum), "sign(float8)");
  }

  private static void bindPowers(Bindings to) {
    to.scalar(Kernels.doubles(MathFunctions::squareRoot), "sqrt(float8)", "dsqrt(float8)");
    to.scalar(Kernels.doubles(Math::cbrt), "cbrt(float8)", "dcbrt(float8)");
    to.scalar(
        Kernels.doubles(MathFunctions::power),
        "power(float8,float8)",
        "pow(float8,float8)",
        "dpow(float8,float8)");
    to.scalar(Kernels.doubles(MathFunctions::exponential), "exp(float8)", "dexp(float8)");
    to.scalar(Kernels.doubles(logarithm(Math::log)), "ln(float8)", "dlog1(float8)");
    to.scalar(
        Kernels.doubles(logarithm(Math::log10)), "log(float8)", "log10(float8)", "dlog10(float8)");
  }

  private static double squareRoot(double a) {
    if (a < 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "cannot take square root of a negative number");
    }
    return Math.sqrt(a);
  }

  private static double power(double a, double b) {
    if (a == 0 && b < 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "zero raised to a negative power is undefined");
    }
    if (a < 0 && b != Math.rint(b) && !Double.isNaN(b)) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "a negative number raised to a non-integer power yields a complex result");
    }
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    double result = Math.pow(a, b);
    if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw Errors.floatOverflow();
    }
    if (result == 0 && a != 0 && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw Errors.floatUnderflow();
    }
    return result;
  }

  private static double exponential(double a) {
    double result = Math.exp(a);
    if (Double.isInfinite(result) && !Double.isInfinite(a)) {
      throw Errors.floatOverflow();
    }
    if (result == 0 && !Double.isInfinite(a)) {
      throw Errors.floatUnderflow();
    }
    return result;
  }

  private static DoubleUnaryOperator logarithm(DoubleUnaryOperator function) {
    return a -> {
      if (a == 0) {
        throw OrreryException.of(
            SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of zero");
      }
      if (a < 0) {
        throw OrreryException.of(
            SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of a negative number");
      }
      return function.applyAsDouble(a);
    };
  }

  private static void bindTrigonometry(Bindings to) {
    to.scalar(Kernels.doubles(finite(Math::sin)), "sin(float8)");
    to.scalar(Kernels.doubles(finite(Math::cos)), "cos(float8)");
    to.scalar(Kernels.doubles(finite(Math::tan)), "tan(float8)");
    to.scalar(Kernels.doubles(finite(a -> 1 / Math.tan(a))), "cot(float8)");
    to.scalar(Kernels.doubles(unit(Math::asin)), "asin(float8)");
    to.scalar(Kernels.doubles(unit(Math::acos)), "acos(float8)");
    to.scalar(Kernels.doubles(Math::atan), "atan(float8)");
    to.scalar(Kernels.doubles(Math::atan2), "atan2(float8,float8)");
    to.scalar(Kernels.doubles(Math::sinh), "sinh(float8)");
    to.scalar(Kernels.doubles(Math::cosh), "cosh(float8)");
    to.scalar(Kernels.doubles(Math::tanh), "tanh(float8)");
    to.scalar(Kernels.doubles(a -> a / (Math.PI / 180)), "degrees(float8)");
    to.scalar(Kernels.doubles(a -> a * (Math.PI / 180)), "radians(float8)");
    to.scalar(Kernels.toDouble((_, _, _) -> Math.PI), "pi()");
  }

  private static DoubleUnaryOperator finite(DoubleUnaryOperator function) {
    return a -> {
      if (Double.isInfinite(a)) {
        throw inputOutOfRange();
      }
      return function.applyAsDouble(a);
    };
  }

  private static DoubleUnaryOperator unit(DoubleUnaryOperator function) {
    return a -> {
      if (a < -1 || a > 1) {
        throw inputOutOfRange();
      }
      return function.applyAsDouble(a);
    };
  }

  private static OrreryException inputOutOfRange() {
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
  }

  private static OrreryException bucket(String message) {
    return OrreryException.of(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, "%s", message);
  }

  private static long widthBucket(double value, double low, double high, long count) {
    if (count <= 0) {
      throw bucket("count must be greater than zero");
    }
    if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
      throw bucket("operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      throw bucket("lower and upper bounds must be finite");
    }
    if (low == high) {
      throw bucket("lower bound cannot equal upper bound");
    }
    boolean isAscending = low < high;
    if (isAscending ? value < low : value > low) {
      return 0;
    }
    if (isAscending ? value >= high : value <= high) {
      return count + 1 == (int) (count + 1) ? count + 1 : tooLarge();
    }
    return Math.min(count, (long) (count * ((value - low) / (high - low))) + 1);
  }

  private static long tooLarge() {
    throw Errors.outOfRange("integer");
  }

  private static long widthBucket(Numeric value, Numeric low, Numeric high, long count) {
    if (count <= 0) {
      throw bucket("count must be greater than zero");
    }
    if (!value.isFinite() || !low.isFinite() || !high.isFinite()) {
      return widthBucket(
          Numerics.toDouble(value), Numerics.toDouble(low), Numerics.toDouble(high), count);
    }
    int order = low.compareTo(high);
    if (order == 0) {
      throw bucket("lower bound cannot equal upper bound");
    }
    if (value.compareTo(low) * order > 0) {
      return 0;
    }
    if (value.compareTo(high) * order <= 0) {
      return count + 1 == (int) (count + 1) ? count + 1 : tooLarge();
    }
    BigDecimal above = value.value().subtract(low.value()).multiply(BigDecimal.valueOf(count));
    BigDecimal width = high.value().subtract(low.value());
    return above.divide(width, 0, RoundingMode.DOWN).longValueExact() + 1;
  }

  private static Numeric factorial(long n) {
    if (n < 0) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    }
    if (n > 32_177) {
      throw Numerics.overflow();
    }
    BigInteger result = BigInteger.ONE;
    for (long i = 2; i <= n; i++) {
      result = result.multiply(BigInteger.valueOf(i));
    }
    return Numeric.of(new BigDecimal(result));
  }
}
