package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * Groups and aggregates by hash tables. Over a large table scan, parts of the input are aggregated
 * on the compute pool and merged; the result does not depend on that.
 */
final class AggregateOperator implements Operator {

  private final PhysicalPlan.HashAggregate plan;
  private final OperatorFactory factory;
  private final Queue<QueryMemory.Share> memories = new ConcurrentLinkedQueue<>();
  private List<Grouping> groupings = List.of();
  private boolean isComputed;
  private int nextGrouping;
  private int nextGroup;

  AggregateOperator(PhysicalPlan.HashAggregate plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
  }

  @Override
  public @Nullable Batch next() {
    if (!isComputed) {
      groupings = compute();
      groupings.forEach(Grouping::finish);
      isComputed = true;
    }
    while (nextGrouping < groupings.size()) {
      Batch batch = groupings.get(nextGrouping).results(nextGroup);
      if (batch != null) {
        nextGroup += batch.size();
        return batch;
      }
      nextGrouping++;
      nextGroup = 0;
    }
    return null;
  }

  private List<Grouping> compute() {
    boolean isMergeable = plan.calls().stream().allMatch(GroupedCall::isMergeable);
    List<List<Grouping>> parts =
        ParallelParts.read(plan.input(), factory, isMergeable, this::aggregate);
    List<Grouping> result = parts.getFirst();
    for (List<Grouping> other : parts.subList(1, parts.size())) {
      for (int i = 0; i < result.size(); i++) {
        result.get(i).merge(other.get(i));
      }
    }
    return result;
  }

  private List<Grouping> newGroupings() {
    var fresh = new ArrayList<Grouping>();
    for (int set = 0; set < plan.groupingSets().size(); set++) {
      fresh.add(new Grouping(plan, plan.groupingSets().get(set), set, factory.context()));
    }
    return fresh;
  }

  private List<Grouping> aggregate(Operator input) {
    List<Grouping> target = newGroupings();
    QueryMemory.Share memory = factory.context().memory().share("Grouping");
    memories.add(memory);
    try (input) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        factory.context().checkCancelled();
        for (Grouping grouping : target) {
          grouping.add(batch);
        }
        long bytes = 0;
        for (Grouping grouping : target) {
          bytes += grouping.retainedBytes();
        }
        memory.set(bytes);
      }
    }
    return target;
  }

  @Override
  public void close() {
    groupings = List.of();
    memories.forEach(QueryMemory.Share::close);
  }
}
