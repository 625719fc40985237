package org.orrery.sql.function.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.orrery.data.Numeric;
import org.orrery.sql.function.kernel.Numerics;

/** {@code to_char} of numbers: makes the digits that a template asks for and prints them. */
final class NumberTexts {

  private static final int FLOAT4_DIGITS = 6;
  private static final int FLOAT8_DIGITS = 15;
  private static final int ROMAN_MAX = 3999;
  private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] ROMAN_DIGITS = {
    "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
  };

  private NumberTexts() {}

  /** A whole number, of {@code bits} bits. */
  static String ofInteger(NumberTemplate template, long value, int bits, String type) {
    if (template.isRoman()) {
      return NumberPrinter.printRoman(template, roman(value));
    }
    if (template.hasExponent()) {
      var number = BigDecimal.valueOf(value);
      int digits = template.fractionDigits();
      return bits == 32
          ? exponential(number, digits, RoundingMode.HALF_EVEN)
          : exponentialOfNumeric(number, digits);
    }
    BigInteger shifted =
        bits == 32
            ? BigInteger.valueOf(shiftedInt((int) value, template.shiftDigits()))
            : BigInteger.valueOf(value).multiply(BigInteger.TEN.pow(template.shiftDigits()));
    if (shifted.bitLength() >= bits) {
      throw org.orrery.base.error.OrreryException.of(
          org.orrery.base.error.SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", type);
    }
    String digits = shifted.abs().toString();
    int fraction = template.fractionDigits();
    return placed(
        template,
        fraction == 0 ? digits : digits + "." + "0".repeat(fraction),
        shifted.signum() < 0,
        fraction);
  }

  /** Overflow is not noticed, as in PostgreSQL. */
  private static int shiftedInt(int value, int digits) {
    double factor = Math.pow(10, digits);
    return value * (factor > Integer.MAX_VALUE ? Integer.MIN_VALUE : (int) factor);
  }

  /** A numeric. */
  static String ofNumeric(NumberTemplate template, Numeric value) {
    if (template.isRoman()) {
      return NumberPrinter.printRoman(template, roman(Numerics.toLong(value, 32, "integer")));
    }
    int fraction = template.fractionDigits();
    if (template.hasExponent()) {
      return value.isFinite()
          ? exponentialOfNumeric(value.value(), fraction)
          : overflowedExponential(template);
    }
    if (!value.isFinite()) {
      String name = value.toString();
      boolean isNegative = name.startsWith("-");
      return placed(template, isNegative ? name.substring(1) : name, isNegative, fraction);
    }
    BigDecimal rounded =
        value
            .value()
            .movePointRight(template.shiftDigits())
            .setScale(fraction, RoundingMode.HALF_UP);
    return placed(template, rounded.abs().toPlainString(), rounded.signum() < 0, fraction);
  }

  /** A real; only its first 6 digits mean something. */
  static String ofFloat4(NumberTemplate template, double value) {
    return ofDouble(template, value, FLOAT4_DIGITS);
  }

  /** A double precision number; only its first 15 digits mean something. */
  static String ofFloat8(NumberTemplate template, double value) {
    return ofDouble(template, value, FLOAT8_DIGITS);
  }

  private static String ofDouble(NumberTemplate template, double value, int significantDigits) {
    if (template.isRoman()) {
      double rounded = Math.rint(value);
      return NumberPrinter.printRoman(
          template, roman(Math.abs(rounded) <= ROMAN_MAX ? (long) rounded : 0));
    }
    int fraction = template.fractionDigits();
    boolean isFinite = Double.isFinite(value);
    if (template.hasExponent()) {
      return isFinite
          ? exponential(new BigDecimal(value), fraction, RoundingMode.HALF_EVEN)
          : overflowedExponential(template);
    }
    if (!isFinite) {
      String name = Double.isNaN(value) ? "NaN" : "Infinity";
      return placed(template, name, value < 0, fraction);
    }
    double shifted = value * Math.pow(10, template.shiftDigits());
    var exact = new BigDecimal(shifted);
    int length = exact.abs().setScale(0, RoundingMode.HALF_EVEN).toPlainString().length();
    int shown = Math.max(0, Math.min(fraction, significantDigits - length));
    String digits = exact.abs().setScale(shown, RoundingMode.HALF_EVEN).toPlainString();
    boolean isNegative = shifted < 0 || (shifted == 0 && 1 / shifted < 0);
    return placed(template, digits, isNegative, shown);
  }

  private static String placed(
      NumberTemplate template, String digits, boolean isNegative, int fractionDigits) {
    int places = template.integerDigits() + template.shiftDigits();
    int point = digits.indexOf('.');
    int length = point < 0 ? digits.length() : point;
    String shown = length > places ? "#".repeat(places) + "." + "#".repeat(fractionDigits) : digits;
    return NumberPrinter.print(template, shown, isNegative ? '-' : '+', places, fractionDigits);
  }

  private static String roman(long number) {
    if (number < 1 || number > ROMAN_MAX) {
      return "#".repeat(15);
    }
    var text = new StringBuilder();
    long rest = number;
    for (int i = 0; i < ROMAN_VALUES.length; i++) {
      for (; rest >= ROMAN_VALUES[i]; rest -= ROMAN_VALUES[i]) {
        text.append(ROMAN_DIGITS[i]);
      }
    }
    return text.toString();
  }

  /** The exponent is that before rounding, so that 9.99 may become 10.0e+00. */
  private static String exponentialOfNumeric(BigDecimal value, int fraction) {
    int exponent = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    return exponential(
        value.movePointLeft(exponent).setScale(fraction, RoundingMode.HALF_UP), exponent);
  }

  private static String exponential(BigDecimal value, int fraction, RoundingMode mode) {
    BigDecimal rounded = value.round(new MathContext(fraction + 1, mode));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    return exponential(
        rounded.movePointLeft(exponent).setScale(fraction, RoundingMode.UNNECESSARY), exponent);
  }

  /** A blank or minus, digits, and an exponent of at least two digits: {@code -1.50e+03}. */
  private static String exponential(BigDecimal digits, int exponent) {
    return (digits.signum() < 0 ? "-" : " ")
        + digits.abs().toPlainString()
        + String.format(Locale.ROOT, "e%c%02d", exponent < 0 ? '-' : '+', Math.abs(exponent));
  }

  private static String overflowedExponential(NumberTemplate template) {
    return " "
        + "#".repeat(template.integerDigits())
        + "."
        + "#".repeat(template.fractionDigits() + 4);
  }
}
