package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** The first row of each key, of those that come in the order of the input. */
final class DistinctOnOperator implements Operator {

  private final Operator input;
  private final UniqueRows rows;
  private boolean isRead;

  DistinctOnOperator(Operator input, PhysicalPlan.DistinctOn distinct, ExecutionContext context) {
    this.input = input;
    this.rows = new UniqueRows(distinct.types(), distinct.keys(), context, "DISTINCT ON");
  }

  @Override
  public @Nullable Batch next() {
    while (!isRead) {
      Batch batch = input.next();
      if (batch == null) {
        isRead = true;
        break;
      }
      Batch first = rows.firstOf(batch);
      if (first.size() > 0) {
        return first;
      }
    }
    return rows.next();
  }

  @Override
  public void close() {
    input.close();
    rows.close();
  }
}
