package org.orrery.sql.cagg;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Interval;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.TimeArithmetic;
import org.orrery.sql.function.kernel.Timestamps;

/** Reads a limit of a refresh window, which may be of any type that says a time. */
final class WindowBound {

  private WindowBound() {}

  /**
   * A limit in the physical unit of a time column.
   *
   * @param value the argument; null for no limit
   * @param type its type
   * @param none what stands for no limit
   * @throws OrreryException {@code 22023} when its type says no such time; what parsing it throws
   */
  static long of(
      EvaluationContext context, SqlType time, @Nullable Object value, SqlType type, long none) {
    if (value == null) {
      return none;
    }
    if (value instanceof Interval interval && !isInteger(time)) {
      var back = new Interval(-interval.months(), -interval.days(), -interval.micros());
      long micros =
          TimeArithmetic.plus(context.transactionMicros(), back, context.format().timeZone());
      return time == BuiltinTypes.DATE ? Math.floorDiv(micros, Timestamps.DAY) : micros;
    }
    boolean isText = type == BuiltinTypes.TEXT || type == BuiltinTypes.UNKNOWN;
    boolean isAlike = isInteger(time) ? isInteger(type) : isTime(type);
    boolean isRight = isText || isAlike;
    if (!isRight) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid time argument type \"%s\"",
              TypeNames.format(type, Typmods.NONE))
          .withHint(
              "Try casting the argument to \"" + TypeNames.format(time, Typmods.NONE) + "\".");
    }
    if (value instanceof Long number && type == time) {
      return limited(time, number);
    }
    return limited(time, parsed(context, time, text(context, value, type)));
  }

  private static boolean isInteger(SqlType type) {
    return type == BuiltinTypes.INT2 || type == BuiltinTypes.INT4 || type == BuiltinTypes.INT8;
  }

  private static boolean isTime(SqlType type) {
    return type == BuiltinTypes.TIMESTAMPTZ
        || type == BuiltinTypes.TIMESTAMP
        || type == BuiltinTypes.DATE;
  }

  /** Infinities of a type as no limit. */
  private static long limited(SqlType time, long value) {
    if (time == BuiltinTypes.DATE && !Timestamps.isFiniteDate(value)) {
      return value < 0 ? InternalTime.MIN : InternalTime.MAX;
    }
    return value;
  }

  private static byte[] text(EvaluationContext context, Object value, SqlType type) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    Vector vector = Vector.allocate(type.kind(), 1);
    vector.set(0, value);
    var sink = new ByteSink(32);
    type.codec().formatText(vector, 0, context.format(), sink);
    return sink.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long parsed(EvaluationContext context, SqlType time, byte[] text) {
    Vector vector = Vector.allocate(time.kind(), 1);
    time.codec().parseText(text, 0, text.length, -1, context.format(), vector, 0);
    if (vector.get(0) instanceof Long number) {
      return number;
    }
    throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid time argument");
  }
}
