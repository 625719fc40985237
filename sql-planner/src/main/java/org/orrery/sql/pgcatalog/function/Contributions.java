package org.orrery.sql.pgcatalog.function;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.function.kernel.Kernels;

/** Collects implementations of {@code pg_proc} rows; each says one row's value or null. */
final class Contributions {

  private final List<FunctionContribution> list = new ArrayList<>();

  /** A boolean of a row; null for NULL. */
  @FunctionalInterface
  interface Answer {
    @Nullable Boolean apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** A number of a row; null for NULL. */
  @FunctionalInterface
  interface Count {
    @Nullable Long apply(EvaluationContext context, Vector[] arguments, int row);
  }

  List<FunctionContribution> list() {
    return List.copyOf(list);
  }

  void add(FunctionContribution contribution) {
    list.add(contribution);
  }

  void scalar(String signature, ScalarKernel kernel) {
    list.add(FunctionContribution.scalar(signature, kernel));
  }

  /** A function that gives text or a name. */
  void text(String signature, Kernels.RowToString function) {
    scalar(signature, Kernels.toText(function));
  }

  /** A function of PostgreSQL that has nothing to tell here. */
  void nothing(String... signatures) {
    for (String signature : signatures) {
      scalar(signature, Kernels.rows((_, _, row, result) -> result.setNull(row)));
    }
  }

  /** A function that gives a boolean. */
  void answer(String signature, Answer function) {
    scalar(
        signature,
        Kernels.rows(
            (context, arguments, row, result) -> {
              Boolean value = function.apply(context, arguments, row);
              put(result, row, value == null ? null : value ? 1L : 0L);
            }));
  }

  /** A function that gives an integer or OID. */
  void count(String signature, Count function) {
    scalar(
        signature,
        Kernels.rows(
            (context, arguments, row, result) ->
                put(result, row, function.apply(context, arguments, row))));
  }

  private static void put(Vector result, int row, @Nullable Long value) {
    if (value == null) {
      result.setNull(row);
    } else {
      ((LongVector) result).setLong(row, value);
    }
  }

  void set(String signature, SetFunction function) {
    list.add(FunctionContribution.set(signature, function));
  }
}
