package org.orrery.sql.bind;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.plan.PgOperator;

/** Looks for volatile functions. */
final class Volatility {

  private Volatility() {}

  static boolean isVolatile(RelNode rel) {
    var search = new Search();
    rel.accept(search);
    return search.found;
  }

  private static final class Search extends RelHomogeneousShuttle {

    private boolean found;
    private final RexShuttle expressions =
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            found |=
                call.getOperator() instanceof PgOperator operator
                    && operator.function().volatility() == FunctionDef.Volatility.VOLATILE;
            return super.visitCall(call);
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subquery) {
            subquery.rel.accept(Search.this);
            return super.visitSubQuery(subquery);
          }
        };

    @Override
    public RelNode visit(RelNode node) {
      node.accept(expressions);
      return super.visit(node);
    }
  }
}
