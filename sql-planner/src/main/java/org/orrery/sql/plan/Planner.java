package org.orrery.sql.plan;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.rule.LogicalOptimizer;

/** From bound algebra to a physical plan. Thread-safe. */
public final class Planner {

  private final TableStatistics statistics;

  /** A planner that chooses by these sizes. */
  public Planner(TableStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Plans a statement.
   *
   * @param bound algebra in the vocabulary of this package
   * @param catalog the catalog it was bound against
   */
  public PhysicalPlan plan(RelNode bound, Catalog catalog) {
    var context = new PlanContext(catalog, bound.getCluster().getRexBuilder(), statistics);
    RelNode rewritten = new SubqueryRewriter(context).rewrite(bound);
    RelNode optimized = optimize(rewritten, context);
    return new PlanLowering(context).lower(optimized);
  }

  /** Optimizes a plan and the plans of the subqueries in its expressions, inner ones first. */
  private static RelNode optimize(RelNode plan, PlanContext context) {
    RelNode withSubqueries =
        plan.accept(
            new RelHomogeneousShuttle() {
              @Override
              public RelNode visit(RelNode node) {
                return visitChildren(node).accept(new SubqueryOptimizer(context));
              }
            });
    return new JoinOrder(context).rewrite(LogicalOptimizer.optimize(withSubqueries));
  }

  private static final class SubqueryOptimizer extends RexShuttle {
    private final PlanContext context;

    SubqueryOptimizer(PlanContext context) {
      this.context = context;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexCall inner = (RexCall) super.visitCall(call);
      if (!(inner.getOperator() instanceof PgForm form)
          || !(form.form() instanceof PgForm.Subquery subquery)) {
        return inner;
      }
      var optimized =
          new PgForm.Subquery(
              subquery.kind(),
              optimize(subquery.plan(), context),
              subquery.correlation(),
              subquery.operator());
      return context
          .rexBuilder()
          .makeCall(inner.getType(), new PgForm(optimized, inner.getType()), inner.getOperands());
    }
  }
}
