package org.orrery.sql.exec.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** COALESCE: a later operand is computed only where the earlier ones are NULL. */
final class CoalesceEvaluator implements Evaluator {

  private final Evaluator[] operands;
  private final Scratch scratch;
  private int[] open = new int[0];

  CoalesceEvaluator(List<Evaluator> operands, SqlType type) {
    this.operands = operands.toArray(Evaluator[]::new);
    this.scratch = new Scratch(type.kind());
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Vector first = operands[0].evaluate(input, selection, count);
    if (!first.mayHaveNulls()) {
      return first;
    }
    Vector result = scratch.cleared(Selections.extent(selection, count));
    open = Scratch.positions(open, count);
    Selections.copy(first, selection, count, result);
    int openCount = Selections.whereNull(result, true, selection, count, open);
    for (int i = 1; i < operands.length && openCount > 0; i++) {
      Selections.copy(operands[i].evaluate(input, open, openCount), open, openCount, result);
      openCount = Selections.whereNull(result, true, open, openCount, open);
    }
    return result;
  }
}
