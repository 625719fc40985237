package org.orrery.data.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;

/**
 * {@code extract(field from …)}: the fields of times as numerics with PostgreSQL's scales. The
 * caller handles infinities and the time zone fields.
 */
public final class Extract {

  /** Digits of base 10,000 before the last in a day's microseconds, and the first of them. */
  private static final int DAY_WEIGHT = 2;

  private static final int DAY_FIRST_DIGIT = 864;
  private static final BigDecimal DAY_MICROS = BigDecimal.valueOf(Dates.MICROS_PER_DAY);

  private Extract() {}

  /**
   * Writes a field of a local, finite timestamp into a row that is not NULL.
   *
   * @param typeName what an error calls the type
   * @throws OrreryException {@code 0A000} for the time zone fields
   */
  public static void ofTimestamp(
      TimeField field, long micros, String typeName, NumericVector target, int row) {
    switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR ->
          ofTime(field, Dates.timeOf(micros), target, row);
      case EPOCH -> target.setSmall(row, micros, 6);
      case JULIAN -> target.setNumeric(row, julian(micros));
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
          throw Timestamps.notSupported(field, typeName);
      default -> target.setSmall(row, ofDay(field, Dates.dayOf(micros)), 0);
    }
  }

  /** Writes a field of a finite date into a row that is not NULL. */
  public static void ofDate(TimeField field, long days, NumericVector target, int row) {
    switch (field) {
      case EPOCH -> target.setSmall(row, days * 86_400, 0);
      case JULIAN -> target.setSmall(row, days + Dates.JULIAN_EPOCH, 0);
      case MICROSECONDS,
          MILLISECONDS,
          SECOND,
          MINUTE,
          HOUR,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          throw Timestamps.notSupported(field, "date");
      default -> target.setSmall(row, ofDay(field, days), 0);
    }
  }

  /** Writes a field of a time of day, from microseconds to hour or epoch. */
  public static void ofTime(TimeField field, long time, NumericVector target, int row) {
    switch (field) {
      case MICROSECONDS -> target.setSmall(row, time % Dates.MICROS_PER_MINUTE, 0);
      case MILLISECONDS -> target.setSmall(row, time % Dates.MICROS_PER_MINUTE, 3);
      case SECOND -> target.setSmall(row, time % Dates.MICROS_PER_MINUTE, 6);
      case MINUTE -> target.setSmall(row, time / Dates.MICROS_PER_MINUTE % 60, 0);
      case HOUR -> target.setSmall(row, time / Dates.MICROS_PER_HOUR, 0);
      case EPOCH -> target.setSmall(row, time, 6);
      default -> throw Timestamps.notSupported(field, "time without time zone");
    }
  }

  /** A field of a day that is a whole number; allocates nothing. */
  public static long ofDay(TimeField field, long days) {
    long civil = Dates.civil(days);
    int year = Dates.year(civil);
    return switch (field) {
      case DAY -> Dates.day(civil);
      case WEEK -> Dates.isoWeek(days);
      case MONTH -> Dates.month(civil);
      case QUARTER -> (Dates.month(civil) - 1) / 3 + 1;
      case YEAR -> shown(year);
      case DECADE -> Timestamps.decade(year);
      case CENTURY -> Timestamps.century(year);
      case MILLENNIUM -> Timestamps.millennium(year);
      case DAY_OF_WEEK -> Dates.dayOfWeek(days);
      case ISO_DAY_OF_WEEK -> Math.floorMod(days + 3, 7L) + 1;
      case DAY_OF_YEAR -> Dates.dayOfYear(days);
      case ISO_YEAR -> shown(Dates.isoYear(days));
      default -> throw Timestamps.notSupported(field, "date");
    };
  }

  /** There is no year 0: 1 BC is -1. */
  private static int shown(int year) {
    return year > 0 ? year : year - 1;
  }

  private static Numeric julian(long micros) {
    long time = Dates.timeOf(micros);
    var fraction =
        BigDecimal.valueOf(time).divide(DAY_MICROS, quotientScale(time), RoundingMode.HALF_UP);
    return Numeric.of(fraction.add(BigDecimal.valueOf(Dates.dayOf(micros) + Dates.JULIAN_EPOCH)));
  }

  /** The scale that PostgreSQL's numeric division chooses: 16 significant digits or more. */
  private static int quotientScale(long time) {
    int weight = 0;
    long first = time;
    for (; first >= 10_000; first /= 10_000) {
      weight++;
    }
    int quotientWeight = weight - DAY_WEIGHT - (first <= DAY_FIRST_DIGIT ? 1 : 0);
    return 16 - 4 * quotientWeight;
  }

  /**
   * Writes a field of an interval into a row that is not NULL.
   *
   * @throws OrreryException {@code 0A000} for a field that intervals lack
   */
  public static void ofInterval(
      TimeField field, int months, int days, long micros, NumericVector target, int row) {
    switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTime(field, micros, target, row);
      case DAY -> target.setSmall(row, days, 0);
      case MONTH -> target.setSmall(row, months % 12, 0);
      case QUARTER -> target.setSmall(row, months % 12 / 3 + 1, 0);
      case YEAR -> target.setSmall(row, months / 12, 0);
      case DECADE -> target.setSmall(row, months / 120, 0);
      case CENTURY -> target.setSmall(row, months / 1200, 0);
      case MILLENNIUM -> target.setSmall(row, months / 12_000, 0);
      case EPOCH -> target.setSmall(row, Intervals.epochMicros(months, days, micros), 6);
      default -> throw Timestamps.notSupported(field, "interval");
    }
  }
}
