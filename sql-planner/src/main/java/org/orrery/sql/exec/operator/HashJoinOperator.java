package org.orrery.sql.exec.operator;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillPartitions;

/**
 * Joins on equal keys; the right input is kept in a hash table. When that holds too much memory,
 * both inputs go to files by the hash of their keys, which are joined one after the other.
 */
final class HashJoinOperator implements Operator {

  private static final int NONE = -1;

  private final PhysicalPlan.HashJoin join;
  private final OperatorFactory factory;
  private final Supplier<Operator> rightInput;
  private final int level;
  private final JoinPairs pairs;
  private final QueryMemory.Share memory;
  private KeyTable keys;
  private RowStore right;
  private @Nullable PartitionedJoin partitioned;
  private @Nullable Operator left;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final JoinPairs.RightCursor unmatched = new JoinPairs.RightCursor();
  private int[] firstRow = new int[16];
  private int[] nextRow = new int[16];
  private boolean isBuilt;
  private @Nullable Batch leftBatch;
  private int leftIndex;
  private int chain = NONE;

  HashJoinOperator(PhysicalPlan.HashJoin join, OperatorFactory factory) {
    this(join, factory, null, () -> factory.create(join.right()), 0);
  }

  /**
   * A join of inputs that take the place of the plan's.
   *
   * @param left null for the plan's, which is started when the right one is known
   * @param level how often they have been partitioned
   */
  HashJoinOperator(
      PhysicalPlan.HashJoin join,
      OperatorFactory factory,
      @Nullable Operator left,
      Supplier<Operator> rightInput,
      int level) {
    this.join = join;
    this.factory = factory;
    this.left = left;
    this.rightInput = rightInput;
    this.level = level;
    this.memory = factory.context().memory().share("A hash join");
    this.right = new RowStore(join.right().types());
    this.keys = newKeys();
    this.pairs =
        new JoinPairs(
            join.kind(),
            join.left().types(),
            join.right().types(),
            join.residual() == null ? null : factory.expressions().compile(join.residual()));
  }

  private KeyTable newKeys() {
    return new KeyTable(join.rightKeys().stream().map(join.right().types()::get).toList());
  }

  @Override
  public @Nullable Batch next() {
    if (!isBuilt) {
      build();
      isBuilt = true;
    }
    if (partitioned != null) {
      return partitioned.next();
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
    try (Operator input = rightInput.get()) {
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
        if (memory.isTight() && level < SpillPartitions.LEVELS_MAX) {
          partition(input);
          return;
        }
      }
    }
  }

  private void partition(Operator restOfRight) {
    partitioned = new PartitionedJoin(join, factory, level);
    partitioned.addRight(right.reader()::next);
    right = new RowStore(join.right().types());
    keys = newKeys();
    firstRow = new int[0];
    nextRow = new int[0];
    memory.set(0);
    partitioned.addRight(restOfRight::next);
    try (Operator rows = left == null ? factory.create(join.left()) : left) {
      partitioned.addLeft(rows::next);
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
    if (left == null) {
      left = JoinLookup.left(join, keys, factory);
    }
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
    if (left != null) {
      left.close();
    }
    if (partitioned != null) {
      partitioned.close();
    }
    memory.close();
  }
}
