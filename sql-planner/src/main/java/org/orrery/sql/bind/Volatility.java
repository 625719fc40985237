package org.orrery.sql.bind;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.plan.PgForm;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgRelType;

/** Looks for volatile functions. */
final class Volatility {

  private Volatility() {}

  static boolean isVolatile(RelNode rel) {
    var search = new Search();
    rel.accept(search);
    return search.found;
  }

  /** Whether a value may be another for the same row at another time. */
  static boolean isMutable(RexNode value) {
    boolean[] found = {false};
    value.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            found[0] |=
                switch (call.getOperator()) {
                  case PgOperator operator ->
                      operator.function().volatility() != FunctionDef.Volatility.IMMUTABLE;
                  case PgForm form when form.form() instanceof PgForm.TextCast ->
                      dependsOnSettings(PgRelType.typeOf(call.getType()))
                          || dependsOnSettings(
                              PgRelType.typeOf(call.getOperands().getFirst().getType()));
                  default -> false;
                };
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  /** Whether a type's text depends on settings or the catalog. */
  private static boolean dependsOnSettings(SqlType type) {
    return type == BuiltinTypes.TIMESTAMPTZ
        || type == BuiltinTypes.TIMESTAMP
        || type == BuiltinTypes.DATE
        || type == BuiltinTypes.RECORD
        || type.isArray()
        || type.name().startsWith("reg");
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
