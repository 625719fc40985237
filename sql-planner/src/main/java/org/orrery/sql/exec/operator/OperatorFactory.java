package org.orrery.sql.exec.operator;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanRequest;

/** Makes the operators of a plan for one execution. */
public final class OperatorFactory {

  private final ExecutionContext context;
  private final ExpressionCompiler expressions;

  /** A factory for one execution. */
  public OperatorFactory(ExecutionContext context) {
    this.context = context;
    this.expressions = new ExpressionCompiler(context, this);
  }

  /** The execution. */
  public ExecutionContext context() {
    return context;
  }

  /** The compiler of the plan's expressions. */
  public ExpressionCompiler expressions() {
    return expressions;
  }

  /** Starts a whole plan; closing its operator ends the execution. */
  public Operator start(PhysicalPlan plan) {
    Operator root = create(plan);
    return new Operator() {
      @Override
      public @Nullable Batch next() {
        return root.next();
      }

      @Override
      public void close() {
        try {
          root.close();
        } finally {
          context.close();
        }
      }
    };
  }

  /** Starts the operator of a plan node and those of its inputs. */
  public Operator create(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.Values values -> new ValuesOperator(values, expressions);
      case PhysicalPlan.TableScan scan ->
          new TableScanOperator(scan, this, TableScanOperator.splits(scan, this));
      case PhysicalPlan.SystemScan scan -> new SystemScanOperator(scan, this, List.of());
      case PhysicalPlan.FunctionScan scan -> new FunctionScanOperator(scan, this);
      case PhysicalPlan.Filter filter ->
          new FilterOperator(create(filter.input()), expressions.compile(filter.condition()));
      case PhysicalPlan.Project project ->
          new ProjectOperator(
              create(project.input()), expressions.compileAll(project.expressions()));
      case PhysicalPlan.ProjectSet projectSet -> new ProjectSetOperator(projectSet, this);
      case PhysicalPlan.HashAggregate aggregate -> new AggregateOperator(aggregate, this);
      case PhysicalPlan.Sort sort -> new SortOperator(create(sort.input()), sort, context);
      case PhysicalPlan.Limit limit -> limit(limit);
      case PhysicalPlan.DistinctOn distinct -> distinctOn(distinct);
      case PhysicalPlan.LockRows lock -> lockRows(lock, Long.MAX_VALUE);
      case PhysicalPlan.Window window -> new WindowOperator(window, this);
      case PhysicalPlan.HashJoin join -> new HashJoinOperator(join, this);
      case PhysicalPlan.NestedLoop join -> new NestedLoopOperator(join, this);
      case PhysicalPlan.Append append -> new AppendOperator(append, this);
      case PhysicalPlan.SetOperation operation -> new SetOperationOperator(operation, this);
      case PhysicalPlan.Spool spool -> new SpoolOperator(spool, this);
      case PhysicalPlan.RecursiveUnion union -> new RecursiveUnionOperator(union, this);
      case PhysicalPlan.WorkTable table -> new WorkTableOperator(table, context);
      case PhysicalPlan.Modify modify -> new ModifyOperator(modify, this);
      case GapFill gapFill -> new GapFillOperator(gapFill, this);
    };
  }

  private Operator distinctOn(PhysicalPlan.DistinctOn distinct) {
    return distinct.input() instanceof PhysicalPlan.Sort sort
        ? new FirstOfKeyOperator(distinct, sort, this)
        : new DistinctOnOperator(create(distinct.input()), distinct, context);
  }

  private Operator limit(PhysicalPlan.Limit limit) {
    if (limit.tieKeys().isEmpty() && isOverSort(limit.input())) {
      long rows = LimitOperator.rowsNeeded(limit, expressions);
      if (rows <= SortOperator.TOP_ROWS_MAX) {
        return new LimitOperator(top(limit.input(), (int) rows), limit, expressions);
      }
    }
    if (limit.input() instanceof PhysicalPlan.LockRows lock && limit.tieKeys().isEmpty()) {
      long rows = LimitOperator.rowsNeeded(limit, expressions);
      return new LimitOperator(lockRows(lock, rows), limit, expressions);
    }
    return new LimitOperator(create(limit.input()), limit, expressions);
  }

  private Operator lockRows(PhysicalPlan.LockRows lock, long rowsNeeded) {
    return new LockRowsOperator(lock, create(lock.input()), context, rowsNeeded);
  }

  /** Whether a plan is a sort, maybe below projections, which keep the number of rows. */
  private static boolean isOverSort(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.Sort _ -> true;
      case PhysicalPlan.Project project -> isOverSort(project.input());
      default -> false;
    };
  }

  private Operator top(PhysicalPlan plan, int rows) {
    return switch (plan) {
      case PhysicalPlan.Sort sort -> topOfSort(sort, rows);
      case PhysicalPlan.Project project ->
          new ProjectOperator(
              top(project.input(), rows), expressions.compileAll(project.expressions()));
      default -> throw Invariant.broken("not over a sort");
    };
  }

  private Operator topOfSort(PhysicalPlan.Sort sort, int rows) {
    TopBound bound = Pipelines.topBound(sort.input(), sort.keys().getFirst());
    PhysicalPlan.TableScan scan = bound == null ? null : Pipelines.scan(sort.input());
    if (bound == null || scan == null) {
      return new TopOperator(create(sort.input()), sort, rows, context, null);
    }
    Supplier<Operator> whole =
        () ->
            new TopOperator(
                Pipelines.create(sort.input(), this, TableScanOperator.splits(scan, this, bound)),
                sort,
                rows,
                context,
                bound);
    ScanRequest.ColumnRange edge = TopEdge.range(sort, scan, rows, this);
    if (edge == null) {
      return whole.get();
    }
    Operator input =
        Pipelines.create(sort.input(), this, TableScanOperator.splits(scan, this, List.of(edge)));
    return new TopEdge(new TopOperator(input, sort, rows, context, null), rows, sort, whole);
  }

  /** A batch without columns, the input of expressions that read none. */
  static Batch noColumns(int rowCount) {
    return new Batch(new Vector[0], rowCount);
  }

  /** All columns of a batch from {@code first} on. */
  static Vector[] columns(Batch batch, List<Integer> indexes) {
    var columns = new Vector[indexes.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(indexes.get(i));
    }
    return columns;
  }
}
