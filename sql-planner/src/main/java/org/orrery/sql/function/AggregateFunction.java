package org.orrery.sql.function;

import java.util.List;
import org.orrery.data.type.SqlType;

/** An aggregate. Thread-safe; state is in the accumulators it makes. */
@FunctionalInterface
public interface AggregateFunction {

  /**
   * Makes the state of one aggregate call for all groups of one operator.
   *
   * @param context the running statement
   * @param argumentTypes actual types of the arguments, polymorphic ones resolved
   * @param resultType actual type of the result
   */
  Accumulator accumulator(
      EvaluationContext context, List<SqlType> argumentTypes, SqlType resultType);

  /** Whether the result shows the order in which rows were added. */
  default boolean keepsOrder() {
    return false;
  }

  /** An aggregate whose result shows the order in which rows were added. */
  static AggregateFunction ordered(AggregateFunction function) {
    return new AggregateFunction() {
      @Override
      public Accumulator accumulator(
          EvaluationContext context, List<SqlType> argumentTypes, SqlType resultType) {
        return function.accumulator(context, argumentTypes, resultType);
      }

      @Override
      public boolean keepsOrder() {
        return true;
      }
    };
  }
}
