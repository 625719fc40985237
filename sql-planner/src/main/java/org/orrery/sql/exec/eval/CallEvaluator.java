package org.orrery.sql.exec.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** A function call; removes rows with NULL arguments for strict functions. */
final class CallEvaluator implements Evaluator {

  private final EvaluationContext context;
  private final ScalarKernel kernel;
  private final boolean isStrict;
  private final Evaluator[] arguments;
  private final Vector[] values;
  private final Scratch scratch;
  private int[] notNull = new int[0];

  CallEvaluator(
      EvaluationContext context,
      ScalarKernel kernel,
      boolean isStrict,
      List<Evaluator> arguments,
      SqlType type) {
    this.context = context;
    this.kernel = kernel;
    this.isStrict = isStrict;
    this.arguments = arguments.toArray(Evaluator[]::new);
    this.values = new Vector[this.arguments.length];
    this.scratch = new Scratch(type.kind());
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    boolean mayHaveNulls = false;
    for (int i = 0; i < arguments.length; i++) {
      values[i] = arguments[i].evaluate(input, selection, count);
      mayHaveNulls |= values[i].mayHaveNulls();
    }
    Vector result = scratch.cleared(Selections.extent(selection, count));
    if (!isStrict || !mayHaveNulls) {
      kernel.evaluate(context, values, selection, count, result);
      return result;
    }
    notNull = Scratch.positions(notNull, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (hasNull(row)) {
        result.setNull(row);
      } else {
        notNull[kept++] = row;
      }
    }
    if (kept > 0) {
      kernel.evaluate(context, values, notNull, kept, result);
    }
    return result;
  }

  private boolean hasNull(int row) {
    for (Vector value : values) {
      if (value.isNull(row)) {
        return true;
      }
    }
    return false;
  }
}
