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
}
