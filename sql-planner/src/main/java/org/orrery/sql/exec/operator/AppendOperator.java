package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** All rows of one input after the other. An input starts when the one before it has ended. */
final class AppendOperator implements Operator {

  private final PhysicalPlan.Append append;
  private final OperatorFactory factory;
  private @Nullable Operator current;
  private int nextInput;

  AppendOperator(PhysicalPlan.Append append, OperatorFactory factory) {
    this.append = append;
    this.factory = factory;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      if (current == null) {
        if (nextInput == append.inputs().size()) {
          return null;
        }
        current = factory.create(append.inputs().get(nextInput++));
      }
      Batch batch = current.next();
      if (batch != null) {
        return batch;
      }
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
    nextInput = append.inputs().size();
  }
}
