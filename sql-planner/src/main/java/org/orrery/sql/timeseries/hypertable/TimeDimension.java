package org.orrery.sql.timeseries.hypertable;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.TimeArithmetic;

/** Rules of the time column's type: intervals, bounds and units. */
final class TimeDimension {

  private static final long DEFAULT_MICROS = 7 * Dates.MICROS_PER_DAY;
  private static final int DAYS_PER_MONTH = 30;

  private TimeDimension() {}

  static boolean isInteger(SqlType type) {
    return type == BuiltinTypes.INT2 || type == BuiltinTypes.INT4 || type == BuiltinTypes.INT8;
  }

  static boolean isTime(SqlType type) {
    return type == BuiltinTypes.TIMESTAMPTZ
        || type == BuiltinTypes.TIMESTAMP
        || type == BuiltinTypes.DATE;
  }

  static void checkType(SqlType type, String column) {
    if (!isInteger(type) && !isTime(type)) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "invalid type for dimension \"%s\"", column)
          .withHint("Use an integer, timestamp, or date type.");
    }
  }

  private static String name(SqlType type) {
    return TypeNames.format(type, Typmods.NONE);
  }

  private static long maxOf(SqlType type) {
    return type == BuiltinTypes.INT2
        ? Short.MAX_VALUE
        : type == BuiltinTypes.INT4 ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  /**
   * The chunk interval to store: µs for times, else the integer's unit.
   *
   * @param value an Interval, a Long, or null for the default
   */
  static long interval(
      EvaluationContext context, SqlType type, @Nullable Object value, SqlType valueType) {
    if (value == null) {
      return isTime(type)
          ? DEFAULT_MICROS
          : type == BuiltinTypes.INT2 ? 10_000 : type == BuiltinTypes.INT4 ? 100_000 : 1_000_000;
    }
    long interval;
    if (value instanceof Interval given && isTime(type)) {
      interval =
          (given.months() * (long) DAYS_PER_MONTH + given.days()) * Dates.MICROS_PER_DAY
              + given.micros();
    } else if (value instanceof Long given && isInteger(valueType)) {
      interval = given;
      if (isTime(type) && interval > 0 && interval < Dates.MICROS_PER_SECOND) {
        context.notice(
            Notice.warning(
                    SqlState.AMBIGUOUS_PARAMETER, "unexpected interval: smaller than one second")
                .withHint("The interval is specified in microseconds."));
      }
    } else {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid interval type for %s dimension",
              name(type))
          .withHint(
              isTime(type)
                  ? "Use an interval of type integer or interval."
                  : "Use an interval of type integer.");
    }
    if (interval < 1 || interval > maxOf(type)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid interval: must be between 1 and %d",
          maxOf(type));
    }
    if (type == BuiltinTypes.DATE) {
      // A date's chunks hold whole days.
      long days = Math.max(1, Math.ceilDiv(interval, Dates.MICROS_PER_DAY));
      return days * Dates.MICROS_PER_DAY;
    }
    return interval;
  }

  /**
   * A bound of show_chunks or drop_chunks in the physical unit of the time column.
   *
   * @param value the argument
   * @param argument its type
   */
  static long bound(
      EvaluationContext context, SqlType type, @Nullable Object value, SqlType argument) {
    if (value instanceof Interval interval && isTime(type)) {
      var back = new Interval(-interval.months(), -interval.days(), -interval.micros());
      long micros =
          TimeArithmetic.plus(context.transactionMicros(), back, context.format().timeZone());
      return type == BuiltinTypes.DATE ? Math.floorDiv(micros, Dates.MICROS_PER_DAY) : micros;
    }
    if (value instanceof Long number) {
      if (argument == type || (isInteger(argument) && isInteger(type))) {
        return number;
      }
      if (argument == BuiltinTypes.DATE && isTime(type)) {
        return number * Dates.MICROS_PER_DAY;
      }
      boolean isCoercible = argument == BuiltinTypes.TIMESTAMP && type == BuiltinTypes.TIMESTAMPTZ;
      if (isCoercible) {
        return number;
      }
    }
    throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "invalid time argument type \"%s\"", name(argument))
        .withHint("Try casting the argument to \"" + name(type) + "\".");
  }

  /** A bound on the creation of chunks, µs. */
  static long creationBound(EvaluationContext context, @Nullable Object value, SqlType argument) {
    return bound(context, BuiltinTypes.TIMESTAMPTZ, value, argument);
  }
}
