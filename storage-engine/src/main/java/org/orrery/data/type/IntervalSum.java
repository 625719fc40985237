package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;

/**
 * Adds up an interval's fields. Fractions go to the next smaller parts: of years to months, of
 * months to days of 1/30, of days to time. Overflow is an {@link ArithmeticException}.
 */
final class IntervalSum {

  private long months;
  private long days;
  private long micros;

  void addMonths(long count) {
    months = Math.addExact(months, count);
    Math.toIntExact(months / 12);
  }

  void addDays(long count) {
    days = Math.addExact(days, count);
    Math.toIntExact(days);
  }

  void clearMicros() {
    micros = 0;
  }

  void addMicros(long count, long unit) {
    micros = Math.addExact(micros, Math.multiplyExact(count, unit));
  }

  /** Adds a number of units. Whether the unit may have one. */
  boolean add(IntervalParser.Unit unit, long value, double fraction) {
    switch (unit) {
      case MICROSECOND -> addTime(value, fraction, 1);
      case MILLISECOND -> addTime(value, fraction, 1000);
      case SECOND -> addTime(value, fraction, Dates.MICROS_PER_SECOND);
      case MINUTE -> addTime(value, fraction, Dates.MICROS_PER_MINUTE);
      case HOUR -> addTime(value, fraction, Dates.MICROS_PER_HOUR);
      case DAY -> {
        addDays(value);
        addTime(0, fraction, Dates.MICROS_PER_DAY);
      }
      case WEEK -> {
        addDays(Math.multiplyExact(value, 7L));
        addDayFraction(fraction * 7);
      }
      case MONTH -> {
        addMonths(value);
        addDayFraction(fraction * 30);
      }
      case YEAR -> addYears(value, fraction, 1);
      case DECADE -> addYears(value, fraction, 10);
      case CENTURY -> addYears(value, fraction, 100);
      case MILLENNIUM -> addYears(value, fraction, 1000);
      case AGO -> {
        return false;
      }
    }
    return true;
  }

  private void addTime(long value, double fraction, long unit) {
    addMicros(value, unit);
    // Half goes towards zero here, unlike in times of day.
    double part = fraction * unit;
    addMicros(part < 0 ? (long) Math.floor(part + 0.5) : (long) Math.ceil(part - 0.5), 1);
  }

  private void addDayFraction(double count) {
    long whole = (long) count;
    addDays(whole);
    addTime(0, count - whole, Dates.MICROS_PER_DAY);
  }

  private void addYears(long value, double fraction, int years) {
    addMonths(Math.multiplyExact(value, 12L * years));
    addMonths((long) Math.rint(fraction * 12 * years));
  }

  /**
   * The sum.
   *
   * @throws OrreryException {@code 22008} when it is out of range
   */
  Interval toInterval(boolean isNegated) {
    int sign = isNegated ? -1 : 1;
    if (isNegated && micros == Long.MIN_VALUE) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
    long total = sign * months;
    if ((int) total != total) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
    return new Interval((int) total, Math.toIntExact(sign * days), sign * micros);
  }
}
