package org.orrery.sql.function.kernel;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;

/**
 * Arithmetic on dates (days since 1970-01-01) and timestamps (µs since 1970-01-01) with
 * PostgreSQL's limits and infinities. The upper limit of timestamps is the last µs that a long
 * holds (year 294246), a few weeks short of PostgreSQL's.
 */
public final class Timestamps {

  /** µs of a day of 24 hours. */
  public static final long DAY = 86_400_000_000L;

  /** µs of an hour. */
  public static final long HOUR = 3_600_000_000L;

  /** µs of a minute. */
  public static final long MINUTE = 60_000_000L;

  /** µs of a second. */
  public static final long SECOND = 1_000_000L;

  /** 4714-11-24 BC, PostgreSQL's first timestamp. */
  public static final long MIN = Dates.MICROS_MIN;

  /** {@code -infinity} of a timestamp. */
  public static final long NEGATIVE_INFINITY = Dates.NEGATIVE_INFINITY;

  /** {@code infinity} of a timestamp. */
  public static final long INFINITY = Dates.INFINITY;

  /** 4714-11-24 BC as a date. */
  public static final long DATE_MIN = Dates.DAYS_MIN;

  /** 5874897-12-31, PostgreSQL's last date. */
  public static final long DATE_MAX = Dates.DAYS_MAX;

  /** {@code -infinity} of a date. */
  public static final long DATE_NEGATIVE_INFINITY = Dates.DATE_NEGATIVE_INFINITY;

  /** {@code infinity} of a date. */
  public static final long DATE_INFINITY = Dates.DATE_INFINITY;

  private Timestamps() {}

  /** Whether a timestamp is not an infinity. */
  public static boolean isFinite(long micros) {
    return micros != NEGATIVE_INFINITY && micros != INFINITY;
  }

  /** Whether a date is not an infinity. */
  public static boolean isFiniteDate(long date) {
    return date != DATE_NEGATIVE_INFINITY && date != DATE_INFINITY;
  }

  /** A finite timestamp within the limits, else {@code 22008}. */
  public static long checked(long micros) {
    if (micros < MIN || micros == INFINITY) {
      throw outOfRange();
    }
    return micros;
  }

  /** A finite date within the limits, else {@code 22008}. */
  public static long checkedDate(long date) {
    if (date < DATE_MIN || date > DATE_MAX) {
      throw dateOutOfRange();
    }
    return date;
  }

  /** Midnight of a date, infinities kept; {@code 22008} past the limits. */
  public static long dateToMicros(long date) {
    if (date == DATE_NEGATIVE_INFINITY) {
      return NEGATIVE_INFINITY;
    }
    if (date == DATE_INFINITY) {
      return INFINITY;
    }
    if (date > INFINITY / DAY) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
    }
    return date * DAY;
  }

  /** Midnight of a date for comparison: dates past the limits count as infinity. */
  static long dateToMicrosClamped(long date) {
    if (date == DATE_NEGATIVE_INFINITY) {
      return NEGATIVE_INFINITY;
    }
    return date > INFINITY / DAY ? INFINITY : date * DAY;
  }

  /** The date of a timestamp, infinities kept. */
  public static long microsToDate(long micros) {
    if (micros == NEGATIVE_INFINITY) {
      return DATE_NEGATIVE_INFINITY;
    }
    return micros == INFINITY ? DATE_INFINITY : Math.floorDiv(micros, DAY);
  }

  /** Adds; {@code 22008} on overflow. */
  public static long plus(long micros, long more) {
    long sum = micros + more;
    if (((micros ^ sum) & (more ^ sum)) < 0) {
      throw outOfRange();
    }
    return checked(sum);
  }

  /** Adds months to a date, clipping the day to the month's length. */
  public static long plusMonths(long date, long months) {
    if (months == 0) {
      return date;
    }
    long civil = Dates.civil(date);
    long total = Dates.year(civil) * 12L + Dates.month(civil) - 1 + months;
    long year = Math.floorDiv(total, 12L);
    int month = (int) Math.floorMod(total, 12L) + 1;
    int day = Math.min(Dates.day(civil), Dates.daysInMonth(year, month));
    return Dates.daysFromCivil(year, month, day);
  }

  /** Adds an interval to a timestamp without zone: months, then days, then µs. */
  public static long plus(long micros, Interval interval) {
    if (!isFinite(micros)) {
      return micros;
    }
    long result = micros;
    if (interval.months() != 0 || interval.days() != 0) {
      result = shiftDays(result, interval.months(), interval.days());
    }
    return plus(result, interval.micros());
  }

  /** Adds months, then days, to a local timestamp, keeping the time of day. */
  static long shiftDays(long micros, int months, int days) {
    long date = plusMonths(Math.floorDiv(micros, DAY), months) + days;
    if (date < DATE_MIN || date > INFINITY / DAY) {
      throw outOfRange();
    }
    return plus(date * DAY, Math.floorMod(micros, DAY));
  }

  /** The interval with all parts negated; {@code 22008} when one cannot be. */
  public static Interval negate(Interval interval) {
    try {
      return new Interval(
          Math.negateExact(interval.months()),
          Math.negateExact(interval.days()),
          Math.negateExact(interval.micros()));
    } catch (ArithmeticException e) {
      throw Errors.intervalOutOfRange().causedBy(e);
    }
  }

  /** {@code a - b} as days and µs, as timestamp subtraction gives it. */
  static Interval minus(long a, long b) {
    if (!isFinite(a) || !isFinite(b)) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
    }
    long difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) {
      throw Errors.intervalOutOfRange();
    }
    return justifyHours(new Interval(0, 0, difference));
  }

  /** Moves whole days of the µs into the days and makes the signs agree. */
  static Interval justifyHours(Interval interval) {
    long days = interval.days() + interval.micros() / DAY;
    long micros = interval.micros() % DAY;
    if (days > 0 && micros < 0) {
      micros += DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= DAY;
      days++;
    }
    return new Interval(interval.months(), Errors.intervalPart(days), micros);
  }

  /** µs of an interval without months, days being 24 hours; {@code 22008} on overflow. */
  static long width(Interval interval) {
    try {
      return Math.addExact(Math.multiplyExact((long) interval.days(), DAY), interval.micros());
    } catch (ArithmeticException e) {
      throw Errors.intervalOutOfRange().causedBy(e);
    }
  }

  public static OrreryException outOfRange() {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
  }

  static OrreryException dateOutOfRange() {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
  }
}
