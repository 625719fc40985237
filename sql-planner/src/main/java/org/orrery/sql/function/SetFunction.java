package org.orrery.sql.function;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;

/** A set-returning function. Thread-safe; each call gives its own rows. */
@FunctionalInterface
public interface SetFunction {

  /**
   * Starts a call.
   *
   * @param context the running statement
   * @param arguments values as of {@link org.orrery.data.Vector#get}; never NULL for a strict
   *     function
   * @param argumentTypes actual types of the arguments, polymorphic ones resolved
   */
  Rows call(EvaluationContext context, @Nullable Object[] arguments, SqlType[] argumentTypes);

  /** The rows of one call. */
  interface Rows {

    /** The next rows, valid until the next call; null at the end. */
    @Nullable Batch next();
  }
}
