package org.orrery.sql.rule;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.orrery.sql.plan.PgForm;

/** Finds subqueries in expressions. */
final class SubqueryFinder extends RexVisitorImpl<Void> {

  private boolean isFound;

  private SubqueryFinder() {
    super(true);
  }

  static boolean hasSubquery(RexNode expression) {
    var finder = new SubqueryFinder();
    expression.accept(finder);
    return finder.isFound;
  }

  @Override
  public Void visitCall(RexCall call) {
    isFound |= call.getOperator() instanceof PgForm form && form.form() instanceof PgForm.Subquery;
    return super.visitCall(call);
  }
}
