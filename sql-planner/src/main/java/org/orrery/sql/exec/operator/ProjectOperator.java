package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.eval.Evaluator;

/** Computes columns. */
final class ProjectOperator implements Operator {

  private final Operator input;
  private final Evaluator[] evaluators;

  ProjectOperator(Operator input, List<Evaluator> evaluators) {
    this.input = input;
    this.evaluators = evaluators.toArray(Evaluator[]::new);
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    var columns = new Vector[evaluators.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = evaluators[i].evaluate(batch, batch.selection(), batch.size());
    }
    var projected = new Batch(columns, batch.rowCount());
    projected.select(batch.selection(), batch.size());
    return projected;
  }

  @Override
  public void close() {
    input.close();
  }
}
