package org.orrery.sql.cagg;

import java.nio.charset.StandardCharsets;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.kernel.Timestamps;

/** Reads {@code timescaledb.chunk_interval}. */
final class ChunkIntervals {

  private static final int DAYS_PER_MONTH = 30;

  private ChunkIntervals() {}

  /** A width of chunks as the catalog keeps it: µs for times, else the integer's unit. */
  static long parse(SqlType time, String text) {
    boolean isNumber =
        time == BuiltinTypes.INT2 || time == BuiltinTypes.INT4 || time == BuiltinTypes.INT8;
    SqlType type = isNumber ? time : BuiltinTypes.INTERVAL;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type.kind(), 1);
    type.codec().parseText(bytes, 0, bytes.length, -1, FormatSettings.DEFAULT, vector, 0);
    long width =
        vector.get(0) instanceof Interval interval
            ? (interval.months() * (long) DAYS_PER_MONTH + interval.days()) * Timestamps.DAY
                + interval.micros()
            : vector.get(0) instanceof Long number ? number : 0;
    if (width <= 0) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid interval: must be between 1 and %d",
          Long.MAX_VALUE);
    }
    return width;
  }
}
