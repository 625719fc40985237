package org.orrery.data.type;

import org.orrery.data.Interval;
import org.orrery.data.time.Dates;

/** The fields and precision that an interval's type modifier declares. */
public final class IntervalTypmods {

  /** Bit of YEAR. */
  public static final int YEAR = 1 << 2;

  /** Bit of MONTH. */
  public static final int MONTH = 1 << 1;

  /** Bit of DAY. */
  public static final int DAY = 1 << 3;

  /** Bit of HOUR. */
  public static final int HOUR = 1 << 10;

  /** Bit of MINUTE. */
  public static final int MINUTE = 1 << 11;

  /** Bit of SECOND. */
  public static final int SECOND = 1 << 12;

  /** All fields. */
  public static final int FULL_RANGE = 0x7fff;

  /** No declared precision. */
  public static final int FULL_PRECISION = 0xffff;

  private IntervalTypmods() {}

  /** A modifier of the fields' bits and decimals of a second. */
  public static int encode(int range, int precision) {
    return range << 16 | precision;
  }

  /** The fields' bits. */
  public static int range(int typmod) {
    return typmod < 0 ? FULL_RANGE : typmod >> 16 & FULL_RANGE;
  }

  /** Decimals of a second, or {@link #FULL_PRECISION}. */
  public static int precision(int typmod) {
    return typmod < 0 ? FULL_PRECISION : typmod & 0xffff;
  }

  /** Drops what lies below the last declared field and rounds to the declared precision. */
  public static Interval apply(Interval value, int typmod) {
    if (typmod < 0) {
      return value;
    }
    int range = range(typmod);
    int last = range == FULL_RANGE ? SECOND : Integer.highestOneBit(range);
    long micros = value.micros();
    int precision = precision(typmod);
    if (range == YEAR) {
      return new Interval(value.months() / 12 * 12, 0, 0);
    }
    if (range == MONTH || range == (YEAR | MONTH)) {
      return new Interval(value.months(), 0, 0);
    }
    return switch (last) {
      case DAY -> new Interval(value.months(), value.days(), 0);
      case HOUR ->
          new Interval(value.months(), value.days(), micros - micros % Dates.MICROS_PER_HOUR);
      case MINUTE ->
          new Interval(value.months(), value.days(), micros - micros % Dates.MICROS_PER_MINUTE);
      default ->
          precision == FULL_PRECISION
              ? value
              : new Interval(value.months(), value.days(), TimePrecision.round(micros, precision));
    };
  }
}
