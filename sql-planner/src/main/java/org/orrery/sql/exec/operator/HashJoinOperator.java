package org.orrery.sql.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Joins on equal keys; the right input is kept in a hash table. */
final class HashJoinOperator implements Operator {

  private static final int NONE = -1;

  private final PhysicalPlan.HashJoin join;
  private final OperatorFactory factory;
  private final Operator left;
  private final JoinPairs pairs;
  private final KeyTable keys;
  private final QueryMemory.Share memory;
  private final RowStore right;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final JoinPairs.RightCursor unmatched = new JoinPairs.RightCursor();
  private int[] firstRow = new int[16];
  private int[] nextRow = new int[16];
  private boolean isBuilt;
  private @Nullable Batch leftBatch;
  private int leftIndex;
  private int chain = NONE;

  HashJoinOperator(PhysicalPlan.HashJoin join, OperatorFactory factory) {
    this.join = join;
    this.factory = factory;
    this.memory = factory.context().memory().share("A hash join");
    this.left = factory.create(join.left());
    this.right = new RowStore(join.right().types());
    this.keys = new KeyTable(join.rightKeys().stream().map(join.right().types()::get).toList());
    this.pairs =
        new JoinPairs(
            join.kind(),
            join.left().types(),
            join.right().types(),
            join.residual() == null ? null : factory.expressions().compile(join.residual()));
  }

  @Override
  public @Nullable Batch next() {
    if (!isBuilt) {
      build();
      isBuilt = true;
    }
    while (true) {
      if (leftBatch == null && !startLeft()) {
        return pairs.unmatchedRight(right, unmatched);
      }
      Batch batch = leftBatch;
      if (batch == null) {
        continue;
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

  private void build() {
    try (Operator input = factory.create(join.right())) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        factory.context().checkCancelled();
        int firstNumber = right.rowCount();
        right.append(batch);
        Vector[] key = OperatorFactory.columns(batch, join.rightKeys());
        keys.assign(key, batch.selection(), batch.size(), numbers);
        grow();
        for (int i = 0; i < batch.size(); i++) {
          if (join.nullsMatch() || !hasNull(key, batch.position(i))) {
            int row = firstNumber + i;
            nextRow[row] = firstRow[numbers[i]];
            firstRow[numbers[i]] = row + 1;
          }
        }
        memory.set(
            right.retainedBytes()
                + keys.retainedBytes()
                + Integer.BYTES * ((long) firstRow.length + nextRow.length));
      }
    }
  }

  private void grow() {
    if (keys.count() > firstRow.length) {
      firstRow = Arrays.copyOf(firstRow, Math.max(keys.count(), firstRow.length * 2));
    }
    if (right.rowCount() > nextRow.length) {
      nextRow = Arrays.copyOf(nextRow, Math.max(right.rowCount(), nextRow.length * 2));
    }
  }

  private static boolean hasNull(Vector[] key, int row) {
    for (Vector column : key) {
      if (column.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private boolean startLeft() {
    factory.context().checkCancelled();
    Batch batch = left.next();
    if (batch == null) {
      return false;
    }
    leftBatch = batch;
    Vector[] key = OperatorFactory.columns(batch, join.leftKeys());
    keys.find(key, batch.selection(), batch.size(), numbers);
    if (!join.nullsMatch()) {
      for (int i = 0; i < batch.size(); i++) {
        if (hasNull(key, batch.position(i))) {
          numbers[i] = NONE;
        }
      }
    }
    pairs.startLeft();
    leftIndex = 0;
    chain = chainOf(0);
    return true;
  }

  private int chainOf(int index) {
    return numbers[index] == NONE ? NONE : firstRow[numbers[index]] - 1;
  }

  /** Collects pairs until they fill a batch or the left batch ends; true at the end. */
  private boolean collect(Batch batch) {
    while (leftIndex < batch.size()) {
      int position = batch.position(leftIndex);
      while (chain != NONE && !pairs.isDecided(position)) {
        if (pairs.isFull()) {
          return false;
        }
        pairs.add(batch, position, right, chain);
        chain = nextRow[chain] - 1;
      }
      leftIndex++;
      if (leftIndex < batch.size()) {
        chain = chainOf(leftIndex);
      }
    }
    return true;
  }

  @Override
  public void close() {
    left.close();
    memory.close();
  }
}
