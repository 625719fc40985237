package org.orrery.data.type;

import org.orrery.data.time.Dates;

/** Rounds times to the decimals that a type modifier declares; half goes away from zero. */
public final class TimePrecision {

  private static final long[] UNITS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private TimePrecision() {}

  /** Rounds a time of day, or an interval's microseconds. A precision of -1 rounds nothing. */
  public static long round(long micros, int precision) {
    if (precision < 0 || precision >= Typmods.TIME_PRECISION_MAX) {
      return micros;
    }
    long unit = UNITS[precision];
    return micros >= 0 ? (micros + unit / 2) / unit * unit : -((-micros + unit / 2) / unit * unit);
  }

  /** Rounds a timestamp, whose zero for "away from zero" is 2000-01-01, as in PostgreSQL. */
  public static long roundTimestamp(long micros, int precision) {
    if (precision < 0 || precision >= Typmods.TIME_PRECISION_MAX || !Dates.isFinite(micros)) {
      return micros;
    }
    return round(micros - Dates.POSTGRES_EPOCH_MICROS, precision) + Dates.POSTGRES_EPOCH_MICROS;
  }
}
