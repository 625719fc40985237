package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * Groups and aggregates by hash tables. Over a large table scan, parts of the input are aggregated
 * on the compute pool and merged; the result does not depend on that.
 */
final class AggregateOperator implements Operator {

  /** Scans below this size are not worth a second thread. */
  static final long PARALLEL_ROWS_MIN = 200_000;

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
    ExecutionContext context = factory.context();
    PhysicalPlan.TableScan scan = Pipelines.parallelScan(plan.input());
    if (scan != null
        && context.isParallelSafe()
        && plan.calls().stream().allMatch(GroupedCall::isMergeable)) {
      TableScanOperator.ScanSplits splits = TableScanOperator.splits(scan, factory);
      int workers = Math.min(context.scheduler().computeThreads(), splits.count());
      if (workers > 1 && splits.rowsEstimate() >= PARALLEL_ROWS_MIN) {
        return computeParallel(splits, workers);
      }
      return aggregate(Pipelines.create(plan.input(), factory, splits), newGroupings());
    }
    return aggregate(factory.create(plan.input()), newGroupings());
  }

  private List<Grouping> newGroupings() {
    var fresh = new ArrayList<Grouping>();
    for (int set = 0; set < plan.groupingSets().size(); set++) {
      fresh.add(new Grouping(plan, plan.groupingSets().get(set), set, factory.context()));
    }
    return fresh;
  }

  private List<Grouping> aggregate(Operator input, List<Grouping> target) {
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

  private List<Grouping> computeParallel(TableScanOperator.ScanSplits splits, int workers) {
    var parts = new ArrayList<CompletableFuture<List<Grouping>>>();
    for (int worker = 1; worker < workers; worker++) {
      parts.add(
          CompletableFuture.supplyAsync(
              () -> aggregatePart(splits), factory.context().scheduler().compute()));
    }
    try {
      List<Grouping> result =
          aggregate(Pipelines.create(plan.input(), factory, splits), newGroupings());
      for (CompletableFuture<List<Grouping>> part : parts) {
        List<Grouping> other = join(part);
        for (int i = 0; i < result.size(); i++) {
          result.get(i).merge(other.get(i));
        }
      }
      return result;
    } finally {
      // After an error the others must end, and close what they read, before the snapshot may go.
      splits.close();
      parts.forEach(AggregateOperator::await);
    }
  }

  private static void await(CompletableFuture<?> part) {
    part.handle((_, _) -> true).join();
  }

  private List<Grouping> aggregatePart(TableScanOperator.ScanSplits splits) {
    boolean isDone = false;
    try {
      List<Grouping> part =
          aggregate(Pipelines.create(plan.input(), factory, splits), newGroupings());
      isDone = true;
      return part;
    } finally {
      if (!isDone) {
        splits.close();
      }
    }
  }

  private static List<Grouping> join(CompletableFuture<List<Grouping>> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrreryException error) {
        throw error;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    groupings = List.of();
    memories.forEach(QueryMemory.Share::close);
  }
}
