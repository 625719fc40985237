package org.orrery.sql.function;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/**
 * Computes a function for many rows. Stateless and thread-safe.
 *
 * <p>For a strict function the caller removes rows with a NULL argument first, so the kernel sees
 * none. The kernel writes exactly the selected positions of {@code result}, which has no NULLs yet,
 * and touches no other position of anything.
 */
@FunctionalInterface
public interface ScalarKernel {

  /**
   * Computes the selected rows.
   *
   * @param context the running statement
   * @param arguments one vector per argument, positions aligned with {@code result}
   * @param selection ascending positions to compute, the first {@code count} valid; null for 0 to
   *     {@code count - 1}
   * @param count how many rows to compute
   * @param result takes the values at the same positions
   */
  void evaluate(
      EvaluationContext context,
      Vector[] arguments,
      int @Nullable [] selection,
      int count,
      Vector result);

  /**
   * The kernel for one call, when that depends on its types (polymorphic functions). Called once
   * when an expression is built, before {@link #evaluate}.
   *
   * @param argumentTypes actual types of the arguments, polymorphic ones resolved
   * @param resultType actual type of the result
   */
  default ScalarKernel forTypes(List<SqlType> argumentTypes, SqlType resultType) {
    return this;
  }
}
