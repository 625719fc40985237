package org.orrery.sql.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * INTERSECT and EXCEPT: counts each distinct row on both sides, then gives it as often as SQL says
 * (min of both counts, or their difference; once or not at all without ALL).
 */
final class SetOperationOperator implements Operator {

  private final PhysicalPlan.SetOperation operation;
  private final OperatorFactory factory;
  private final KeyTable rows;
  private final QueryMemory.Share memory;
  private int[] leftCounts = new int[16];
  private int[] rightCounts = new int[16];
  private boolean isCounted;
  private int nextKey;
  private int given;

  SetOperationOperator(PhysicalPlan.SetOperation operation, OperatorFactory factory) {
    this.operation = operation;
    this.factory = factory;
    this.memory = factory.context().memory().share("A set operation");
    this.rows = new KeyTable(operation.types());
  }

  @Override
  public @Nullable Batch next() {
    if (!isCounted) {
      count(operation.left(), true);
      count(operation.right(), false);
      isCounted = true;
    }
    var keys = new int[Batch.ROWS_MAX];
    int rowCount = 0;
    while (rowCount < Batch.ROWS_MAX && nextKey < rows.count()) {
      if (given >= copies(nextKey)) {
        nextKey++;
        given = 0;
        continue;
      }
      given++;
      keys[rowCount++] = nextKey;
    }
    if (rowCount == 0) {
      return null;
    }
    Vector[] columns = VectorCopy.allocate(operation.types(), rowCount);
    for (int column = 0; column < columns.length; column++) {
      rows.keys().gather(column, keys, 0, rowCount, columns[column]);
    }
    return new Batch(columns, rowCount);
  }

  private int copies(int key) {
    int left = leftCounts[key];
    int right = rightCounts[key];
    if (operation.isExcept()) {
      return operation.isAll() ? Math.max(0, left - right) : left > 0 && right == 0 ? 1 : 0;
    }
    int both = Math.min(left, right);
    return operation.isAll() ? both : Math.min(both, 1);
  }

  private void count(PhysicalPlan plan, boolean isLeft) {
    var numbers = new int[Batch.ROWS_MAX];
    try (Operator input = factory.create(plan)) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        factory.context().checkCancelled();
        rows.assign(batch.columns(), batch.selection(), batch.size(), numbers);
        grow();
        memory.set(rows.retainedBytes() + 2L * Integer.BYTES * leftCounts.length);
        int[] counts = isLeft ? leftCounts : rightCounts;
        for (int i = 0; i < batch.size(); i++) {
          counts[numbers[i]]++;
        }
      }
    }
    grow();
  }

  private void grow() {
    if (rows.count() > leftCounts.length) {
      int size = Math.max(rows.count(), leftCounts.length * 2);
      leftCounts = Arrays.copyOf(leftCounts, size);
      rightCounts = Arrays.copyOf(rightCounts, size);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
