package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.PhysicalKind;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.storage.api.TableSchema;

/** Chains of filters and projections over one table scan, which several threads may run at once. */
final class Pipelines {

  private Pipelines() {}

  /** The scan at the bottom of such a chain; null when the plan is something else. */
  static PhysicalPlan.@Nullable TableScan parallelScan(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan ->
          scan.filter() == null || isParallelSafe(scan.filter()) ? scan : null;
      case PhysicalPlan.Filter filter ->
          isParallelSafe(filter.condition()) ? parallelScan(filter.input()) : null;
      case PhysicalPlan.Project project ->
          project.expressions().stream().allMatch(Pipelines::isParallelSafe)
              ? parallelScan(project.input())
              : null;
      default -> null;
    };
  }

  /** The scan below filters and projections; null when the plan is something else. */
  static PhysicalPlan.@Nullable TableScan scan(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan -> scan;
      case PhysicalPlan.Filter filter -> scan(filter.input());
      case PhysicalPlan.Project project -> scan(project.input());
      default -> null;
    };
  }

  /** What a top-N by a first key may skip by; null when the key is not a number of a scan. */
  static @Nullable TopBound topBound(PhysicalPlan plan, SortKey key) {
    PhysicalPlan.TableScan scan = scan(plan);
    int column = scanColumn(plan, key.column());
    if (scan == null || column < 0 || scan.columnTypes().get(column).kind() != PhysicalKind.LONG) {
      return null;
    }
    TableSchema table = scan.table();
    boolean isTimeColumn =
        table.partitioning() != null
            && table.indexOf(table.partitioning().timeColumnId()) == scan.columns().get(column);
    return new TopBound(column, isTimeColumn, key.isDescending(), key.nullsFirst());
  }

  /** The column of the scan that a column of the chain is; -1 when it is something else. */
  static int scanColumn(PhysicalPlan plan, int column) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan -> column < scan.columns().size() ? column : -1;
      case PhysicalPlan.SystemScan _ -> column;
      case PhysicalPlan.Filter filter -> scanColumn(filter.input(), column);
      case PhysicalPlan.Project project ->
          project.expressions().get(column) instanceof Expr.Input(int index, var _)
              ? scanColumn(project.input(), index)
              : -1;
      default -> -1;
    };
  }

  private static boolean isParallelSafe(Expr expression) {
    var isSafe = new boolean[] {true};
    Exprs.visit(
        expression,
        node -> {
          boolean isUnsafe =
              node instanceof Expr.Subquery
                  || node instanceof Expr.Outer
                  || (node instanceof Expr.Call call
                      && call.function().volatility() == Volatility.VOLATILE);
          isSafe[0] &= !isUnsafe;
        });
    return isSafe[0];
  }

  /** Operators of a chain over shared splits. */
  static Operator create(
      PhysicalPlan plan, OperatorFactory factory, TableScanOperator.ScanSplits splits) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan -> new TableScanOperator(scan, factory, splits);
      case PhysicalPlan.Filter filter ->
          new FilterOperator(
              create(filter.input(), factory, splits),
              factory.expressions().compile(filter.condition()));
      case PhysicalPlan.Project project ->
          new ProjectOperator(
              create(project.input(), factory, splits),
              factory.expressions().compileAll(project.expressions()));
      default -> throw Invariant.broken("not a parallel pipeline");
    };
  }
}
