package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;

/** An expression ready to run. Holds scratch vectors, so it serves one thread. */
public interface Evaluator {

  /**
   * Computes the expression for some rows of a batch.
   *
   * @param input the rows
   * @param selection ascending positions in {@code input}; null for 0 to {@code count - 1}
   * @param count how many rows
   * @return a vector with the values at the same positions, valid until the next call; not to be
   *     modified
   */
  Vector evaluate(Batch input, int @Nullable [] selection, int count);

  /**
   * Writes the positions of the rows for which this boolean expression is true to {@code target}
   * and returns their number. {@code target} may be {@code selection} itself.
   */
  default int filter(Batch input, int @Nullable [] selection, int count, int[] target) {
    Vector values = evaluate(input, selection, count);
    return Selections.whereTrue(values, selection, count, target);
  }
}
