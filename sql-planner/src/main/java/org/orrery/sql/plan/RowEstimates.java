package org.orrery.sql.plan;

import java.util.HashSet;
import java.util.Set;
import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;

/** Rough sizes of results, to choose the side of a join that is kept in memory. */
final class RowEstimates {

  private static final double FILTER_SHARE = 0.1;
  private static final double LOOKUP_SHARE = 0.001;
  private static final double GROUP_SHARE = 0.1;
  private static final double SYSTEM_ROWS = 1_000;
  private static final double FUNCTION_ROWS = 1_000;

  private RowEstimates() {}

  private static double rows(PhysicalPlan.TableScan scan, PlanContext context) {
    double all = context.rowsOf(scan.table().tableOid());
    if (scan.filter() == null) {
      return all;
    }
    Set<Integer> equal = new HashSet<>();
    for (Bound bound : scan.bounds()) {
      if (bound.comparison() == Comparison.EQUAL) {
        equal.add(scan.table().columns().get(bound.column()).columnId());
      }
    }
    if (scan.table().uniqueKeys().stream().anyMatch(key -> equal.containsAll(key.columnIds()))) {
      return Math.min(all, 1);
    }
    boolean isLookup =
        scan.table().indexes().stream().anyMatch(index -> equal.contains(index.getFirst()));
    return all * (isLookup ? LOOKUP_SHARE : FILTER_SHARE);
  }

  static double rows(PhysicalPlan plan, PlanContext context) {
    return switch (plan) {
      case PhysicalPlan.Values values -> values.rows().size();
      case PhysicalPlan.TableScan scan -> rows(scan, context);
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
