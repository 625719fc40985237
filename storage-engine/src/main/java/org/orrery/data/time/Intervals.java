package org.orrery.data.time;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;

/** Arithmetic on intervals. Results out of range are {@code 22008}. */
public final class Intervals {

  private static final int DAYS_PER_MONTH = 30;
  private static final double SECONDS_PER_DAY = 86_400;

  private Intervals() {}

  /** The sum, part by part. */
  public static Interval plus(Interval a, Interval b) {
    try {
      return new Interval(
          Math.addExact(a.months(), b.months()),
          Math.addExact(a.days(), b.days()),
          Math.addExact(a.micros(), b.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange().causedBy(e);
    }
  }

  /** The difference, part by part. */
  public static Interval minus(Interval a, Interval b) {
    try {
      return new Interval(
          Math.subtractExact(a.months(), b.months()),
          Math.subtractExact(a.days(), b.days()),
          Math.subtractExact(a.micros(), b.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange().causedBy(e);
    }
  }

  /** The negation, part by part. */
  public static Interval negate(Interval value) {
    return minus(new Interval(0, 0, 0), value);
  }

  /** {@code interval * double}: fractions of months become days, of days time. */
  public static Interval times(Interval value, double factor) {
    return scale(value.months() * factor, value.days() * factor, value.micros() * factor);
  }

  /**
   * {@code interval / double}.
   *
   * @throws OrreryException {@code 22012} for a divisor of 0
   */
  public static Interval dividedBy(Interval value, double divisor) {
    if (divisor == 0) {
      throw OrreryException.of(SqlState.DIVISION_BY_ZERO, "division by zero");
    }
    return scale(value.months() / divisor, value.days() / divisor, value.micros() / divisor);
  }

  private static Interval scale(double months, double days, double micros) {
    int wholeMonths = toInt(months);
    int wholeDays = toInt(days);
    double monthDays = rounded((months - wholeMonths) * DAYS_PER_MONTH);
    double seconds = rounded((days - wholeDays + monthDays - (int) monthDays) * SECONDS_PER_DAY);
    if (Math.abs(seconds) >= SECONDS_PER_DAY) {
      int carried = (int) (seconds / SECONDS_PER_DAY);
      wholeDays += carried;
      seconds -= carried * SECONDS_PER_DAY;
    }
    double time = Math.rint(micros + seconds * Dates.MICROS_PER_SECOND);
    // The comparison is false for NaN too.
    if (!(time >= Long.MIN_VALUE && time < 0x1p63)) {
      throw outOfRange();
    }
    return new Interval(wholeMonths, wholeDays + (int) monthDays, (long) time);
  }

  private static int toInt(double value) {
    if (!(value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)) {
      throw outOfRange();
    }
    return (int) value;
  }

  private static int toInt(long value) {
    if (value != (int) value) {
      throw outOfRange();
    }
    return (int) value;
  }

  /** To microseconds, where binary fractions would otherwise show. */
  private static double rounded(double value) {
    return Math.rint(value * Dates.MICROS_PER_SECOND) / Dates.MICROS_PER_SECOND;
  }

  /** {@code justify_hours}: whole days of 24 hours become days, of the same sign as the time. */
  public static Interval justifyHours(Interval value) {
    long days = value.days() + value.micros() / Dates.MICROS_PER_DAY;
    long micros = value.micros() % Dates.MICROS_PER_DAY;
    if (days > 0 && micros < 0) {
      micros += Dates.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Dates.MICROS_PER_DAY;
      days++;
    }
    return new Interval(value.months(), toInt(days), micros);
  }

  /** {@code justify_days}: every 30 days become a month. */
  public static Interval justifyDays(Interval value) {
    long months = (long) value.months() + value.days() / DAYS_PER_MONTH;
    int days = value.days() % DAYS_PER_MONTH;
    if (months > 0 && days < 0) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && days > 0) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    return new Interval(toInt(months), days, value.micros());
  }

  /** {@code justify_interval}: both, with one sign for all parts. */
  public static Interval justify(Interval value) {
    long days = value.days() + value.micros() / Dates.MICROS_PER_DAY;
    long micros = value.micros() % Dates.MICROS_PER_DAY;
    long months = value.months() + days / DAYS_PER_MONTH;
    days %= DAYS_PER_MONTH;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Dates.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Dates.MICROS_PER_DAY;
      days++;
    }
    return new Interval(toInt(months), toInt(days), micros);
  }

  /** {@code extract(epoch)} in microseconds: years of 365.25 days, months of 30. */
  public static long epochMicros(int months, int days, long micros) {
    long quarterDays = months / 12 * 1461L + months % 12 * 120L + days * 4L;
    try {
      return Math.addExact(Math.multiplyExact(quarterDays, Dates.MICROS_PER_DAY / 4), micros);
    } catch (ArithmeticException e) {
      throw outOfRange().causedBy(e);
    }
  }

  /**
   * {@code date_trunc} of an interval.
   *
   * @throws OrreryException {@code 0A000} for a field that cannot be cut at
   */
  public static Interval truncate(TimeField field, Interval value) {
    int months = value.months();
    long micros = value.micros();
    return switch (field) {
      case MILLENNIUM -> new Interval(months - months % 12_000, 0, 0);
      case CENTURY -> new Interval(months - months % 1200, 0, 0);
      case DECADE -> new Interval(months - months % 120, 0, 0);
      case YEAR -> new Interval(months - months % 12, 0, 0);
      case QUARTER -> new Interval(months - months % 3, 0, 0);
      case MONTH -> new Interval(months, 0, 0);
      case DAY -> new Interval(months, value.days(), 0);
      case HOUR -> new Interval(months, value.days(), micros - micros % Dates.MICROS_PER_HOUR);
      case MINUTE -> new Interval(months, value.days(), micros - micros % Dates.MICROS_PER_MINUTE);
      case SECOND -> new Interval(months, value.days(), micros - micros % Dates.MICROS_PER_SECOND);
      case MILLISECONDS -> new Interval(months, value.days(), micros - micros % 1000);
      case MICROSECONDS -> value;
      case WEEK ->
          throw Timestamps.notSupported(field, "interval")
              .withDetail("Months usually have fractional weeks.");
      default -> throw Timestamps.notSupported(field, "interval");
    };
  }

  /** {@code 22008 interval out of range}. */
  public static OrreryException outOfRange() {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
  }
}
