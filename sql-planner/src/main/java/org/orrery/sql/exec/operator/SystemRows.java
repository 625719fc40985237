package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Chains of filters and projections over the scan of a system relation. */
final class SystemRows {

  private SystemRows() {}

  /** The scan at the bottom of such a chain; null when the plan is something else. */
  static PhysicalPlan.@Nullable SystemScan scan(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.SystemScan scan -> scan;
      case PhysicalPlan.Filter filter -> scan(filter.input());
      case PhysicalPlan.Project project -> scan(project.input());
      default -> null;
    };
  }

  /** Operators of a chain whose scan looks at the rows in further ranges only. */
  static Operator create(PhysicalPlan plan, OperatorFactory factory, List<ColumnRange> wanted) {
    return switch (plan) {
      case PhysicalPlan.SystemScan scan -> new SystemScanOperator(scan, factory, wanted);
      case PhysicalPlan.Filter filter ->
          new FilterOperator(
              create(filter.input(), factory, wanted),
              factory.expressions().compile(filter.condition()));
      case PhysicalPlan.Project project ->
          new ProjectOperator(
              create(project.input(), factory, wanted),
              factory.expressions().compileAll(project.expressions()));
      default -> throw Invariant.broken("not over a system relation");
    };
  }
}
