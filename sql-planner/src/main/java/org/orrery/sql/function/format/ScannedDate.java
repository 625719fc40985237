package org.orrery.sql.function.format;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.time.Dates;
import org.orrery.sql.function.format.DateField.Calendar;

/** What a template read from a text; 0 is not read. Becomes a day and a time. */
final class ScannedDate {

  private static final int ZONE_HOURS_MAX = 15;

  Calendar calendar = Calendar.ANY;
  boolean isTwelveHour;
  int hour;
  int minute;
  int second;
  int secondOfDay;
  int dayOfWeek;
  int day;
  int dayOfYear;
  int month;
  int millis;
  int micros;
  int year;
  int yearDigits;
  int isPm;
  int isBc;
  int week;
  int weekOfMonth;
  int century;
  int julian;
  int zoneSign;
  int zoneHour;
  int zoneMinute;

  private long finalYear;
  private int finalMonth = 1;
  private int finalDay = 1;
  private boolean hasYear;
  private boolean hasMonth;
  private boolean hasDay;

  /** Days since 1970-01-01, not checked against the limits of dates. */
  long days(String text) {
    takeYear();
    if (julian != 0) {
      takeDays(julian - (long) Dates.JULIAN_EPOCH);
    }
    takeWeek();
    if (weekOfMonth != 0) {
      day = (weekOfMonth - 1) * 7 + 1;
    }
    if (day != 0) {
      finalDay = day;
      hasDay = true;
    }
    if (month != 0) {
      finalMonth = month;
      hasMonth = true;
    }
    if (dayOfYear != 0 && (finalMonth <= 1 || finalDay <= 1)) {
      takeDayOfYear();
    }
    checkDay(text);
    return Dates.daysFromCivil(finalYear, finalMonth, finalDay);
  }

  private void takeYear() {
    if (year == 0 && century == 0) {
      return;
    }
    int signed = isBc != 0 ? -century : century;
    if (year == 0) {
      // The first year of the century.
      finalYear = signed >= 0 ? (signed - 1) * 100L + 1 : signed * 100L + 1;
    } else if (century != 0 && yearDigits <= 2) {
      int rest = year % 100;
      if (rest != 0) {
        finalYear = signed >= 0 ? rest + (signed - 1) * 100L : (signed + 1) * 100L - rest + 1;
      } else {
        finalYear = signed * 100L + (signed >= 0 ? 0 : 1);
      }
    } else {
      finalYear = isBc != 0 ? -year : year;
      finalYear += finalYear < 0 ? 1 : 0;
    }
    hasYear = true;
  }

  private void takeDays(long days) {
    long civil = Dates.civil(days);
    finalYear = Dates.year(civil);
    finalMonth = Dates.month(civil);
    finalDay = Dates.day(civil);
    hasYear = true;
    hasMonth = true;
    hasDay = true;
  }

  private void takeWeek() {
    if (week == 0) {
      return;
    }
    if (calendar != Calendar.ISO_WEEK) {
      dayOfYear = (week - 1) * 7 + 1;
      return;
    }
    // Days of the week are counted from Sunday as 1; ISO weeks begin with Monday.
    int weekday = dayOfWeek == 0 ? 0 : dayOfWeek > 1 ? dayOfWeek - 2 : 6;
    takeDays(Dates.isoYearStart(finalYear) + (week - 1) * 7L + weekday);
  }

  private void takeDayOfYear() {
    if (finalYear == 0 && isBc == 0) {
      throw OrreryException.of(
          SqlState.INVALID_DATETIME_FORMAT,
          "cannot calculate day of year without year information");
    }
    if (calendar == Calendar.ISO_WEEK) {
      takeDays(Dates.isoYearStart(finalYear) - 1 + dayOfYear);
      return;
    }
    int counted = 1;
    int before = 0;
    while (counted <= 12 && dayOfYear > before + Dates.daysInMonth(finalYear, counted)) {
      before += Dates.daysInMonth(finalYear, counted);
      counted++;
    }
    finalMonth = finalMonth <= 1 ? counted : finalMonth;
    finalDay = finalDay <= 1 ? dayOfYear - before : finalDay;
    hasMonth = true;
    hasDay = true;
  }

  private void checkDay(String text) {
    boolean isValid =
        (!hasMonth || (finalMonth >= 1 && finalMonth <= 12))
            && (!hasDay || (finalDay >= 1 && finalDay <= 31));
    if (isValid && hasYear && hasMonth && hasDay) {
      isValid = finalDay <= Dates.daysInMonth(finalYear, finalMonth);
    }
    if (!isValid) {
      throw fieldOverflow(text);
    }
  }

  private static OrreryException fieldOverflow(String text) {
    return OrreryException.of(
        SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", text);
  }

  /** µs since midnight. */
  long time(String text) {
    int hours = hour != 0 ? hour : secondOfDay / 3600;
    int minutes = minute != 0 ? minute : secondOfDay / 60 % 60;
    int seconds = second != 0 ? second : secondOfDay % 60;
    if (isTwelveHour) {
      if (hours < 1 || hours > 12) {
        throw OrreryException.of(
                SqlState.INVALID_DATETIME_FORMAT,
                "hour \"%d\" is invalid for the 12-hour clock",
                hours)
            .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
      }
      hours = hours % 12 + (isPm != 0 ? 12 : 0);
    }
    long fraction = millis * 1000L + micros;
    boolean isValid =
        hours >= 0
            && hours < 24
            && minutes >= 0
            && minutes < 60
            && seconds >= 0
            && seconds < 60
            && fraction >= 0
            && fraction < Dates.MICROS_PER_SECOND;
    if (!isValid) {
      throw fieldOverflow(text);
    }
    return hours * Dates.MICROS_PER_HOUR
        + minutes * Dates.MICROS_PER_MINUTE
        + seconds * Dates.MICROS_PER_SECOND
        + fraction;
  }

  /** Checks the zone, when one was read; so that reading a date does too. */
  void checkZone(String text) {
    if (zoneSign == 0) {
      return;
    }
    if (zoneHour < 0 || zoneHour > ZONE_HOURS_MAX || zoneMinute < 0 || zoneMinute >= 60) {
      throw OrreryException.of(
          SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
          "time zone displacement out of range: \"%s\"",
          text);
    }
  }

  /** µs east of UTC of the zone that was read. */
  long zoneMicros() {
    return zoneSign * (zoneHour * Dates.MICROS_PER_HOUR + zoneMinute * Dates.MICROS_PER_MINUTE);
  }
}
