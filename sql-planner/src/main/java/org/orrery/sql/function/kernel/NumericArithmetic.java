package org.orrery.sql.function.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** Operators and rounding functions of numeric. Numbers that fit a long take a short cut. */
final class NumericArithmetic {

  private NumericArithmetic() {}

  static void bind(Bindings to) {
    to.scalar(sum(1), "numeric_add(numeric,numeric)");
    to.scalar(sum(-1), "numeric_sub(numeric,numeric)");
    to.scalar(product(), "numeric_mul(numeric,numeric)");
    to.scalar(binary(Numerics::divide), "numeric_div(numeric,numeric)");
    to.scalar(
        binary(Numerics::divideTruncated),
        "numeric_div_trunc(numeric,numeric)",
        "div(numeric,numeric)");
    to.scalar(binary(Numerics::modulo), "numeric_mod(numeric,numeric)", "mod(numeric,numeric)");
    to.scalar(unary(Numerics::negate), "numeric_uminus(numeric)");
    to.scalar(Kernels.identity(), "numeric_uplus(numeric)");
    to.scalar(unary(NumericArithmetic::absolute), "numeric_abs(numeric)", "abs(numeric)");
    to.scalar(binary((a, b) -> a.compareTo(b) >= 0 ? a : b), "numeric_larger(numeric,numeric)");
    to.scalar(binary((a, b) -> a.compareTo(b) <= 0 ? a : b), "numeric_smaller(numeric,numeric)");
    to.scalar(unary(NumericArithmetic::sign), "sign(numeric)");
    to.scalar(
        unary(a -> Numerics.scaled(a, 0, RoundingMode.CEILING)),
        "ceil(numeric)",
        "ceiling(numeric)");
    to.scalar(unary(a -> Numerics.scaled(a, 0, RoundingMode.FLOOR)), "floor(numeric)");
    to.scalar(unary(a -> Numerics.round(a, 0)), "round(numeric)");
    to.scalar(unary(a -> Numerics.truncate(a, 0)), "trunc(numeric)");
    to.scalar(
        Kernels.toNumeric(
            (_, arguments, row) ->
                Numerics.round(
                    Kernels.numericAt(arguments, 0, row), Kernels.intAt(arguments, 1, row))),
        "round(numeric,int4)");
    to.scalar(
        Kernels.toNumeric(
            (_, arguments, row) ->
                Numerics.truncate(
                    Kernels.numericAt(arguments, 0, row), Kernels.intAt(arguments, 1, row))),
        "trunc(numeric,int4)");
    to.scalar(unary(Numerics::squareRoot), "sqrt(numeric)", "numeric_sqrt(numeric)");
    to.scalar(unary(a -> Numerics.add(a, Numeric.of(1))), "numeric_inc(numeric)");
    bindPowers(to);
    bindScales(to);
  }

  private static void bindPowers(Bindings to) {
    to.scalar(unary(NumericPowers::exp), "exp(numeric)", "numeric_exp(numeric)");
    to.scalar(unary(NumericPowers::ln), "ln(numeric)", "numeric_ln(numeric)");
    to.scalar(unary(a -> NumericPowers.log(Numeric.of(10), a)), "log(numeric)", "log10(numeric)");
    to.scalar(binary(NumericPowers::log), "log(numeric,numeric)", "numeric_log(numeric,numeric)");
    to.scalar(
        binary(NumericPowers::power),
        "power(numeric,numeric)",
        "pow(numeric,numeric)",
        "numeric_power(numeric,numeric)");
    to.scalar(binary(NumericPowers::gcd), "gcd(numeric,numeric)");
    to.scalar(binary(NumericPowers::lcm), "lcm(numeric,numeric)");
  }

  private static void bindScales(Bindings to) {
    to.scalar(
        Kernels.rows(
            (_, arguments, row, result) -> {
              Numeric value = Kernels.numericAt(arguments, 0, row);
              result.set(row, value.isFinite() ? (Long) (long) value.value().scale() : null);
            }),
        "scale(numeric)");
    to.scalar(
        Kernels.rows(
            (_, arguments, row, result) -> {
              Numeric value = Kernels.numericAt(arguments, 0, row);
              result.set(
                  row, value.isFinite() ? (Long) (long) trimmed(value).value().scale() : null);
            }),
        "min_scale(numeric)");
    to.scalar(unary(NumericArithmetic::trimmed), "trim_scale(numeric)");
  }

  /** Without zeros at the end of the fraction. */
  private static Numeric trimmed(Numeric a) {
    return a.isFinite() ? Numeric.of(a.value().stripTrailingZeros()) : a;
  }

  static ScalarKernel unary(UnaryOperator<Numeric> operator) {
    return Kernels.toNumeric(
        (_, arguments, row) -> operator.apply(Kernels.numericAt(arguments, 0, row)));
  }

  static ScalarKernel binary(BinaryOperator<Numeric> operator) {
    return Kernels.toNumeric(
        (_, arguments, row) ->
            operator.apply(
                Kernels.numericAt(arguments, 0, row), Kernels.numericAt(arguments, 1, row)));
  }

  private static Numeric absolute(Numeric a) {
    return a.kind() == Numeric.Kind.NEGATIVE_INFINITY
        ? Numeric.INFINITY
        : a.isFinite() ? Numeric.of(a.value().abs()) : a;
  }

  private static Numeric sign(Numeric a) {
    return a.kind() == Numeric.Kind.NAN ? a : Numeric.of(BigDecimal.valueOf(Numerics.sign(a)));
  }

  /** {@code a + factor × b}. */
  private static ScalarKernel sum(int factor) {
    return Kernels.rows(
        (_, arguments, row, result) -> {
          var a = (NumericVector) arguments[0];
          var b = (NumericVector) arguments[1];
          var target = (NumericVector) result;
          if (!a.isBig(row) && !b.isBig(row) && a.scales()[row] == b.scales()[row]) {
            long x = a.mantissas()[row];
            long y = b.mantissas()[row];
            long sum = x + factor * y;
            boolean isExact =
                factor > 0 ? ((x ^ sum) & (y ^ sum)) >= 0 : ((x ^ y) & (x ^ sum)) >= 0;
            if (isExact) {
              target.setSmall(row, sum, a.scales()[row]);
              return;
            }
          }
          Numeric x = a.getNumeric(row);
          Numeric y = b.getNumeric(row);
          target.setNumeric(row, factor > 0 ? Numerics.add(x, y) : Numerics.subtract(x, y));
        });
  }

  private static ScalarKernel product() {
    return Kernels.rows(
        (_, arguments, row, result) -> {
          var a = (NumericVector) arguments[0];
          var b = (NumericVector) arguments[1];
          var target = (NumericVector) result;
          if (!a.isBig(row) && !b.isBig(row)) {
            long x = a.mantissas()[row];
            long y = b.mantissas()[row];
            long product = x * y;
            int scale = a.scales()[row] + b.scales()[row];
            if (Math.multiplyHigh(x, y) == product >> 63 && scale <= Numerics.SCALE_MAX) {
              target.setSmall(row, product, scale);
              return;
            }
          }
          target.setNumeric(row, Numerics.multiply(a.getNumeric(row), b.getNumeric(row)));
        });
  }
}
