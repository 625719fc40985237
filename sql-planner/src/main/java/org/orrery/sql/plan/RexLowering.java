package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;

/** Lowers Rex expressions to the executor's. */
final class RexLowering {

  private final PlanContext context;
  private final PlanLowering plans;

  RexLowering(PlanContext context, PlanLowering plans) {
    this.context = context;
    this.plans = plans;
  }

  /** Lowers an expression; {@code columns} maps its input columns to those of the lowered input. */
  Expr lower(RexNode node, IntUnaryOperator columns) {
    SqlType type = PgRelType.typeOf(node.getType());
    return switch (node) {
      case RexInputRef input -> new Expr.Input(columns.applyAsInt(input.getIndex()), type);
      case RexLiteral literal -> literal(literal, type);
      case RexDynamicParam parameter -> new Expr.Parameter(parameter.getIndex(), type);
      case RexFieldAccess access
          when access.getReferenceExpr() instanceof RexCorrelVariable variable ->
          new Expr.Outer(variable.id.getId(), access.getField().getIndex(), type);
      case RexCall call -> call(call, type, columns);
      default -> throw Invariant.broken("cannot lower " + node);
    };
  }

  /** Lowers an expression that reads no input. */
  Expr lowerConstant(RexNode node) {
    return lower(
        node,
        index -> {
          throw Invariant.broken("expression reads column " + index);
        });
  }

  List<Expr> lowerAll(List<? extends RexNode> nodes, IntUnaryOperator columns) {
    var lowered = new ArrayList<Expr>(nodes.size());
    nodes.forEach(node -> lowered.add(lower(node, columns)));
    return lowered;
  }

  private static Expr literal(RexLiteral literal, SqlType type) {
    if (literal.isNull()) {
      return new Expr.Constant(null, type);
    }
    if (type == BuiltinTypes.BOOL) {
      return new Expr.Constant(RexLiteral.booleanValue(literal) ? 1L : 0L, type);
    }
    throw Invariant.broken("literal " + literal + " is not a boolean");
  }

  private Expr call(RexCall call, SqlType type, IntUnaryOperator columns) {
    if (call.getOperator() instanceof PgForm form) {
      return form(form.form(), call, type, columns);
    }
    List<Expr> operands = lowerAll(call.getOperands(), columns);
    if (call.getOperator() instanceof PgOperator operator) {
      return new Expr.Call(operator.function(), operands, type);
    }
    return switch (call.getKind()) {
      case AND -> new Expr.And(operands);
      case OR -> new Expr.Or(operands);
      case NOT -> new Expr.Not(operands.getFirst());
      case IS_NULL, IS_UNKNOWN -> new Expr.IsNull(operands.getFirst(), false);
      case IS_NOT_NULL -> new Expr.IsNull(operands.getFirst(), true);
      case IS_TRUE -> new Expr.IsBoolean(operands.getFirst(), true, false);
      case IS_NOT_TRUE -> new Expr.IsBoolean(operands.getFirst(), true, true);
      case IS_FALSE -> new Expr.IsBoolean(operands.getFirst(), false, false);
      case IS_NOT_FALSE -> new Expr.IsBoolean(operands.getFirst(), false, true);
      case COALESCE -> new Expr.Coalesce(operands, type);
      case CASE -> caseOf(operands, type);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          new Expr.Call(
              context.comparison(call.getKind(), operands.get(0).type(), operands.get(1).type()),
              operands,
              type);
      case CAST -> relabel(operands.getFirst(), type);
      default -> throw Invariant.broken("cannot lower call of " + call.getOperator());
    };
  }

  private static Expr relabel(Expr operand, SqlType type) {
    if (operand.type().kind() != type.kind()) {
      throw Invariant.broken("cast from " + operand.type() + " to " + type + " is not bound");
    }
    return operand.type() == type ? operand : new Expr.Relabel(operand, type);
  }

  private static Expr caseOf(List<Expr> operands, SqlType type) {
    var whens = new ArrayList<Expr.Case.When>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      whens.add(new Expr.Case.When(operands.get(i), operands.get(i + 1)));
    }
    return new Expr.Case(whens, operands.getLast(), type);
  }

  private Expr form(PgForm.Form form, RexCall call, SqlType type, IntUnaryOperator columns) {
    List<Expr> operands = lowerAll(call.getOperands(), columns);
    return switch (form) {
      case PgForm.Constant(var value) -> new Expr.Constant(value, type);
      case PgForm.TextCast(int typmod) -> new Expr.TextCast(operands.getFirst(), type, typmod);
      case PgForm.Relabel _ -> new Expr.Relabel(operands.getFirst(), type);
      case PgForm.IsDistinct(FunctionDef equality, boolean isNegated) ->
          new Expr.IsDistinct(operands.get(0), operands.get(1), equality, isNegated);
      case PgForm.In(FunctionDef equality) -> in(operands, equality);
      case PgForm.Quantified(FunctionDef operator, boolean isAll) ->
          new Expr.Quantified(operands.get(0), operands.get(1), operator, isAll);
      case PgForm.ArrayOf(boolean isNested) -> new Expr.ArrayOf(operands, isNested, type);
      case PgForm.Subscript _ ->
          new Expr.Subscript(operands.getFirst(), operands.subList(1, operands.size()), type);
      case PgForm.RowOf(var names) -> new Expr.RowOf(operands, names, type);
      case PgForm.Outer(int correlation, int index) -> new Expr.Outer(correlation, index, type);
      case PgForm.Subquery subquery -> subquery(subquery, operands, type);
    };
  }

  private static Expr in(List<Expr> operands, FunctionDef equality) {
    var values = new ArrayList<Object>();
    boolean hasNull = false;
    for (Expr operand : operands.subList(1, operands.size())) {
      if (!(operand instanceof Expr.Constant(var value, var _))) {
        throw Invariant.broken("IN over something that is not constant");
      }
      if (value == null) {
        hasNull = true;
      } else {
        values.add(value);
      }
    }
    return new Expr.In(operands.getFirst(), values, hasNull, equality);
  }

  private Expr subquery(PgForm.Subquery subquery, List<Expr> operands, SqlType type) {
    Expr operand = subquery.hasOperand() ? operands.getFirst() : null;
    List<Expr> captures = operands.subList(operand == null ? 0 : 1, operands.size());
    return new Expr.Subquery(
        subquery.kind(),
        plans.lower(Objects.requireNonNull(subquery.plan())),
        subquery.correlation(),
        captures,
        operand,
        subquery.operator(),
        type);
  }
}
