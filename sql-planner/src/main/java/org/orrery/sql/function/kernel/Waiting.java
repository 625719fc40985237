package org.orrery.sql.function.kernel;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** {@code pg_sleep} and its kin. Cancelling is noticed while they wait. */
public final class Waiting {

  private static final long NANOS_PER_MICRO = 1_000;

  /** How long a wait goes on before it looks whether the statement was cancelled. */
  private static final long LOOK_NANOS = 20_000_000;

  /** A week: longer waits are cut, which no one lives to notice in a statement. */
  private static final long WAIT_MICROS_MAX = 7 * Timestamps.DAY;

  @FunctionalInterface
  private interface RowToMicros {
    long apply(EvaluationContext context, org.orrery.data.Vector[] arguments, int row);
  }

  private Waiting() {}

  static void bind(Bindings to) {
    to.scalar(
        waiting((_, a, row) -> (long) Math.min(Kernels.doubleAt(a, 0, row) * 1e6, WAIT_MICROS_MAX)),
        "pg_sleep(float8)");
    to.scalar(
        waiting((_, a, row) -> Timestamps.width(Kernels.intervalAt(a, 0, row))),
        "pg_sleep_for(interval)");
    to.scalar(
        waiting((context, a, row) -> Kernels.longAt(a, 0, row) - context.clock().wallMicros()),
        "pg_sleep_until(timestamptz)");
  }

  private static ScalarKernel waiting(RowToMicros duration) {
    return Kernels.rows(
        (context, a, row, result) -> {
          long micros = Math.min(duration.apply(context, a, row), WAIT_MICROS_MAX);
          sleep(context, micros * NANOS_PER_MICRO);
          result.set(row, 0L);
        });
  }

  /** Blocks for a time; {@code 57014} when the statement is cancelled meanwhile. */
  public static void sleep(EvaluationContext context, long nanos) {
    Clock clock = context.clock();
    long deadline = clock.nanos() + Math.max(0, nanos);
    try {
      for (long left = nanos; left > 0; left = deadline - clock.nanos()) {
        clock.sleepUntil(clock.nanos() + Math.min(left, LOOK_NANOS));
        context.checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrreryException.of(
              SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")
          .causedBy(e);
    }
  }
}
