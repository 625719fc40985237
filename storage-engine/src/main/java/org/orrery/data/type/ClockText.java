package org.orrery.data.type;

import org.orrery.data.time.Dates;

/** Reads times of day such as {@code 04:05:06.789}. */
final class ClockText {

  private static final int FRACTION_DIGITS = 6;

  private ClockText() {}

  /** Microseconds since midnight, at most 24:00. Errors are the parser's. */
  static long parse(String token, DatetimeParser parser) {
    int point = token.indexOf('.');
    String[] parts = (point < 0 ? token : token.substring(0, point)).split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw parser.badFormat();
    }
    long[] values = new long[3];
    // "12:34.5" has minutes and seconds.
    int shift = point >= 0 && parts.length == 2 ? 1 : 0;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].length() > 9) {
        throw parser.fieldOverflow();
      }
      if (parts[i].isEmpty()) {
        if (i + 1 < parts.length) {
          throw parser.badFormat();
        }
        continue;
      }
      values[i + shift] = Long.parseLong(parts[i]);
    }
    long fraction = point < 0 ? 0 : fractionMicros(token.substring(point + 1));
    if (fraction < 0) {
      throw parser.badFormat();
    }
    boolean isInRange = values[0] <= 24 && values[1] <= 59 && values[2] <= 60;
    long micros =
        values[0] * Dates.MICROS_PER_HOUR
            + values[1] * Dates.MICROS_PER_MINUTE
            + values[2] * Dates.MICROS_PER_SECOND
            + fraction;
    if (!isInRange || micros > Dates.MICROS_PER_DAY) {
      throw parser.fieldOverflow();
    }
    return micros;
  }

  /** Decimals of a second in microseconds, rounded; -1 when they are no digits. */
  static long fractionMicros(String digits) {
    long micros = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!Ascii.isDigit(digits.charAt(i))) {
        return -1;
      }
      if (i < FRACTION_DIGITS) {
        micros = micros * 10 + (digits.charAt(i) - '0');
      }
    }
    for (int i = digits.length(); i < FRACTION_DIGITS; i++) {
      micros *= 10;
    }
    return digits.length() > FRACTION_DIGITS && roundsUp(digits, micros) ? micros + 1 : micros;
  }

  /** Half goes to even, as C's {@code rint}. */
  private static boolean roundsUp(String digits, long micros) {
    char next = digits.charAt(FRACTION_DIGITS);
    if (next != '5') {
      return next > '5';
    }
    for (int i = FRACTION_DIGITS + 1; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        return true;
      }
    }
    return (micros & 1) != 0;
  }
}
