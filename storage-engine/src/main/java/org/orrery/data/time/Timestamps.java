package org.orrery.data.time;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;

/**
 * Arithmetic on timestamps, microseconds since 1970. A "local" timestamp is one without zone, or
 * one already moved to its zone by {@link ZoneOffsets#toLocal}.
 *
 * <p>Results out of range are {@code 22008}. Infinities stay what they are.
 */
public final class Timestamps {

  private Timestamps() {}

  /** {@code timestamp + interval}: first months (to the month's last day at most), days, time. */
  public static long plus(long micros, int months, int days, long time) {
    if (!Dates.isFinite(micros)) {
      return micros;
    }
    long local = months == 0 ? micros : plusMonths(micros, months);
    return plusMicros(days == 0 ? local : plusDays(local, days), time);
  }

  /** {@code timestamptz + interval}: months and days are the zone's, so a day may have 23 hours. */
  public static long plus(long micros, int months, int days, long time, ZoneOffsets zone) {
    if (!Dates.isFinite(micros)) {
      return micros;
    }
    long result = micros;
    if (months != 0) {
      result = zone.toUtc(plusMonths(zone.toLocal(result), months));
    }
    if (days != 0) {
      result = zone.toUtc(plusDays(zone.toLocal(result), days));
    }
    return plusMicros(result, time);
  }

  private static long plusMonths(long local, int months) {
    long civil = Dates.civil(Dates.dayOf(local));
    long month = Dates.year(civil) * 12L + Dates.month(civil) - 1 + months;
    long year = Math.floorDiv(month, 12L);
    int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
    int day = Math.min(Dates.day(civil), Dates.daysInMonth(year, monthOfYear));
    return ofDay(Dates.daysFromCivil(year, monthOfYear, day), Dates.timeOf(local));
  }

  private static long plusDays(long local, int days) {
    return ofDay(Dates.dayOf(local) + days, Dates.timeOf(local));
  }

  private static long plusMicros(long micros, long time) {
    long sum = micros + time;
    boolean isOverflow = ((micros ^ sum) & (time ^ sum)) < 0;
    if (isOverflow || sum < Dates.MICROS_MIN || sum > Dates.MICROS_MAX) {
      throw outOfRange();
    }
    return sum;
  }

  /** A timestamp of a day and a time of day. */
  public static long ofDay(long days, long time) {
    if (!Dates.isTimestampDay(days)) {
      throw outOfRange();
    }
    return plusMicros(days * Dates.MICROS_PER_DAY, time);
  }

  /** The timestamp of a date: midnight, or an infinity. */
  public static long ofDate(long days) {
    if (!Dates.isFiniteDate(days)) {
      return days > 0 ? Dates.INFINITY : Dates.NEGATIVE_INFINITY;
    }
    return ofDay(days, 0);
  }

  /** The date of a local timestamp. */
  public static long toDate(long micros) {
    if (!Dates.isFinite(micros)) {
      return micros > 0 ? Dates.DATE_INFINITY : Dates.DATE_NEGATIVE_INFINITY;
    }
    return Dates.dayOf(micros);
  }

  /** {@code timestamp - timestamp}: days of 24 hours and the rest. Allocates the result. */
  public static Interval difference(long a, long b) {
    if (!Dates.isFinite(a) || !Dates.isFinite(b)) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
    }
    long micros = a - b;
    if (((a ^ b) & (a ^ micros)) < 0) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
    return new Interval(0, (int) (micros / Dates.MICROS_PER_DAY), micros % Dates.MICROS_PER_DAY);
  }

  /** {@code age(a, b)} of local timestamps: years, months, days and time, all of one sign. */
  public static Interval age(long a, long b) {
    if (!Dates.isFinite(a) || !Dates.isFinite(b)) {
      throw outOfRange();
    }
    boolean isNegative = a < b;
    long late = isNegative ? b : a;
    long early = isNegative ? a : b;
    long lateCivil = Dates.civil(Dates.dayOf(late));
    long earlyCivil = Dates.civil(Dates.dayOf(early));
    long time = Dates.timeOf(late) - Dates.timeOf(early);
    int days = Dates.day(lateCivil) - Dates.day(earlyCivil);
    int months =
        (Dates.year(lateCivil) - Dates.year(earlyCivil)) * 12
            + Dates.month(lateCivil)
            - Dates.month(earlyCivil);
    if (time < 0) {
      time += Dates.MICROS_PER_DAY;
      days--;
    }
    // A month is borrowed from the earlier timestamp's month.
    while (days < 0) {
      days += Dates.daysInMonth(Dates.year(earlyCivil), Dates.month(earlyCivil));
      months--;
    }
    return isNegative ? new Interval(-months, -days, -time) : new Interval(months, days, time);
  }

  /**
   * {@code date_trunc} of a local timestamp.
   *
   * @throws OrreryException {@code 0A000} for a field that cannot be cut at
   */
  public static long truncate(TimeField field, long micros, String typeName) {
    if (!Dates.isFinite(micros)) {
      return micros;
    }
    return switch (field) {
      case MICROSECONDS -> micros;
      case MILLISECONDS -> micros - Math.floorMod(micros, 1000L);
      case SECOND -> micros - Math.floorMod(micros, Dates.MICROS_PER_SECOND);
      case MINUTE -> micros - Math.floorMod(micros, Dates.MICROS_PER_MINUTE);
      case HOUR -> micros - Math.floorMod(micros, Dates.MICROS_PER_HOUR);
      case DAY -> micros - Math.floorMod(micros, Dates.MICROS_PER_DAY);
      case WEEK -> {
        long days = Dates.dayOf(micros);
        yield ofDay(days - Math.floorMod(days + 3, 7L), 0);
      }
      case MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM -> {
        long civil = Dates.civil(Dates.dayOf(micros));
        int month =
            switch (field) {
              case MONTH -> Dates.month(civil);
              case QUARTER -> (Dates.month(civil) - 1) / 3 * 3 + 1;
              default -> 1;
            };
        yield ofDay(Dates.daysFromCivil(truncateYear(field, Dates.year(civil)), month, 1), 0);
      }
      case DAY_OF_WEEK,
          ISO_DAY_OF_WEEK,
          DAY_OF_YEAR,
          ISO_YEAR,
          JULIAN,
          EPOCH,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          throw notSupported(field, typeName);
    };
  }

  /** {@code date_trunc} of a timestamptz in a zone. Hours and less keep the offset in force. */
  public static long truncate(TimeField field, long micros, ZoneOffsets zone) {
    if (!Dates.isFinite(micros)) {
      return micros;
    }
    int offset = zone.offsetSeconds(micros);
    long local = micros + offset * Dates.MICROS_PER_SECOND;
    long truncated = truncate(field, local, "timestamp with time zone");
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR ->
          truncated - offset * Dates.MICROS_PER_SECOND;
      default -> zone.toUtc(truncated);
    };
  }

  private static long truncateYear(TimeField field, int year) {
    return switch (field) {
      case DECADE -> decade(year) * 10L;
      case CENTURY -> {
        int century = century(year);
        yield century > 0 ? century * 100L - 99 : century * 100L + 1;
      }
      case MILLENNIUM -> {
        int millennium = millennium(year);
        yield millennium > 0 ? millennium * 1000L - 999 : millennium * 1000L + 1;
      }
      default -> year;
    };
  }

  /** The decade of an astronomical year, as {@code extract} shows it. */
  static int decade(int year) {
    return year >= 0 ? year / 10 : -((9 - year) / 10);
  }

  /** The century of an astronomical year; there is no century 0. */
  static int century(int year) {
    return year > 0 ? (year + 99) / 100 : -((100 - year) / 100);
  }

  /** The millennium of an astronomical year; there is no millennium 0. */
  static int millennium(int year) {
    return year > 0 ? (year + 999) / 1000 : -((1000 - year) / 1000);
  }

  /** {@code 0A000}: the field exists, but not of this type. */
  public static OrreryException notSupported(TimeField field, String typeName) {
    return OrreryException.notSupported(
        "unit \"%s\" not supported for type %s", field.word(), typeName);
  }

  /** {@code 22008 timestamp out of range}. */
  public static OrreryException outOfRange() {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
  }
}
