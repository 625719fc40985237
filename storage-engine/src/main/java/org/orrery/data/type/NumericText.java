package org.orrery.data.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;

/** Text of numeric values. Numbers of at most 18 digits are read and written without allocation. */
public final class NumericText {

  /** Digits that may stand before the point. */
  static final int INTEGER_DIGITS_MAX = 131_072;

  /** Digits that may stand after the point. */
  static final int SCALE_MAX = 16_383;

  private static final int FAST_DIGITS_MAX = 18;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private NumericText() {}

  /** 10 to the power of {@code exponent}, 0 … 18. */
  static long power(int exponent) {
    return POWERS[exponent];
  }

  /**
   * Reads a number into a row.
   *
   * @throws OrreryException {@code 22P02} or {@code 22003}
   */
  static void parse(
      byte[] text, int offset, int length, int typmod, NumericVector target, int row) {
    int start = Ascii.skipSpaces(text, offset, offset + length);
    int end = Ascii.trimEnd(text, start, offset + length);
    int at = start;
    boolean isNegative = at < end && text[at] == '-';
    if (at < end && (isNegative || text[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int point = -1;
    int first = at;
    for (; at < end && at - first <= FAST_DIGITS_MAX; at++) {
      int c = text[at];
      if (Ascii.isDigit(c)) {
        mantissa = mantissa * 10 + (c - '0');
      } else if (c == '.' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    int digits = at - first - (point >= 0 ? 1 : 0);
    int scale = point >= 0 ? at - point - 1 : 0;
    if (at == end && digits > 0 && digits <= FAST_DIGITS_MAX) {
      storeSmall(isNegative ? -mantissa : mantissa, scale, typmod, target, row);
      return;
    }
    Numeric value = parse(TypeErrors.string(text, start, end - start));
    if (value == null) {
      throw TypeErrors.invalidSyntax("numeric", text, offset, length);
    }
    target.setNumeric(row, Typmods.applyNumeric(value, typmod));
  }

  private static void storeSmall(
      long mantissa, int scale, int typmod, NumericVector target, int row) {
    if (typmod < Typmods.HEADER) {
      target.setSmall(row, mantissa, scale);
      return;
    }
    int targetScale = Typmods.numericScale(typmod);
    int precision = Typmods.numericPrecision(typmod);
    if (targetScale < 0 || targetScale - scale > FAST_DIGITS_MAX) {
      storeBig(mantissa, scale, typmod, target, row);
      return;
    }
    long value = mantissa;
    if (targetScale < scale) {
      long power = POWERS[scale - targetScale];
      long rest = Math.abs(value % power);
      value /= power;
      if (rest >= power - rest) {
        value += mantissa < 0 ? -1 : 1;
      }
    } else {
      long power = POWERS[targetScale - scale];
      if (Math.abs(value) > Long.MAX_VALUE / power) {
        storeBig(mantissa, scale, typmod, target, row);
        return;
      }
      value *= power;
    }
    if (precision <= FAST_DIGITS_MAX && Math.abs(value) >= POWERS[precision]) {
      throw Typmods.numericOverflow(precision, targetScale);
    }
    target.setSmall(row, value, targetScale);
  }

  private static void storeBig(
      long mantissa, int scale, int typmod, NumericVector target, int row) {
    var value = Numeric.of(BigDecimal.valueOf(mantissa, scale));
    target.setNumeric(row, Typmods.applyNumeric(value, typmod));
  }

  /**
   * The number that a text without surrounding blanks means, or null when it is none.
   *
   * @throws OrreryException {@code 22003} when it is too large or too small
   */
  public static @Nullable Numeric parse(String text) {
    boolean isNegative = text.startsWith("-");
    String unsigned = isNegative || text.startsWith("+") ? text.substring(1) : text;
    if (text.equalsIgnoreCase("nan")) {
      return Numeric.NAN;
    }
    if (unsigned.equalsIgnoreCase("infinity") || unsigned.equalsIgnoreCase("inf")) {
      return isNegative ? Numeric.NEGATIVE_INFINITY : Numeric.INFINITY;
    }
    int exponentAt = Math.max(unsigned.indexOf('e'), unsigned.indexOf('E'));
    String digits = exponentAt < 0 ? unsigned : unsigned.substring(0, exponentAt);
    int point = digits.indexOf('.');
    String plain = point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
    if (plain.isEmpty() || !isDigits(plain)) {
      return null;
    }
    long exponent = 0;
    if (exponentAt >= 0) {
      String exponentText = unsigned.substring(exponentAt + 1);
      String bare =
          exponentText.startsWith("-") || exponentText.startsWith("+")
              ? exponentText.substring(1)
              : exponentText;
      if (bare.isEmpty() || !isDigits(bare)) {
        return null;
      }
      exponent = bare.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(bare);
      exponent = exponentText.startsWith("-") ? -exponent : exponent;
    }
    long scale = (point < 0 ? 0 : digits.length() - point - 1) - exponent;
    return checked(new BigInteger(isNegative ? "-" + plain : plain), scale);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Ascii.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static Numeric checked(BigInteger unscaled, long scale) {
    if (scale > SCALE_MAX || (unscaled.signum() != 0 && -scale > INTEGER_DIGITS_MAX)) {
      throw overflow();
    }
    if (unscaled.signum() == 0) {
      return Numeric.of(BigDecimal.valueOf(0, (int) Math.max(0, scale)));
    }
    return checked(new BigDecimal(unscaled, (int) scale));
  }

  /**
   * A numeric of a number, with a scale from 0.
   *
   * @throws OrreryException {@code 22003} when it has more digits than numeric allows
   */
  public static Numeric checked(BigDecimal value) {
    if ((long) value.precision() - value.scale() > INTEGER_DIGITS_MAX
        || value.scale() > SCALE_MAX) {
      throw overflow();
    }
    return Numeric.of(value);
  }

  static OrreryException overflow() {
    return OrreryException.of(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  /** Appends a row's text. */
  static void format(NumericVector source, int row, ByteSink sink) {
    int scale = source.scales()[row];
    long mantissa = source.mantissas()[row];
    if (source.isBig(row) || scale > FAST_DIGITS_MAX || mantissa == Long.MIN_VALUE) {
      sink.writeString(source.getNumeric(row).toString());
      return;
    }
    if (mantissa < 0) {
      sink.writeByte('-');
    }
    FloatText.writeFixed(Math.abs(mantissa), scale, sink);
  }
}
