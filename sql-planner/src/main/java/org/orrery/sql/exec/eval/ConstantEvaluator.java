package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** The same value for every row. */
final class ConstantEvaluator implements Evaluator {

  private final Vector vector;

  ConstantEvaluator(SqlType type, @Nullable Object value) {
    vector = Vector.allocate(type.kind(), Batch.ROWS_MAX);
    for (int row = 0; row < Batch.ROWS_MAX; row++) {
      vector.set(row, value);
    }
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    return vector;
  }
}
