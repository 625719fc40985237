package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.eval.Evaluator;

/** Rows for which a condition is true. */
final class FilterOperator implements Operator {

  private static final int SMALL_ROWS = 64;

  private final Operator input;
  private final Evaluator condition;
  private int[] selection = new int[0];

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
      if (selection.length < batch.size()) {
        selection = new int[batch.size() <= SMALL_ROWS ? SMALL_ROWS : Batch.ROWS_MAX];
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
