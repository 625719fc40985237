package org.orrery.sql.plan;

import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.exec.expr.Expr;

/** Lowers expressions that stand outside of a plan: defaults and constraints. */
public final class RowExpressions {

  private RowExpressions() {}

  /** Lowers expressions over a row; they hold no subqueries. */
  public static List<Expr> lower(List<RexNode> expressions, RexBuilder rex, Catalog catalog) {
    var context = new PlanContext(catalog, rex, _ -> 0);
    return new RexLowering(context, new PlanLowering(context))
        .lowerAll(expressions, index -> index);
  }
}
