package org.orrery.data.time;

/**
 * The proleptic Gregorian calendar over days since 1970-01-01, with astronomical years (0 is 1 BC).
 *
 * <p>Conversions follow Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400
 * years that begin on the first of March. A civil date is packed into one long, see {@link #civil}.
 */
public final class Dates {

  /** Microseconds of a second. */
  public static final long MICROS_PER_SECOND = 1_000_000;

  /** Microseconds of a minute. */
  public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

  /** Microseconds of an hour. */
  public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;

  /** Microseconds of a day. */
  public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** Days from 1970-01-01 to 2000-01-01, the epoch of PostgreSQL's binary forms. */
  public static final int POSTGRES_EPOCH_DAYS = 10_957;

  /** Microseconds from 1970-01-01 to 2000-01-01. */
  public static final long POSTGRES_EPOCH_MICROS = POSTGRES_EPOCH_DAYS * MICROS_PER_DAY;

  /** The Julian day number of 1970-01-01. */
  public static final int JULIAN_EPOCH = 2_440_588;

  /** The first day of dates and timestamps: Julian day 0, 4714-11-24 BC. */
  public static final int DAYS_MIN = -JULIAN_EPOCH;

  /** The last day of dates: 5874897-12-31. */
  public static final int DAYS_MAX = 2_145_042_905;

  /** A date's -infinity. */
  public static final long DATE_NEGATIVE_INFINITY = Integer.MIN_VALUE;

  /** A date's infinity. */
  public static final long DATE_INFINITY = Integer.MAX_VALUE;

  /** A timestamp's -infinity. */
  public static final long NEGATIVE_INFINITY = Long.MIN_VALUE;

  /** A timestamp's infinity. */
  public static final long INFINITY = Long.MAX_VALUE;

  /** The first finite timestamp. */
  public static final long MICROS_MIN = DAYS_MIN * MICROS_PER_DAY;

  /**
   * The last finite timestamp, 294247-01-10 04:00:54.775806. PostgreSQL counts from 2000 and so
   * reaches 30 years further.
   */
  public static final long MICROS_MAX = Long.MAX_VALUE - 1;

  private static final int DAYS_PER_ERA = 146_097;

  /** Days from 0000-03-01 to 1970-01-01. */
  private static final int ERA_SHIFT = 719_468;

  private Dates() {}

  /** Days since 1970-01-01 of a civil date. Days beyond a month's end run on. */
  public static long daysFromCivil(long year, int month, int day) {
    long shifted = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shifted, 400L);
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - ERA_SHIFT;
  }

  /** The civil date of a day, packed for {@link #year}, {@link #month} and {@link #day}. */
  public static long civil(long days) {
    long shifted = days + ERA_SHIFT;
    long era = Math.floorDiv(shifted, (long) DAYS_PER_ERA);
    long dayOfEra = shifted - era * DAYS_PER_ERA;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year << 9 | month << 5 | day;
  }

  /** The astronomical year of a packed civil date. */
  public static int year(long civil) {
    return (int) (civil >> 9);
  }

  /** The month, 1 … 12, of a packed civil date. */
  public static int month(long civil) {
    return (int) (civil >> 5) & 15;
  }

  /** The day of the month of a packed civil date. */
  public static int day(long civil) {
    return (int) civil & 31;
  }

  /** Whether a year has 366 days. */
  public static boolean isLeapYear(long year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** Days of a month. */
  public static int daysInMonth(long year, int month) {
    return switch (month) {
      case 2 -> isLeapYear(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** The day of the week, 0 = Sunday. */
  public static int dayOfWeek(long days) {
    return (int) Math.floorMod(days + 4, 7L);
  }

  /** The day of the year from 1. */
  public static int dayOfYear(long days) {
    return (int) (days - daysFromCivil(year(civil(days)), 1, 1)) + 1;
  }

  /**
   * The day on which an ISO year begins: the Monday of the week that holds the fourth of January.
   */
  public static long isoYearStart(long isoYear) {
    long fourth = daysFromCivil(isoYear, 1, 4);
    return fourth - Math.floorMod(fourth + 3, 7L);
  }

  /** The ISO 8601 year of a day. */
  public static int isoYear(long days) {
    int year = year(civil(days));
    if (days >= isoYearStart(year + 1L)) {
      return year + 1;
    }
    return days < isoYearStart(year) ? year - 1 : year;
  }

  /** The ISO 8601 week of a day, 1 … 53. */
  public static int isoWeek(long days) {
    return (int) ((days - isoYearStart(isoYear(days))) / 7) + 1;
  }

  /** The day of a timestamp. */
  public static long dayOf(long micros) {
    return Math.floorDiv(micros, MICROS_PER_DAY);
  }

  /** Microseconds since midnight of a timestamp. */
  public static long timeOf(long micros) {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }

  /** Whether a timestamp is neither of the infinities. */
  public static boolean isFinite(long micros) {
    return micros != INFINITY && micros != NEGATIVE_INFINITY;
  }

  /** Whether a date is neither of the infinities. */
  public static boolean isFiniteDate(long days) {
    return days != DATE_INFINITY && days != DATE_NEGATIVE_INFINITY;
  }

  /** Whether {@code days} is in the range of finite timestamps. */
  public static boolean isTimestampDay(long days) {
    return days >= DAYS_MIN && days <= MICROS_MAX / MICROS_PER_DAY;
  }
}
