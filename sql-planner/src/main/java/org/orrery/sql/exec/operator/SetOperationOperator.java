package org.orrery.sql.exec.operator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillPartitions;

/**
 * INTERSECT and EXCEPT: counts each distinct row on both sides, then gives it as often as SQL says
 * (min of both counts, or their difference; once or not at all without ALL). When the rows hold too
 * much memory, those not known yet go to files by their hash, which are counted one after the other
 * at the end.
 */
final class SetOperationOperator implements Operator {

  private final PhysicalPlan.SetOperation operation;
  private final OperatorFactory factory;
  private final QueryMemory.Share memory;
  private final List<Integer> allColumns;
  private final Queue<Part> parts = new ArrayDeque<>();
  private KeyTable rows;
  private int[] leftCounts = new int[16];
  private int[] rightCounts = new int[16];
  private int level;
  private @Nullable SpillPartitions left;
  private @Nullable SpillPartitions right;
  private boolean isCounted;
  private int nextKey;
  private int given;

  /** Rows of both sides of one hash, partitioned {@code level} times. */
  private record Part(SpillFile left, SpillFile right, int level) {}

  SetOperationOperator(PhysicalPlan.SetOperation operation, OperatorFactory factory) {
    this.operation = operation;
    this.factory = factory;
    this.memory = factory.context().memory().share("A set operation");
    this.allColumns = IntStream.range(0, operation.types().size()).boxed().toList();
    this.rows = new KeyTable(operation.types());
  }

  @Override
  public @Nullable Batch next() {
    if (!isCounted) {
      count(factory.create(operation.left()), true);
      count(factory.create(operation.right()), false);
      isCounted = true;
    }
    Batch batch = nextCounted();
    while (batch == null && countPart()) {
      batch = nextCounted();
    }
    return batch;
  }

  private @Nullable Batch nextCounted() {
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
    int inLeft = leftCounts[key];
    int inRight = rightCounts[key];
    if (operation.isExcept()) {
      return operation.isAll() ? Math.max(0, inLeft - inRight) : inLeft > 0 && inRight == 0 ? 1 : 0;
    }
    int both = Math.min(inLeft, inRight);
    return operation.isAll() ? both : Math.min(both, 1);
  }

  /** Counts the rows of the next files; false when there are none. */
  private boolean countPart() {
    if (left != null && right != null) {
      List<SpillFile> lefts = left.finish();
      List<SpillFile> rights = right.finish();
      for (int i = 0; i < lefts.size(); i++) {
        parts.add(new Part(lefts.get(i), rights.get(i), level + 1));
      }
      left = null;
      right = null;
    }
    Part part = parts.poll();
    if (part == null) {
      return false;
    }
    level = part.level;
    nextKey = 0;
    given = 0;
    rows = new KeyTable(operation.types());
    leftCounts = new int[16];
    rightCounts = new int[16];
    try (part.right) {
      count(new SpillScanOperator(part.left), true);
      count(new SpillScanOperator(part.right), false);
    }
    return true;
  }

  private void count(Operator side, boolean isLeft) {
    var numbers = new int[Batch.ROWS_MAX];
    try (side) {
      for (Batch batch = side.next(); batch != null; batch = side.next()) {
        factory.context().checkCancelled();
        SpillPartitions others = isLeft ? left : right;
        if (others == null) {
          rows.assign(batch.columns(), batch.selection(), batch.size(), numbers);
        } else {
          rows.find(batch.columns(), batch.selection(), batch.size(), numbers);
          addUnknown(batch, numbers, others);
        }
        grow();
        int[] counts = isLeft ? leftCounts : rightCounts;
        for (int i = 0; i < batch.size(); i++) {
          if (numbers[i] >= 0) {
            counts[numbers[i]]++;
          }
        }
        remember();
      }
    }
    grow();
  }

  private static void addUnknown(Batch batch, int[] numbers, SpillPartitions others) {
    var unknown = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (numbers[i] < 0) {
        unknown[count++] = batch.position(i);
      }
    }
    var rest = new Batch(batch.columns(), batch.rowCount());
    rest.select(unknown, count);
    others.add(rest);
  }

  /** Says what is held, and sees to it that it does not grow when memory is short. */
  private void remember() {
    memory.set(rows.retainedBytes() + 2L * Integer.BYTES * leftCounts.length);
    if (left == null && memory.isTight() && level < SpillPartitions.LEVELS_MAX) {
      var files = factory.context().memory().files();
      left = new SpillPartitions(files, operation.types(), allColumns, level);
      right = new SpillPartitions(files, operation.types(), allColumns, level);
    }
  }

  private void grow() {
    if (rows.count() > leftCounts.length) {
      int size = Math.max(rows.count(), leftCounts.length * 2);
      HeapGuard.require(2L * Integer.BYTES * size);
      leftCounts = Arrays.copyOf(leftCounts, size);
      rightCounts = Arrays.copyOf(rightCounts, size);
    }
  }

  @Override
  public void close() {
    if (left != null) {
      left.close();
    }
    if (right != null) {
      right.close();
    }
    parts.forEach(
        part -> {
          part.left.close();
          part.right.close();
        });
    parts.clear();
    memory.close();
  }
}
