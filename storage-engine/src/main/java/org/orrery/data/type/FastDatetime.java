package org.orrery.data.type;

import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;

/**
 * Reads the usual forms {@code YYYY-MM-DD} and {@code YYYY-MM-DD[ T]HH:MM:SS[.ffffff][±HH[:MM]]}
 * without allocation. Anything else, also anything out of range, is {@link #UNUSUAL} and left to
 * {@link DatetimeParser}.
 */
final class FastDatetime {

  /** No usual form. Not the value of any text that is one. */
  static final long UNUSUAL = Long.MIN_VALUE;

  private static final int DATE_LENGTH = 10;
  private static final int TIME_LENGTH = 19;

  private FastDatetime() {}

  /** Days since 1970 of {@code YYYY-MM-DD}. */
  static long date(byte[] text, int offset, int length) {
    return length == DATE_LENGTH ? dateAt(text, offset) : UNUSUAL;
  }

  private static long dateAt(byte[] text, int at) {
    if (text[at + 4] != '-' || text[at + 7] != '-') {
      return UNUSUAL;
    }
    int year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
    int month = twoDigits(text, at + 5);
    int day = twoDigits(text, at + 8);
    // A character that is no digit makes its number hugely negative.
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > Dates.daysInMonth(year, month)) {
      return UNUSUAL;
    }
    return Dates.daysFromCivil(year, month, day);
  }

  private static int twoDigits(byte[] text, int at) {
    int high = text[at] - '0';
    int low = text[at + 1] - '0';
    return (high | low) >= 0 && high <= 9 && low <= 9 ? high * 10 + low : -1_000_000;
  }

  /** Microseconds since 1970 of a local or, when {@code isZoned}, an absolute timestamp. */
  static long timestamp(
      byte[] text, int offset, int length, boolean isZoned, FormatSettings settings) {
    if (length < DATE_LENGTH) {
      return UNUSUAL;
    }
    long days = dateAt(text, offset);
    if (days == UNUSUAL) {
      return UNUSUAL;
    }
    long local = days * Dates.MICROS_PER_DAY;
    int end = offset + length;
    int at = offset + DATE_LENGTH;
    if (length > DATE_LENGTH) {
      long time = length < TIME_LENGTH ? UNUSUAL : timeAt(text, at);
      if (time == UNUSUAL) {
        return UNUSUAL;
      }
      local += time;
      at = offset + TIME_LENGTH;
    }
    if (at < end && text[at] == '.') {
      int scale = 100_000;
      for (at++; at < end && Ascii.isDigit(text[at]); at++) {
        if (scale == 0) {
          return UNUSUAL;
        }
        local += (text[at] - '0') * (long) scale;
        scale /= 10;
      }
    }
    return zoned(text, at, end, local, isZoned, settings);
  }

  private static long timeAt(byte[] text, int at) {
    int separator = text[at];
    int hour = twoDigits(text, at + 1);
    int minute = twoDigits(text, at + 4);
    int second = twoDigits(text, at + 7);
    boolean isUsual =
        (separator == ' ' || separator == 'T')
            && text[at + 3] == ':'
            && text[at + 6] == ':'
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60;
    return isUsual ? ((hour * 60L + minute) * 60 + second) * Dates.MICROS_PER_SECOND : UNUSUAL;
  }

  private static long zoned(
      byte[] text, int at, int end, long local, boolean isZoned, FormatSettings settings) {
    if (at == end) {
      return isZoned ? ZoneOffsets.of(settings.timeZone()).toUtc(local) : local;
    }
    int seconds;
    if (text[at] == 'Z' && at + 1 == end) {
      seconds = 0;
    } else {
      boolean isSigned = text[at] == '+' || text[at] == '-';
      int digits = end - at - 1;
      if (!isSigned || (digits != 2 && (digits != 5 || text[at + 3] != ':'))) {
        return UNUSUAL;
      }
      int hours = twoDigits(text, at + 1);
      int minutes = digits == 5 ? twoDigits(text, at + 4) : 0;
      if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) {
        return UNUSUAL;
      }
      seconds = (hours * 60 + minutes) * (text[at] == '-' ? -60 : 60);
    }
    return isZoned ? local - seconds * Dates.MICROS_PER_SECOND : local;
  }
}
