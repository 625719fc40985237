package org.orrery.sql.plan;

import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Rough sizes of results, to choose the side of a join that is kept in memory. */
final class RowEstimates {

  private static final double FILTER_SHARE = 0.1;
  private static final double GROUP_SHARE = 0.1;
  private static final double SYSTEM_ROWS = 1_000;
  private static final double FUNCTION_ROWS = 1_000;

  private RowEstimates() {}

  static double rows(PhysicalPlan plan, PlanContext context) {
    return switch (plan) {
      case PhysicalPlan.Values values -> values.rows().size();
      case PhysicalPlan.TableScan scan ->
          context.rowsOf(scan.table().tableOid()) * (scan.filter() == null ? 1 : FILTER_SHARE);
      case PhysicalPlan.SystemScan _ -> SYSTEM_ROWS;
      case PhysicalPlan.FunctionScan _ -> FUNCTION_ROWS;
      case PhysicalPlan.Filter filter -> rows(filter.input(), context) * FILTER_SHARE;
      case PhysicalPlan.Project project -> rows(project.input(), context);
      case PhysicalPlan.ProjectSet set -> rows(set.input(), context) * FUNCTION_ROWS;
      case PhysicalPlan.HashAggregate aggregate ->
          aggregate.keys().isEmpty() ? 1 : rows(aggregate.input(), context) * GROUP_SHARE;
      case PhysicalPlan.Sort sort -> rows(sort.input(), context);
      case PhysicalPlan.Limit limit ->
          limit.fetch() instanceof org.orrery.sql.exec.expr.Expr.Constant(Long count, var _)
              ? Math.min(count, rows(limit.input(), context))
              : rows(limit.input(), context);
      case PhysicalPlan.LockRows lock -> rows(lock.input(), context);
      case PhysicalPlan.DistinctOn distinct -> rows(distinct.input(), context) * GROUP_SHARE;
      case PhysicalPlan.Window window -> rows(window.input(), context);
      case PhysicalPlan.HashJoin join ->
          Math.max(rows(join.left(), context), rows(join.right(), context));
      case PhysicalPlan.NestedLoop join ->
          rows(join.left(), context) * Math.max(1, rows(join.right(), context));
      case PhysicalPlan.Append append ->
          append.inputs().stream().mapToDouble(input -> rows(input, context)).sum();
      case PhysicalPlan.SetOperation operation -> rows(operation.left(), context);
      case PhysicalPlan.Spool spool -> rows(spool.input(), context);
      case PhysicalPlan.RecursiveUnion union -> rows(union.initial(), context) * FUNCTION_ROWS;
      case PhysicalPlan.WorkTable _ -> FUNCTION_ROWS;
      case PhysicalPlan.Modify modify -> rows(modify.input(), context);
      case GapFill gapFill -> rows(gapFill.input(), context);
    };
  }
}
