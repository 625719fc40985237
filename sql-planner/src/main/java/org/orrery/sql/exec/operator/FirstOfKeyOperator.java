package org.orrery.sql.exec.operator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * DISTINCT ON over a sort: the first row of each key, in order. Keeps one row a key instead of
 * sorting all rows; a large table scan is read in parts.
 */
final class FirstOfKeyOperator implements Operator {

  private final PhysicalPlan.DistinctOn distinct;
  private final PhysicalPlan.Sort sort;
  private final OperatorFactory factory;
  private final Queue<QueryMemory.Share> memories = new ConcurrentLinkedQueue<>();
  private SortOperator.@Nullable SortedRows sorted;

  FirstOfKeyOperator(
      PhysicalPlan.DistinctOn distinct, PhysicalPlan.Sort sort, OperatorFactory factory) {
    this.distinct = distinct;
    this.sort = sort;
    this.factory = factory;
  }

  @Override
  public @Nullable Batch next() {
    if (sorted == null) {
      List<FirstRows> parts = ParallelParts.read(sort.input(), factory, true, this::read);
      FirstRows all = parts.getFirst();
      parts.subList(1, parts.size()).forEach(all::merge);
      sorted = SortOperator.SortedRows.sort(all.rows(), new RowOrder(sort.keys(), sort.types()));
    }
    return sorted.next();
  }

  private FirstRows read(Operator input) {
    QueryMemory.Share memory = factory.context().memory().share("A sort");
    memories.add(memory);
    var first = new FirstRows(distinct.keys(), sort);
    try (input) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        factory.context().checkCancelled();
        first.add(batch);
        memory.set(first.retainedBytes());
      }
    }
    return first;
  }

  @Override
  public void close() {
    sorted = null;
    memories.forEach(QueryMemory.Share::close);
  }
}
