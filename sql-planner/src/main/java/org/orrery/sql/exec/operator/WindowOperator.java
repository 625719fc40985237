package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.function.FunctionDef.Implementation;

/**
 * Sorts all input rows by partition and order, then computes each call by partition. Rows and
 * results go to files when memory is short; what stays is where partitions and peers begin.
 */
final class WindowOperator implements Operator {

  private final PhysicalPlan.Window plan;
  private final OperatorFactory factory;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final QueryMemory.Share places;
  private @Nullable RowStore rows;
  private final List<WindowColumn> results = new ArrayList<>();
  private int next;

  WindowOperator(PhysicalPlan.Window plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
    this.context = factory.context();
    this.memory = context.memory().share("A window");
    this.places = context.memory().share("A window");
  }

  @Override
  public @Nullable Batch next() {
    RowStore sorted = rows;
    if (sorted == null) {
      sorted = sorted();
      rows = sorted;
      compute(sorted);
    }
    int count = Math.min(Batch.ROWS_MAX, sorted.rowCount() - next);
    if (count <= 0) {
      return null;
    }
    Vector[] inputs = sorted.pageOf(next);
    var columns = new Vector[inputs.length + results.size()];
    System.arraycopy(inputs, 0, columns, 0, inputs.length);
    for (int i = 0; i < results.size(); i++) {
      columns[inputs.length + i] = results.get(i).of(next);
    }
    next += count;
    return new Batch(columns, count);
  }

  private RowStore sorted() {
    var keys = new ArrayList<SortKey>(plan.partition());
    keys.addAll(plan.order());
    if (keys.isEmpty()) {
      return SpoolOperator.readAll(factory, plan.input(), memory);
    }
    var sort = new PhysicalPlan.Sort(plan.input(), keys);
    try (var sorted = new SortOperator(factory.create(plan.input()), sort, context)) {
      return SpoolOperator.readAll(context, sorted, plan.input().types(), memory);
    }
  }

  private void compute(RowStore sorted) {
    List<SqlType> types = sorted.types();
    places.set(WindowRows.bytes(sorted.rowCount()));
    var partitioned =
        new WindowRows(
            sorted, new RowOrder(plan.partition(), types), new RowOrder(plan.order(), types));
    for (WindowCall call : plan.calls()) {
      WindowEvaluator evaluator = evaluator(call);
      var column = new WindowColumn(call.type(), sorted.rowCount(), context.memory());
      results.add(column);
      for (int partition = 0; partition < partitioned.partitionCount(); partition++) {
        context.checkCancelled();
        evaluator.evaluate(partitioned, partition, column);
      }
    }
    places.close();
  }

  private WindowEvaluator evaluator(WindowCall call) {
    var frame = new FrameBounds(call.frame(), factory.expressions());
    return switch (call.function().implementation()) {
      case Implementation.Aggregate _ ->
          new WindowAggregate(call, frame, plan.input().types(), context);
      case Implementation.Window window ->
          switch (window.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST ->
                WindowRanks.of(window.function());
            case NTILE -> WindowRanks.tiles(call.arguments().getFirst());
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
                new WindowValues(window.function(), call, frame);
          };
      case Implementation.Scalar _,
          Implementation.Procedure _,
          Implementation.SetReturning _,
          Implementation.Planned _ ->
          throw Invariant.broken(call.function().name() + " is not a window function");
    };
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
    rows = new RowStore(plan.input().types());
    results.forEach(WindowColumn::close);
    results.clear();
    memory.close();
    places.close();
  }
}
