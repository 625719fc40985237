package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Reads a large table scan in parts, each by a thread of the compute pool. */
final class ParallelParts {

  /** Scans below this size are not worth a second thread. */
  static final long ROWS_MIN = 200_000;

  private ParallelParts() {}

  /**
   * Runs a plan to its end, if it can be in several parts.
   *
   * @param isDivisible whether what is made of parts can be put together
   * @param reader makes something of a part; called by several threads, closes its operator
   * @return what became of each part, at least one
   */
  static <T> List<T> read(
      PhysicalPlan plan,
      OperatorFactory factory,
      boolean isDivisible,
      Function<Operator, T> reader) {
    ExecutionContext context = factory.context();
    PhysicalPlan.TableScan scan = Pipelines.parallelScan(plan);
    if (scan == null || !isDivisible || !context.isParallelSafe()) {
      return List.of(reader.apply(factory.create(plan)));
    }
    TableScanOperator.ScanSplits splits = TableScanOperator.splits(scan, factory);
    int workers = Math.min(context.scheduler().computeThreads(), splits.count());
    if (workers <= 1 || splits.rowsEstimate() < ROWS_MIN) {
      return List.of(reader.apply(Pipelines.create(plan, factory, splits)));
    }
    var parts = new ArrayList<CompletableFuture<T>>();
    for (int worker = 1; worker < workers; worker++) {
      parts.add(
          CompletableFuture.supplyAsync(
              () -> part(plan, factory, splits, reader), context.scheduler().compute()));
    }
    try {
      var results = new ArrayList<T>();
      results.add(reader.apply(Pipelines.create(plan, factory, splits)));
      for (CompletableFuture<T> part : parts) {
        results.add(join(part));
      }
      return results;
    } finally {
      // After an error the others must end, and close what they read, before the snapshot may go.
      splits.close();
      parts.forEach(ParallelParts::await);
    }
  }

  private static <T> T part(
      PhysicalPlan plan,
      OperatorFactory factory,
      TableScanOperator.ScanSplits splits,
      Function<Operator, T> reader) {
    boolean isDone = false;
    try {
      T part = reader.apply(Pipelines.create(plan, factory, splits));
      isDone = true;
      return part;
    } finally {
      if (!isDone) {
        splits.close();
      }
    }
  }

  private static void await(CompletableFuture<?> part) {
    part.handle((_, _) -> true).join();
  }

  private static <T> T join(CompletableFuture<T> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrreryException error) {
        throw error;
      }
      throw e;
    }
  }
}
