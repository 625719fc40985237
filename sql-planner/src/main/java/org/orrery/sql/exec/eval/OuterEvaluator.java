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
  private Vector vector;

  OuterEvaluator(ExecutionContext context, int correlation, int index, SqlType type) {
    this.context = context;
    this.correlation = correlation;
    this.index = index;
    this.type = type;
    this.vector = Vector.allocate(type.kind(), 1);
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Object value = context.outer(correlation, index, type);
    int extent = Selections.extent(selection, count);
    if (vector.capacity() < extent) {
      vector = Vector.allocate(type.kind(), Math.max(extent, Batch.ROWS_MAX));
    }
    vector.clear();
    for (int i = 0; i < count; i++) {
      vector.set(selection == null ? i : selection[i], value);
    }
    return vector;
  }
}
