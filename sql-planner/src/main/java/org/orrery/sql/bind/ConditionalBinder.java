package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;

/** CASE, COALESCE, NULLIF, GREATEST and LEAST. */
final class ConditionalBinder {

  private final ExpressionBinder binder;
  private final Analysis analysis;

  ConditionalBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.analysis = binder.analysis;
  }

  private RexNode choose(SqlType type, List<RexNode> operands) {
    return analysis.rex.makeCall(analysis.relType(type), SqlStdOperatorTable.CASE, operands);
  }

  Bound branches(Expression.Case branches) {
    Expression operandExpression = branches.operand();
    Bound operand =
        operandExpression == null ? null : analysis.coercion.value(binder.bind(operandExpression));
    var conditions = new ArrayList<RexNode>();
    var results = new ArrayList<Bound>();
    for (Expression.When when : branches.whens()) {
      if (operand == null) {
        conditions.add(binder.condition(when.condition(), "CASE/WHEN"));
      } else {
        Bound value = binder.bind(when.condition());
        Bound test = binder.operators.call(OperatorName.of("="), operand, value, when.position());
        conditions.add(analysis.coercion.condition(test, "CASE/WHEN"));
      }
      results.add(binder.bind(when.result()));
    }
    Expression otherwise = branches.otherwise();
    Bound last =
        otherwise == null ? new Bound.Literal(null, branches.position()) : binder.bind(otherwise);
    // PostgreSQL looks at the ELSE result first.
    results.addFirst(last);
    UnionTypes.Common common = UnionTypes.of(analysis.coercion, results, "CASE");
    var operands = new ArrayList<RexNode>();
    for (int i = 0; i < conditions.size(); i++) {
      operands.add(conditions.get(i));
      operands.add(
          UnionTypes.convert(analysis.coercion, results.get(i + 1), common.type(), "CASE/WHEN"));
    }
    operands.add(UnionTypes.convert(analysis.coercion, last, common.type(), "CASE/ELSE"));
    return new Bound.Value(
        choose(common.type(), operands), common.type(), common.typmod(), branches.position());
  }

  Bound coalesce(Expression.Coalesce coalesce) {
    List<Bound> arguments = binder.bindAll(coalesce.arguments());
    UnionTypes.Common common = UnionTypes.of(analysis.coercion, arguments, "COALESCE");
    List<RexNode> operands = converted(arguments, common.type(), "COALESCE");
    RexNode rex =
        operands.size() == 1
            ? operands.getFirst()
            : analysis.rex.makeCall(
                analysis.relType(common.type()), SqlStdOperatorTable.COALESCE, operands);
    return new Bound.Value(rex, common.type(), common.typmod(), coalesce.position());
  }

  private List<RexNode> converted(List<Bound> arguments, SqlType type, String construct) {
    var operands = new ArrayList<RexNode>();
    for (Bound argument : arguments) {
      operands.add(UnionTypes.convert(analysis.coercion, argument, type, construct));
    }
    return operands;
  }

  Bound nullIf(Expression.NullIf nullIf) {
    Bound left = binder.bind(nullIf.left());
    Bound right = binder.bind(nullIf.right());
    OperatorResolver.Match match =
        binder.operators.resolve(
            OperatorName.of("="), left.type(), right.type(), nullIf.position());
    SqlType leftType = match.left();
    SqlType type = leftType == null || left.isUnknown() ? match.right() : leftType;
    RexNode value = analysis.coercion.implicit(left, type);
    RexNode equal =
        analysis.call(
            match.operator().function(),
            OperatorResolver.kind(match.operator()),
            BuiltinTypes.BOOL,
            List.of(value, analysis.coercion.implicit(right, match.right())));
    // The result is of the left operand's own type where that needs no conversion.
    boolean isRelabelled =
        left instanceof Bound.Value && analysis.coercion.isBinaryCoercible(left.type(), type);
    Bound.Value result =
        isRelabelled
            ? analysis.coercion.value(left)
            : new Bound.Value(value, type, -1, nullIf.position());
    RexNode rex =
        choose(result.type(), List.of(equal, analysis.constant(result.type(), null), result.rex()));
    return new Bound.Value(rex, result.type(), result.typmod(), nullIf.position());
  }

  /** The greatest or least argument that is not NULL. */
  Bound minMax(Expression.MinMax minMax) {
    String construct = minMax.greatest() ? "GREATEST" : "LEAST";
    List<Bound> arguments = binder.bindAll(minMax.arguments());
    UnionTypes.Common common = UnionTypes.of(analysis.coercion, arguments, construct);
    SqlType type = common.type();
    binder.operators.requireOrdering(type, minMax.position());
    List<RexNode> operands = converted(arguments, type, construct);
    var branches = new ArrayList<RexNode>();
    for (int i = 0; i < operands.size() - 1; i++) {
      branches.add(wins(operands, i, type, minMax));
      branches.add(operands.get(i));
    }
    RexNode last = operands.getLast();
    branches.add(last);
    return new Bound.Value(
        operands.size() == 1 ? last : choose(type, branches),
        type,
        common.typmod(),
        minMax.position());
  }

  /** Whether an operand is not NULL and beaten by no other. */
  private RexNode wins(List<RexNode> operands, int index, SqlType type, Expression.MinMax minMax) {
    var conditions = new ArrayList<RexNode>();
    RexNode candidate = operands.get(index);
    conditions.add(analysis.rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, candidate));
    for (int i = 0; i < operands.size(); i++) {
      if (i == index) {
        continue;
      }
      Bound.Value comparison =
          binder.operators.call(
              OperatorName.of(minMax.greatest() ? ">=" : "<="),
              new Bound.Value(candidate, type, -1, minMax.position()),
              new Bound.Value(operands.get(i), type, -1, minMax.position()),
              minMax.position());
      RexNode isNull = analysis.rex.makeCall(SqlStdOperatorTable.IS_NULL, operands.get(i));
      conditions.add(analysis.logic(SqlStdOperatorTable.OR, List.of(isNull, comparison.rex())));
    }
    return analysis.logic(SqlStdOperatorTable.AND, conditions);
  }
}
