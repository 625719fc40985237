package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** The first row of each key, in the order of the input. */
final class DistinctOnOperator implements Operator {

  private final Operator input;
  private final PhysicalPlan.DistinctOn distinct;
  private final KeyTable seen;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final int[] selection = new int[Batch.ROWS_MAX];

  DistinctOnOperator(Operator input, PhysicalPlan.DistinctOn distinct) {
    this.input = input;
    this.distinct = distinct;
    this.seen = new KeyTable(distinct.keys().stream().map(distinct.types()::get).toList());
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int known = seen.count();
      Vector[] keys = OperatorFactory.columns(batch, distinct.keys());
      seen.assign(keys, batch.selection(), batch.size(), numbers);
      int kept = 0;
      for (int i = 0; i < batch.size(); i++) {
        if (numbers[i] == known) {
          known++;
          selection[kept++] = batch.position(i);
        }
      }
      if (kept > 0) {
        var result = new Batch(batch.columns(), batch.rowCount());
        result.select(selection, kept);
        return result;
      }
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
