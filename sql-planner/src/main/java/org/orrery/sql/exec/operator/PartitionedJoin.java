package org.orrery.sql.exec.operator;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillFiles;
import org.orrery.sql.exec.spill.SpillPartitions;

/**
 * A hash join whose inputs are in files by the hash of their keys (a grace hash join: Kitsuregawa
 * et al., 1983). Rows that match are in partitions of one number.
 */
final class PartitionedJoin implements AutoCloseable {

  private final PhysicalPlan.HashJoin join;
  private final OperatorFactory factory;
  private final int level;
  private final SpillPartitions left;
  private final SpillPartitions right;
  private @Nullable Iterator<SpillFile> leftFiles;
  private @Nullable Iterator<SpillFile> rightFiles;
  private @Nullable HashJoinOperator current;

  PartitionedJoin(PhysicalPlan.HashJoin join, OperatorFactory factory, int level) {
    this.join = join;
    this.factory = factory;
    this.level = level;
    SpillFiles files = factory.context().memory().files();
    this.left = new SpillPartitions(files, join.left().types(), join.leftKeys(), level);
    this.right = new SpillPartitions(files, join.right().types(), join.rightKeys(), level);
  }

  void addLeft(Supplier<@Nullable Batch> rows) {
    add(rows, left);
  }

  void addRight(Supplier<@Nullable Batch> rows) {
    add(rows, right);
  }

  private void add(Supplier<@Nullable Batch> rows, SpillPartitions target) {
    for (Batch batch = rows.get(); batch != null; batch = rows.get()) {
      factory.context().checkCancelled();
      target.add(batch);
    }
  }

  /** The next joined rows, after all was added; null at the end. */
  @Nullable Batch next() {
    if (leftFiles == null || rightFiles == null) {
      leftFiles = left.finish().iterator();
      rightFiles = right.finish().iterator();
    }
    while (true) {
      if (current != null) {
        Batch batch = current.next();
        if (batch != null) {
          return batch;
        }
        current.close();
        current = null;
      }
      if (!leftFiles.hasNext()) {
        return null;
      }
      SpillFile leftFile = leftFiles.next();
      SpillFile rightFile = rightFiles.next();
      current =
          new HashJoinOperator(
              join,
              factory,
              new SpillScanOperator(leftFile),
              () -> new SpillScanOperator(rightFile),
              level + 1);
    }
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
    for (SpillPartitions side : List.of(left, right)) {
      side.close();
    }
  }
}
