package org.orrery.sql.exec.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillPartitions;

/**
 * Groups and aggregates by hash tables. Over a large table scan, parts of the input are aggregated
 * on the compute pool and merged; the result does not depend on that. When the tables hold too much
 * memory, rows of further groups go to files by the hash of their keys, which are aggregated one
 * after the other at the end.
 */
final class AggregateOperator implements Operator {

  private final PhysicalPlan.HashAggregate plan;
  private final OperatorFactory factory;
  private final @Nullable BlockSummaries summaries;
  private final Queue<QueryMemory.Share> memories = new ConcurrentLinkedQueue<>();
  private final Queue<Grouping> created = new ConcurrentLinkedQueue<>();
  private final Queue<Overflow> overflows = new ArrayDeque<>();
  private List<Grouping> groupings = List.of();
  private boolean isComputed;
  private int nextGrouping;
  private int nextGroup;

  /**
   * Rows of groups that were not in a table.
   *
   * @param set which grouping set's
   * @param level how often the rows have been partitioned
   */
  private record Overflow(int set, SpillFile rows, int level) {}

  AggregateOperator(PhysicalPlan.HashAggregate plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
    this.summaries = BlockSummaries.of(plan);
  }

  @Override
  public @Nullable Batch next() {
    if (!isComputed) {
      start(compute(), 0);
      isComputed = true;
    }
    while (true) {
      while (nextGrouping < groupings.size()) {
        Batch batch = groupings.get(nextGrouping).results(nextGroup);
        if (batch != null) {
          nextGroup += batch.size();
          return batch;
        }
        nextGrouping++;
        nextGroup = 0;
      }
      Overflow overflow = overflows.poll();
      if (overflow == null) {
        return null;
      }
      groupings = List.of();
      created.forEach(Grouping::close);
      created.clear();
      memories.forEach(QueryMemory.Share::close);
      memories.clear();
      Operator rows = new SpillScanOperator(overflow.rows());
      start(
          aggregate(rows, List.of(newGrouping(overflow.set())), overflow.level()),
          overflow.level());
    }
  }

  /** Makes groupings those whose results come next. */
  private void start(List<Grouping> computed, int level) {
    for (Grouping grouping : computed) {
      grouping.finish();
      for (SpillFile file : grouping.finishOverflow()) {
        if (file.rowCount() > 0) {
          overflows.add(new Overflow(grouping.setNumber(), file, level + 1));
        }
      }
    }
    groupings = computed;
    nextGrouping = 0;
    nextGroup = 0;
  }

  private List<Grouping> compute() {
    boolean isMergeable = plan.calls().stream().allMatch(GroupedCall::isMergeable);
    List<List<Grouping>> parts =
        ParallelParts.read(
            plan.input(), factory, isMergeable, input -> aggregate(input, newGroupings(), 0));
    List<Grouping> result = parts.getFirst();
    for (int i = 0; i < result.size() && parts.size() > 1; i++) {
      int set = i;
      result.get(i).merge(parts.stream().skip(1).map(part -> part.get(set)).toList());
    }
    return result;
  }

  private List<Grouping> newGroupings() {
    var fresh = new ArrayList<Grouping>();
    for (int set = 0; set < plan.groupingSets().size(); set++) {
      fresh.add(newGrouping(set));
    }
    return fresh;
  }

  private Grouping newGrouping(int set) {
    var grouping = new Grouping(plan, plan.groupingSets().get(set), set, factory.context());
    created.add(grouping);
    return grouping;
  }

  private List<Grouping> aggregate(Operator input, List<Grouping> target, int level) {
    QueryMemory.Share memory = factory.context().memory().share("Grouping");
    memories.add(memory);
    if (summaries != null && input instanceof TableScanOperator scan) {
      BlockSummaries known = summaries;
      scan.summarise(block -> target.getFirst().add(block, known));
    }
    try (input) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        factory.context().checkCancelled();
        long bytes = 0;
        for (Grouping grouping : target) {
          grouping.add(batch);
          bytes += grouping.retainedBytes();
        }
        memory.set(bytes);
        if (memory.isTight() && level < SpillPartitions.LEVELS_MAX) {
          target.forEach(grouping -> grouping.admitNoMore(level));
        }
      }
    }
    return target;
  }

  @Override
  public void close() {
    created.forEach(Grouping::close);
    created.clear();
    groupings = List.of();
    overflows.forEach(overflow -> overflow.rows().close());
    memories.forEach(QueryMemory.Share::close);
  }
}
