package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.eval.Evaluator;

/** Rows for which a condition is true. */
final class FilterOperator implements Operator {

  private final Operator input;
  private final Evaluator condition;
  private final int[] selection = new int[Batch.ROWS_MAX];

  FilterOperator(Operator input, Evaluator condition) {
    this.input = input;
    this.condition = condition;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int kept = condition.filter(batch, batch.selection(), batch.size(), selection);
      if (kept > 0) {
        var filtered = new Batch(batch.columns(), batch.rowCount());
        filtered.select(selection, kept);
        return filtered;
      }
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
