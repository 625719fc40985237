package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.Plans;

/**
 * Joins each left row with all right rows: kept ones when the right input is independent, else
 * those of a run made for the left row.
 */
final class NestedLoopOperator implements Operator {

  private final PhysicalPlan.NestedLoop join;
  private final OperatorFactory factory;
  private final Operator left;
  private final JoinPairs pairs;
  private final JoinPairs.RightCursor unmatched = new JoinPairs.RightCursor();
  private final int[] variantSpools;
  private final QueryMemory.Share memory;
  private @Nullable RowStore right;
  private @Nullable Batch leftBatch;
  private int leftIndex;
  private int rightRow;

  NestedLoopOperator(PhysicalPlan.NestedLoop join, OperatorFactory factory) {
    this.join = join;
    this.factory = factory;
    this.left = factory.create(join.left());
    this.memory = factory.context().memory().share("A nested loop");
    this.variantSpools = isCorrelated() ? Plans.variantSpools(join.right()) : new int[0];
    this.pairs =
        new JoinPairs(
            join.kind(),
            join.left().types(),
            join.right().types(),
            join.condition() == null ? null : factory.expressions().compile(join.condition()));
  }

  private boolean isCorrelated() {
    return join.correlation() >= 0;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      factory.context().checkCancelled();
      if (leftBatch == null) {
        leftBatch = left.next();
        leftIndex = 0;
        rightRow = 0;
        pairs.startLeft();
      }
      Batch batch = leftBatch;
      if (batch == null) {
        return isCorrelated() ? null : pairs.unmatchedRight(independentRight(), unmatched);
      }
      boolean isDone = collect(batch);
      Batch output = pairs.flush();
      if (output != null) {
        return output;
      }
      if (isDone) {
        leftBatch = null;
        Batch rest = pairs.finishLeft(batch);
        if (rest != null) {
          return rest;
        }
      }
    }
  }

  private RowStore independentRight() {
    if (right == null) {
      right = SpoolOperator.readAll(factory, join.right(), memory);
    }
    return right;
  }

  private RowStore rightOf(Batch batch, int position) {
    if (!isCorrelated()) {
      return independentRight();
    }
    if (right == null) {
      factory.context().bindOuter(join.correlation(), batch, position);
      factory.context().forget(variantSpools);
      right = SpoolOperator.readAll(factory, join.right(), memory);
    }
    return right;
  }

  private boolean collect(Batch batch) {
    while (leftIndex < batch.size()) {
      int position = batch.position(leftIndex);
      factory.context().checkCancelled();
      RowStore rows = rightOf(batch, position);
      while (rightRow < rows.rowCount() && !pairs.isDecided(position)) {
        if (pairs.isFull()) {
          return false;
        }
        pairs.add(batch, position, rows, rightRow++);
      }
      leftIndex++;
      rightRow = 0;
      if (isCorrelated()) {
        rows.close();
        right = null;
      }
    }
    return true;
  }

  @Override
  public void close() {
    left.close();
    if (right != null) {
      right.close();
    }
    memory.close();
  }
}
