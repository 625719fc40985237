package org.orrery.sql.cagg;

import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.kernel.Timestamps;

/**
 * Times of different types as one sort of number, as TimescaleDB's catalog has them: µs since 1970
 * for dates and timestamps, integers as they are. The least and the greatest number stand for the
 * infinities.
 */
public final class InternalTime {

  /** Before all times. */
  public static final long MIN = Long.MIN_VALUE;

  /** After all times. */
  public static final long MAX = Long.MAX_VALUE;

  private InternalTime() {}

  /** The internal time of a value of a time column. */
  public static long of(SqlType type, long value) {
    if (type != BuiltinTypes.DATE || value == MIN || value == MAX) {
      return value;
    }
    if (!Timestamps.isFiniteDate(value)) {
      return value < 0 ? MIN : MAX;
    }
    return saturated(value);
  }

  private static long saturated(long days) {
    long high = Math.multiplyHigh(days, Timestamps.DAY);
    long low = days * Timestamps.DAY;
    boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
    return fits ? low : days < 0 ? MIN : MAX;
  }

  /** The value of a time column that an internal time stands for; of a date the day it is in. */
  public static long physical(SqlType type, long internal) {
    return type != BuiltinTypes.DATE || internal == MIN || internal == MAX
        ? internal
        : Math.floorDiv(internal, Timestamps.DAY);
  }

  /** An internal time as a value that SQL sees, with the infinities of its type. */
  static long value(SqlType type, long internal) {
    if (type == BuiltinTypes.DATE && internal == MIN) {
      return Timestamps.DATE_NEGATIVE_INFINITY;
    }
    return type == BuiltinTypes.DATE && internal == MAX
        ? Timestamps.DATE_INFINITY
        : physical(type, internal);
  }
}
