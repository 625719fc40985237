package org.orrery.sql.timeseries;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.sql.function.kernel.Timestamps;
import org.orrery.sql.function.kernel.Zones;

/**
 * The start of the bucket that a time lies in. Buckets of fixed width count from an origin, by
 * default Monday 2000-01-03; buckets of months count from the origin's month, by default 2000-01.
 */
public final class TimeBucket {

  /** 2000-01-03 00:00, from which buckets of fixed width count. */
  public static final long DEFAULT_ORIGIN = (Dates.POSTGRES_EPOCH_DAYS + 2) * Timestamps.DAY;

  /** 2000-01, counted in months from year 0. */
  private static final long DEFAULT_ORIGIN_MONTH = 2000L * 12;

  private TimeBucket() {}

  /**
   * A bucket's width, taken apart.
   *
   * @param months whole months, or 0 for a fixed width
   * @param micros the fixed width, or 0
   */
  public record Width(int months, long micros) {

    /**
     * Checks a width.
     *
     * @throws OrreryException {@code 22023} when it is not positive, {@code 0A000} when it mixes
     *     months with days or time
     */
    public static Width of(Interval interval) {
      if (interval.months() != 0) {
        if (interval.days() != 0 || interval.micros() != 0) {
          throw OrreryException.notSupported("month intervals cannot have day or time component");
        }
        checkPositive(interval.months());
        return new Width(interval.months(), 0);
      }
      long micros;
      try {
        micros =
            Math.addExact(
                Math.multiplyExact((long) interval.days(), Timestamps.DAY), interval.micros());
      } catch (ArithmeticException e) {
        throw outOfRange().causedBy(e);
      }
      checkPositive(micros);
      return new Width(0, micros);
    }

    /** Whether buckets have a fixed number of microseconds. */
    public boolean isFixed() {
      return months == 0;
    }
  }

  static void checkPositive(long width) {
    if (width <= 0) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "period must be greater than 0");
    }
  }

  static OrreryException outOfRange() {
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "timestamp out of range");
  }

  /** The bucket of a timestamp with the default origin; infinities are returned. */
  public static long bucket(Width width, long micros) {
    return bucket(width, micros, width.isFixed() ? DEFAULT_ORIGIN : Dates.POSTGRES_EPOCH_MICROS);
  }

  /** The bucket of a timestamp; infinities are returned. */
  public static long bucket(Width width, long micros, long origin) {
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    if (!Timestamps.isFinite(origin)) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid origin value: infinity");
    }
    if (width.isFixed()) {
      return fixed(width.micros(), micros, Math.floorMod(origin, width.micros()));
    }
    long date = months(width.months(), Dates.dayOf(micros), Dates.dayOf(origin));
    if (date < Dates.DAYS_MIN) {
      throw outOfRange();
    }
    return date * Timestamps.DAY;
  }

  /** The bucket of a finite timestamp, {@code phase} being the origin modulo the width. */
  static long fixed(long width, long micros, long phase) {
    long start = floor(width, micros, phase);
    if (start < Timestamps.MIN) {
      throw outOfRange();
    }
    return start;
  }

  /** The largest {@code phase + n × width} that is not above {@code value}. */
  static long floor(long width, long value, long phase) {
    try {
      long shifted = Math.subtractExact(value, phase);
      return Math.addExact(Math.subtractExact(shifted, Math.floorMod(shifted, width)), phase);
    } catch (ArithmeticException e) {
      throw outOfRange().causedBy(e);
    }
  }

  /** The first day of the bucket of months that a day lies in. */
  static long months(int months, long date, long originDate) {
    long origin = monthOf(originDate);
    long month = monthOf(date);
    long start = month - Math.floorMod(month - origin, (long) months);
    return Dates.daysFromCivil(Math.floorDiv(start, 12L), (int) Math.floorMod(start, 12L) + 1, 1);
  }

  private static long monthOf(long date) {
    long civil = Dates.civil(date);
    return Dates.year(civil) * 12L + Dates.month(civil) - 1;
  }

  /** Start of the bucket after the one that starts at {@code start}, in UTC or local time. */
  public static long next(Width width, long start) {
    if (width.isFixed()) {
      return Timestamps.plus(start, width.micros());
    }
    return Timestamps.plus(start, new Interval(width.months(), 0, 0));
  }

  /** The bucket of a date. */
  static long ofDate(Width width, long date, long originDate) {
    if (!Timestamps.isFiniteDate(date)) {
      return date;
    }
    long start;
    if (width.isFixed()) {
      if (width.micros() % Timestamps.DAY != 0) {
        throw OrreryException.notSupported("interval must not have sub-day precision");
      }
      long days = width.micros() / Timestamps.DAY;
      start = floor(days, date, Math.floorMod(originDate, days));
    } else {
      start = months(width.months(), date, originDate);
    }
    if (start < Dates.DAYS_MIN) {
      throw outOfRange();
    }
    return start;
  }

  /** The default origin of date buckets. */
  static long defaultOriginDate(Width width) {
    return width.isFixed()
        ? Dates.POSTGRES_EPOCH_DAYS + 2
        : Dates.daysFromCivil(DEFAULT_ORIGIN_MONTH / 12, 1, 1);
  }

  /**
   * The bucket of an instant in a zone's local time. A day is 23 or 25 hours long when the clocks
   * change; buckets of less than a day keep apart the two passes of an hour that occurs twice.
   *
   * @param micros the instant
   * @param localOrigin origin in local time
   * @param offset shift of the buckets, 0 for none
   */
  static long inZone(
      Width width, long micros, ZoneOffsets zone, long localOrigin, Interval offset) {
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    long local = Timestamps.plus(Zones.toLocal(micros, zone), Timestamps.negate(offset));
    long start = Timestamps.plus(bucket(width, local, localOrigin), offset);
    long sameOffset = start - zone.offsetSeconds(micros) * Timestamps.SECOND;
    boolean isShort = width.isFixed() && width.micros() < Timestamps.DAY;
    if (isShort && zone.offsetSeconds(sameOffset) == zone.offsetSeconds(micros)) {
      return Timestamps.checked(sameOffset);
    }
    long utc = Zones.toUtc(start, zone);
    // A local time that occurs twice is read as the later one, which may be past the instant.
    return utc > micros ? Timestamps.checked(sameOffset) : utc;
  }
}
