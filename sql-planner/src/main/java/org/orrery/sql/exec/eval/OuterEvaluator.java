package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;

/** A column of the row an enclosing operator has bound; the same for every row of a batch. */
final class OuterEvaluator implements Evaluator {

  private final ExecutionContext context;
  private final int correlation;
  private final int index;
  private final SqlType type;

  OuterEvaluator(ExecutionContext context, int correlation, int index, SqlType type) {
    this.context = context;
    this.correlation = correlation;
    this.index = index;
    this.type = type;
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Object value = context.outer(correlation, index, type);
    return ConstantEvaluator.repeated(type, value, Selections.extent(selection, count));
  }
}
