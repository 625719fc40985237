package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** Comparison of one value with many, for ANY and ALL. */
final class Comparisons {

  private Comparisons() {}

  /**
   * Whether the comparison holds for any (or all) of {@code count} candidates: 1, 0, or null for
   * unknown, by SQL's rules for NULLs and no candidates.
   */
  static @Nullable Long quantify(
      EvaluationContext context,
      ScalarKernel kernel,
      SqlType operandType,
      Vector operands,
      int row,
      Vector candidates,
      int count,
      boolean isAll) {
    if (count == 0) {
      return isAll ? 1L : 0L;
    }
    if (operands.isNull(row)) {
      return null;
    }
    Vector repeated = Vector.allocate(operandType.kind(), count);
    var present = new int[count];
    int presentCount = 0;
    for (int i = 0; i < count; i++) {
      if (!candidates.isNull(i)) {
        repeated.copyFrom(operands, row, i);
        present[presentCount++] = i;
      }
    }
    var holds = new LongVector(count);
    kernel.evaluate(context, new Vector[] {repeated, candidates}, present, presentCount, holds);
    long deciding = isAll ? 0 : 1;
    for (int i = 0; i < presentCount; i++) {
      if (!holds.isNull(present[i]) && holds.getLong(present[i]) == deciding) {
        return deciding;
      }
    }
    return presentCount < count ? null : (Long) (1 - deciding);
  }
}
