package org.orrery.sql.function.set;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.Interval;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.function.kernel.TimeArithmetic;
import org.orrery.sql.function.kernel.Timestamps;

/** {@code generate_series} of numbers and timestamps. */
final class Series {

  private Series() {}

  static void bind(Bindings to) {
    to.set(
        (context, a, _) -> integers(context, number(a, 0), number(a, 1), 1, Integer.MAX_VALUE),
        "generate_series(int4,int4)");
    to.set(
        (context, a, _) ->
            integers(context, number(a, 0), number(a, 1), number(a, 2), Integer.MAX_VALUE),
        "generate_series(int4,int4,int4)");
    to.set(
        (context, a, _) -> integers(context, number(a, 0), number(a, 1), 1, Long.MAX_VALUE),
        "generate_series(int8,int8)");
    to.set(
        (context, a, _) ->
            integers(context, number(a, 0), number(a, 1), number(a, 2), Long.MAX_VALUE),
        "generate_series(int8,int8,int8)");
    to.set(
        (context, a, _) -> numerics(context, numeric(a, 0), numeric(a, 1), Numeric.of(1)),
        "generate_series(numeric,numeric)");
    to.set(
        (context, a, _) -> numerics(context, numeric(a, 0), numeric(a, 1), numeric(a, 2)),
        "generate_series(numeric,numeric,numeric)");
    to.set(
        (context, a, _) -> {
          Interval step = step(a);
          return times(context, a, step, micros -> Timestamps.plus(micros, step));
        },
        "generate_series(timestamp,timestamp,interval)");
    to.set(
        (context, a, _) -> {
          Interval step = step(a);
          var zone = context.format().timeZone();
          return times(context, a, step, micros -> TimeArithmetic.plus(micros, step, zone));
        },
        "generate_series(timestamptz,timestamptz,interval)");
  }

  private static long number(@Nullable Object[] arguments, int index) {
    return (Long) Objects.requireNonNull(arguments[index]);
  }

  private static Numeric numeric(@Nullable Object[] arguments, int index) {
    return (Numeric) Objects.requireNonNull(arguments[index]);
  }

  private static Interval step(@Nullable Object[] arguments) {
    return (Interval) Objects.requireNonNull(arguments[2]);
  }

  private static OrreryException stepIsZero() {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
  }

  private static SetFunction.Rows integers(
      EvaluationContext context, long start, long stop, long step, long max) {
    if (step == 0) {
      throw stepIsZero();
    }
    return new LongRows(
        context,
        start,
        stop,
        step > 0,
        value -> {
          long next = value + step;
          // Past the type's end there is no next value; PostgreSQL stops quietly too.
          boolean isPast = step > 0 ? next < value || next > max : next > value || next < -max - 1;
          return isPast ? value : next;
        });
  }

  private static SetFunction.Rows times(
      EvaluationContext context,
      @Nullable Object[] arguments,
      Interval step,
      LongUnaryOperator next) {
    int direction = step.compareTo(new Interval(0, 0, 0));
    if (direction == 0) {
      throw stepIsZero();
    }
    return new LongRows(context, number(arguments, 0), number(arguments, 1), direction > 0, next);
  }

  /** Longs from a start up or down to a stop, each made of the one before. */
  private static final class LongRows implements SetFunction.Rows {

    private final EvaluationContext context;
    private final long stop;
    private final boolean isAscending;
    private final LongUnaryOperator step;
    private final LongVector values = new LongVector(Batch.ROWS_MAX);
    private final Batch batch = new Batch(new Vector[] {values}, 0);
    private long next;
    private boolean isDone;

    LongRows(
        EvaluationContext context,
        long start,
        long stop,
        boolean isAscending,
        LongUnaryOperator step) {
      this.context = context;
      this.next = start;
      this.stop = stop;
      this.isAscending = isAscending;
      this.step = step;
      this.isDone = isPast(start);
    }

    private boolean isPast(long value) {
      return isAscending ? value > stop : value < stop;
    }

    @Override
    public @Nullable Batch next() {
      if (isDone) {
        return null;
      }
      context.checkCancelled();
      int count = 0;
      while (count < Batch.ROWS_MAX && !isDone) {
        values.setLong(count++, next);
        if (next == stop) {
          isDone = true;
        } else {
          long following = step.applyAsLong(next);
          isDone = following == next || isPast(following);
          next = following;
        }
      }
      batch.reset(count);
      return batch;
    }
  }

  private static SetFunction.Rows numerics(
      EvaluationContext context, Numeric start, Numeric stop, Numeric step) {
    checkFinite(start, "start");
    checkFinite(stop, "stop");
    checkFinite(step, "step size");
    if (step.value().signum() == 0) {
      throw stepIsZero();
    }
    return new NumericRows(context, start.value(), stop.value(), step.value());
  }

  private static void checkFinite(Numeric value, String what) {
    if (!value.isFinite()) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "%s cannot be %s",
          what.equals("step size") ? what : what + " value",
          value.kind() == Numeric.Kind.NAN ? "NaN" : "infinity");
    }
  }

  private static final class NumericRows implements SetFunction.Rows {

    private final EvaluationContext context;
    private final BigDecimal stop;
    private final BigDecimal step;
    private final NumericVector values = new NumericVector(Batch.ROWS_MAX);
    private final Batch batch = new Batch(new Vector[] {values}, 0);
    private BigDecimal next;

    NumericRows(EvaluationContext context, BigDecimal start, BigDecimal stop, BigDecimal step) {
      this.context = context;
      int scale = Math.max(start.scale(), step.scale());
      this.next = start.setScale(scale);
      this.stop = stop;
      this.step = step;
    }

    private boolean isDone() {
      return step.signum() > 0 ? next.compareTo(stop) > 0 : next.compareTo(stop) < 0;
    }

    @Override
    public @Nullable Batch next() {
      context.checkCancelled();
      int count = 0;
      while (count < Batch.ROWS_MAX && !isDone()) {
        values.setNumeric(count++, Numeric.of(next));
        next = next.add(step);
      }
      batch.reset(count);
      return count == 0 ? null : batch;
    }
  }
}
