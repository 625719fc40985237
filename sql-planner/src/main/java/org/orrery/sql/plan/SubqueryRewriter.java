package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;

/**
 * Turns {@code RexSubQuery} into {@link PgForm.Subquery} before any rewriting. What a subquery
 * reads of its row becomes operands of its call, so rules that shift or substitute columns keep it
 * right without knowing of it; correlation variables remain only for {@code LogicalCorrelate}.
 */
final class SubqueryRewriter {

  private final PlanContext context;

  SubqueryRewriter(PlanContext context) {
    this.context = context;
  }

  /** Rewrites all subqueries of a plan. */
  RelNode rewrite(RelNode plan) {
    return plan.accept(new PlanShuttle());
  }

  private final class PlanShuttle extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode node) {
      RelNode withInputs = visitChildren(node);
      return withInputs.accept(new ExpressionShuttle(withInputs));
    }
  }

  /** Rewrites the subqueries in the expressions of one node. */
  private final class ExpressionShuttle extends RexShuttle {
    private final RelNode node;

    ExpressionShuttle(RelNode node) {
      this.node = node;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      var operands = new ArrayList<RexNode>(visitList(subquery.getOperands()));
      if (operands.size() > 1) {
        throw OrreryException.notSupported("row comparison with a subquery is not supported");
      }
      int correlation = context.nextCorrelation();
      var captures = new CaptureShuttle(node, correlation);
      RelNode plan = subquery.rel.accept(captures).accept(new PlanShuttle());
      Expr.Subquery.Kind kind = kind(subquery);
      FunctionDef operator = null;
      if (kind == Expr.Subquery.Kind.ANY || kind == Expr.Subquery.Kind.ALL) {
        operator = comparison(subquery, operands.getFirst(), plan);
      }
      boolean isCorrelated = !captures.fields.isEmpty();
      operands.addAll(captures.fields.values());
      RelDataType type = type(kind, plan);
      var form = new PgForm.Subquery(kind, plan, isCorrelated ? correlation : -1, operator);
      RexNode call = context.rexBuilder().makeCall(type, new PgForm(form, type), operands);
      return subquery.getKind() == SqlKind.NOT_IN
          ? context.rexBuilder().makeCall(SqlStdOperatorTable.NOT, call)
          : call;
    }

    private Expr.Subquery.Kind kind(RexSubQuery subquery) {
      return switch (subquery.getKind()) {
        case EXISTS -> Expr.Subquery.Kind.EXISTS;
        case SCALAR_QUERY -> Expr.Subquery.Kind.SCALAR;
        case IN, NOT_IN, SOME -> Expr.Subquery.Kind.ANY;
        case ALL -> Expr.Subquery.Kind.ALL;
        case ARRAY_QUERY_CONSTRUCTOR -> Expr.Subquery.Kind.ARRAY;
        default -> throw Invariant.broken("unexpected subquery " + subquery.getKind());
      };
    }

    private FunctionDef comparison(RexSubQuery subquery, RexNode operand, RelNode plan) {
      SqlKind kind = SqlKind.EQUALS;
      if (subquery.getOperator() instanceof SqlQuantifyOperator quantify) {
        kind = quantify.comparisonKind;
      }
      SqlType left = PgRelType.typeOf(operand.getType());
      SqlType right = PgRelType.typeOf(plan.getRowType().getFieldList().getFirst().getType());
      return context.comparison(kind, left, right);
    }

    private RelDataType type(Expr.Subquery.Kind kind, RelNode plan) {
      return switch (kind) {
        case EXISTS, ANY, ALL -> context.types().of(BuiltinTypes.BOOL);
        case SCALAR -> {
          PgRelType field = PgRelType.of(firstType(plan));
          yield context.types().of(field.type(), field.typmod());
        }
        case ARRAY -> {
          SqlType array = BuiltinTypes.arrayOf(PgRelType.typeOf(firstType(plan)));
          if (array == null) {
            throw Invariant.broken("no array type for a subquery's column");
          }
          yield context.types().of(array);
        }
      };
    }

    private RelDataType firstType(RelNode plan) {
      return plan.getRowType().getFieldList().getFirst().getType();
    }
  }

  /**
   * Replaces what a subquery reads of the row it is evaluated for, at any depth, by numbered
   * captured values.
   */
  private final class CaptureShuttle extends RelHomogeneousShuttle {
    private final RelNode node;
    private final int correlation;
    private final Map<Integer, RexNode> fields = new LinkedHashMap<>();

    CaptureShuttle(RelNode node, int correlation) {
      this.node = node;
      this.correlation = correlation;
    }

    @Override
    public RelNode visit(RelNode inner) {
      RelNode withInputs = visitChildren(inner);
      return withInputs.accept(
          new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
              return capture(access);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery nested) {
              RexSubQuery shifted = (RexSubQuery) super.visitSubQuery(nested);
              return shifted.clone(shifted.rel.accept(CaptureShuttle.this));
            }
          });
    }

    private RexNode capture(RexFieldAccess access) {
      if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)
          || !node.getVariablesSet().contains(variable.id)) {
        return access;
      }
      int field = access.getField().getIndex();
      fields.computeIfAbsent(
          field, _ -> context.rexBuilder().makeInputRef(access.getType(), field));
      int index = new ArrayList<>(fields.keySet()).indexOf(field);
      var outer = new PgForm(new PgForm.Outer(correlation, index), access.getType());
      return context.rexBuilder().makeCall(access.getType(), outer, List.of());
    }
  }
}
