package org.orrery.data.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.orrery.data.ByteSink;

/**
 * Text of floating-point numbers as PostgreSQL writes it: the fewest digits that read back as the
 * same value, or a fixed number of significant digits. Doubles with at most 15 digits are written
 * without allocation.
 */
public final class FloatText {

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Integers below this are exact; also the largest mantissa of the fast paths. */
  private static final double EXACT_MAX = 1e15;

  private static final int FAST_DECIMALS_MAX = 9;

  private FloatText() {}

  /** 10 to the power of {@code exponent}, 0 … 22: exact. */
  static double power(int exponent) {
    return POWERS[exponent];
  }

  /**
   * Appends a float8's text.
   *
   * @param extraFloatDigits the setting: above 0 the shortest exact form
   */
  public static void writeDouble(double value, int extraFloatDigits, ByteSink sink) {
    if (writeSpecial(value, sink)) {
      return;
    }
    if (extraFloatDigits <= 0) {
      writeRounded(
          new BigDecimal(value), Math.max(1, 15 + extraFloatDigits), isNegative(value), sink);
      return;
    }
    double magnitude = Math.abs(value);
    if (isNegative(value)) {
      sink.writeByte('-');
    }
    if (!writeShortFraction(magnitude, sink)) {
      var digits = Digits.parse(Double.toString(magnitude));
      writeShortest(correct(digits, magnitude), 15, sink);
    }
  }

  /** Appends a float4's text; see {@link #writeDouble}. */
  public static void writeFloat(float value, int extraFloatDigits, ByteSink sink) {
    if (writeSpecial(value, sink)) {
      return;
    }
    if (extraFloatDigits <= 0) {
      writeRounded(
          new BigDecimal(value), Math.max(1, 6 + extraFloatDigits), isNegative(value), sink);
      return;
    }
    float magnitude = Math.abs(value);
    if (isNegative(value)) {
      sink.writeByte('-');
    }
    if (magnitude < 1e6f && magnitude == (int) magnitude) {
      sink.writeDecimal((int) magnitude);
    } else {
      var digits = Digits.parse(Float.toString(magnitude));
      writeShortest(correct(digits, magnitude), 6, sink);
    }
  }

  private static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static boolean writeSpecial(double value, ByteSink sink) {
    if (Double.isFinite(value)) {
      return false;
    }
    sink.writeString(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    return true;
  }

  /**
   * Writes a number that is a decimal of at most 15 digits and few decimals. Such a decimal is the
   * only one that short which reads back as the value: 15 digits map to distinct doubles.
   */
  private static boolean writeShortFraction(double magnitude, ByteSink sink) {
    if (magnitude < 1e-4 ? magnitude != 0 : magnitude >= EXACT_MAX) {
      return false;
    }
    for (int decimals = 0; decimals <= FAST_DECIMALS_MAX; decimals++) {
      double scaled = magnitude * POWERS[decimals];
      if (scaled >= EXACT_MAX) {
        return false;
      }
      long mantissa = Math.round(scaled);
      if (mantissa / POWERS[decimals] == magnitude) {
        writeFixed(mantissa, decimals, sink);
        return true;
      }
    }
    return false;
  }

  /** Writes {@code mantissa × 10^-decimals}, with all its decimals. */
  static void writeFixed(long mantissa, int decimals, ByteSink sink) {
    if (decimals == 0) {
      sink.writeDecimal(mantissa);
      return;
    }
    long power = NumericText.power(decimals);
    sink.writeDecimal(mantissa / power);
    sink.ensure(decimals + 1);
    sink.writeByte('.');
    long rest = mantissa % power;
    byte[] bytes = sink.array();
    int start = sink.length();
    for (int at = start + decimals - 1; at >= start; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    sink.advance(decimals);
  }

  /**
   * The digits that PostgreSQL chooses where Java's differ: a subnormal of one digit, and a decimal
   * that lies exactly between two doubles and reads as this one only because ties go to even.
   */
  private static Digits correct(Digits digits, double magnitude) {
    if (magnitude < Double.MIN_NORMAL && digits.length() == 2) {
      var one = digits.rounded(1);
      return Double.parseDouble(one.scientific()) == magnitude ? one : digits;
    }
    if (magnitude < 0x1p53) {
      return digits;
    }
    var exact = new BigDecimal(magnitude);
    var below = exact.add(new BigDecimal(Math.nextDown(magnitude))).divide(BigDecimal.TWO);
    var above = exact.add(new BigDecimal(Math.ulp(magnitude)).divide(BigDecimal.TWO));
    return insideOf(digits, exact, below, above, 17);
  }

  private static Digits correct(Digits digits, float magnitude) {
    if (magnitude < Float.MIN_NORMAL && digits.length() == 2) {
      var one = digits.rounded(1);
      return Float.parseFloat(one.scientific()) == magnitude ? one : digits;
    }
    if (magnitude < 0x1p24f) {
      return digits;
    }
    var exact = new BigDecimal(magnitude);
    var below = exact.add(new BigDecimal(Math.nextDown(magnitude))).divide(BigDecimal.TWO);
    var above = exact.add(new BigDecimal(Math.ulp(magnitude)).divide(BigDecimal.TWO));
    return insideOf(digits, exact, below, above, 9);
  }

  private static Digits insideOf(
      Digits digits, BigDecimal exact, BigDecimal below, BigDecimal above, int digitsMax) {
    var shown = new BigDecimal(digits.scientific());
    if (shown.compareTo(below) != 0 && shown.compareTo(above) != 0) {
      return digits;
    }
    for (int precision = digits.length(); precision < digitsMax; precision++) {
      var candidate = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (candidate.compareTo(below) > 0 && candidate.compareTo(above) < 0) {
        return Digits.of(candidate);
      }
    }
    return Digits.of(exact.round(new MathContext(digitsMax, RoundingMode.HALF_EVEN)));
  }

  /** Plain notation for exponents -4 … {@code fixedLimit} - 1, else scientific. */
  private static void writeShortest(Digits digits, int fixedLimit, ByteSink sink) {
    if (digits.exponent() >= -4 && digits.exponent() < fixedLimit) {
      writePlain(digits, sink);
    } else {
      writeScientific(digits, sink);
    }
  }

  /** As C's {@code %.*g}. */
  private static void writeRounded(
      BigDecimal exact, int precision, boolean isNegative, ByteSink sink) {
    var rounded = Digits.of(exact.abs().round(new MathContext(precision, RoundingMode.HALF_EVEN)));
    if (isNegative) {
      sink.writeByte('-');
    }
    writeShortest(rounded, precision, sink);
  }

  private static void writePlain(Digits digits, ByteSink sink) {
    String text = digits.text();
    int point = digits.exponent() + 1;
    if (point <= 0) {
      sink.writeString("0.");
      writeZeros(-point, sink);
      sink.writeString(text);
    } else if (point >= text.length()) {
      sink.writeString(text);
      writeZeros(point - text.length(), sink);
    } else {
      sink.writeString(text.substring(0, point));
      sink.writeByte('.');
      sink.writeString(text.substring(point));
    }
  }

  private static void writeZeros(int count, ByteSink sink) {
    for (int i = 0; i < count; i++) {
      sink.writeByte('0');
    }
  }

  private static void writeScientific(Digits digits, ByteSink sink) {
    sink.writeByte(digits.text().charAt(0));
    if (digits.length() > 1) {
      sink.writeByte('.');
      sink.writeString(digits.text().substring(1));
    }
    sink.writeByte('e');
    sink.writeByte(digits.exponent() < 0 ? '-' : '+');
    int exponent = Math.abs(digits.exponent());
    if (exponent < 10) {
      sink.writeByte('0');
    }
    sink.writeDecimal(exponent);
  }

  /**
   * Significant digits without trailing zeros.
   *
   * @param text the digits, at least one
   * @param exponent the power of ten of the first digit
   */
  private record Digits(String text, int exponent) {

    static Digits parse(String javaText) {
      return of(new BigDecimal(javaText));
    }

    static Digits of(BigDecimal value) {
      if (value.signum() == 0) {
        return new Digits("0", 0);
      }
      var stripped = value.stripTrailingZeros();
      String text = stripped.unscaledValue().toString();
      return new Digits(text, text.length() - 1 - stripped.scale());
    }

    int length() {
      return text.length();
    }

    String scientific() {
      return text.charAt(0) + "." + text.substring(1) + "0e" + exponent;
    }

    Digits rounded(int precision) {
      return of(
          new BigDecimal(scientific()).round(new MathContext(precision, RoundingMode.HALF_UP)));
    }
  }
}
