package org.orrery.sql.bind;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.SelectStatement;

/** Subqueries in expressions. */
final class SubqueryBinder {

  private final ExpressionBinder binder;
  private final Analysis analysis;

  SubqueryBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.analysis = binder.analysis;
  }

  private BoundQuery query(SelectStatement statement, int position) {
    if (!binder.clause.allowsSubqueries()) {
      throw OrreryException.notSupported(
              "cannot use subquery in %s",
              switch (binder.clause) {
                case CHECK -> "check constraint";
                case DEFAULT -> "DEFAULT expression";
                case GENERATED -> "column generation expression";
                case INDEX_PREDICATE -> "index predicate";
                default -> "index expression";
              })
          .at(position);
    }
    return new QueryBinder(analysis).bind(statement, binder.scope).finish();
  }

  private Target onlyColumn(BoundQuery query, int position) {
    if (query.columns().size() != 1) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "subquery must return only one column")
          .at(position);
    }
    return query.columns().getFirst();
  }

  Bound exists(Expression.Exists exists) {
    BoundQuery query = query(exists.query(), exists.position());
    return ExpressionBinder.bool(RexSubQuery.exists(query.rel()), exists.position());
  }

  Bound scalar(Expression.ScalarSubquery subquery) {
    BoundQuery query = query(subquery.query(), subquery.position());
    Target column = onlyColumn(query, subquery.position());
    SqlType type = column.value().type();
    RexNode rex = RexSubQuery.scalar(query.rel()).clone(analysis.relType(type), ImmutableList.of());
    return new Bound.Value(rex, type, column.value().typmod(), subquery.position());
  }

  Bound array(Expression.ArraySubquery subquery) {
    BoundQuery query = query(subquery.query(), subquery.position());
    SqlType element = onlyColumn(query, subquery.position()).value().type();
    SqlType type = element.isArray() ? element : Polymorphism.arrayOf(element, subquery.position());
    RexNode rex = RexSubQuery.array(query.rel()).clone(analysis.relType(type), ImmutableList.of());
    return new Bound.Value(rex, type, -1, subquery.position());
  }

  Bound in(Expression.InSubquery in) {
    Bound operand = binder.bind(in.operand());
    BoundQuery query = query(in.query(), in.position());
    RexNode rex = compared(operand, OperatorName.of("="), false, query, in.position());
    int position = ExpressionBinder.leftmost(in.position(), operand);
    return ExpressionBinder.bool(
        in.negated() ? analysis.logic(SqlStdOperatorTable.NOT, List.of(rex)) : rex, position);
  }

  Bound quantified(Expression.QuantifiedSubquery quantified) {
    Bound operand = binder.bind(quantified.left());
    BoundQuery query = query(quantified.query(), quantified.position());
    RexNode rex =
        compared(operand, quantified.operator(), quantified.all(), query, quantified.position());
    return ExpressionBinder.bool(rex, ExpressionBinder.leftmost(quantified.position(), operand));
  }

  private RexNode compared(
      Bound operand, OperatorName operator, boolean isAll, BoundQuery query, int position) {
    List<Bound> left = operand instanceof Bound.Row row ? row.fields() : List.of(operand);
    int count = query.columns().size();
    if (left.size() != count) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR,
              left.size() < count
                  ? "subquery has too many columns"
                  : "subquery has too few columns")
          .at(position);
    }
    boolean isEquality = operator.symbol().equals("=") && !isAll;
    if (count > 1 && !isEquality) {
      throw OrreryException.notSupported(
              "row comparison with ANY or ALL of a subquery is not supported yet")
          .at(position);
    }
    var operands = new ArrayList<RexNode>();
    var columns = new ArrayList<RexNode>();
    boolean isConverted = false;
    for (int i = 0; i < count; i++) {
      Target column = query.columns().get(i);
      SqlType columnType = column.value().type();
      OperatorResolver.Match match =
          binder.operators.resolve(operator, left.get(i).type(), columnType, position);
      if (match.result() != BuiltinTypes.BOOL) {
        throw OrreryException.of(
                SqlState.DATATYPE_MISMATCH,
                "row comparison operator must yield type boolean, not type %s",
                org.orrery.data.type.TypeNames.format(match.result(), -1))
            .at(position);
      }
      SqlType leftType = match.left();
      RexNode value =
          analysis.coercion.implicit(left.get(i), leftType == null ? match.right() : leftType);
      operands.add(value);
      RexNode field = analysis.rex.makeInputRef(query.rel(), i);
      isConverted |= match.right() != columnType;
      columns.add(
          analysis.coercion.implicit(
              new Bound.Value(field, columnType, -1, position), match.right()));
    }
    RelNode rel =
        isConverted ? Relations.project(query.rel(), columns, query.names()) : query.rel();
    if (count > 1) {
      return rowIn(rel, operands, operator, query, position);
    }
    if (isEquality) {
      return RexSubQuery.in(rel, ImmutableList.copyOf(operands));
    }
    return quantified(rel, operands, operator, isAll, position);
  }

  /**
   * A row IN a query: TRUE if a row equals it, else NULL if that is not known of one, else FALSE;
   * both by the query as a condition on the row.
   */
  private RexNode rowIn(
      RelNode rel, List<RexNode> operands, OperatorName operator, BoundQuery query, int position) {
    var fields = new ArrayList<RexNode>();
    for (int i = 0; i < operands.size(); i++) {
      if (Placeholder.findIn(operands.get(i), true) != null) {
        throw OrreryException.notSupported(
                "a row with aggregates IN a subquery is not supported yet")
            .at(position);
      }
      RexNode left = binder.scope.fromInside(operands.get(i));
      RexNode right = analysis.rex.makeInputRef(rel, i);
      fields.add(
          binder
              .operators
              .call(
                  operator,
                  GapFillBinder.value(left),
                  GapFillBinder.value(right),
                  query.columns().get(i).value().position())
              .rex());
    }
    RexNode equal = analysis.logic(SqlStdOperatorTable.AND, fields);
    RexNode unknown = analysis.rex.makeCall(SqlStdOperatorTable.IS_NULL, equal);
    return analysis.rex.makeCall(
        analysis.relType(BuiltinTypes.BOOL),
        SqlStdOperatorTable.CASE,
        List.of(
            RexSubQuery.exists(Relations.filter(rel, equal, java.util.Set.of())),
            analysis.bool(true),
            RexSubQuery.exists(Relations.filter(rel, unknown, java.util.Set.of())),
            analysis.constant(BuiltinTypes.BOOL, null),
            analysis.bool(false)));
  }

  /** {@code x op ALL} is NOT {@code x negated-op ANY}. */
  private RexNode quantified(
      RelNode rel, List<RexNode> operands, OperatorName operator, boolean isAll, int position) {
    SqlQuantifyOperator some =
        switch (operator.symbol()) {
          case "=" -> isAll ? SqlStdOperatorTable.SOME_NE : SqlStdOperatorTable.SOME_EQ;
          case "<>" -> isAll ? SqlStdOperatorTable.SOME_EQ : SqlStdOperatorTable.SOME_NE;
          case "<" -> isAll ? SqlStdOperatorTable.SOME_GE : SqlStdOperatorTable.SOME_LT;
          case "<=" -> isAll ? SqlStdOperatorTable.SOME_GT : SqlStdOperatorTable.SOME_LE;
          case ">" -> isAll ? SqlStdOperatorTable.SOME_LE : SqlStdOperatorTable.SOME_GT;
          case ">=" -> isAll ? SqlStdOperatorTable.SOME_LT : SqlStdOperatorTable.SOME_GE;
          default ->
              throw OrreryException.notSupported(
                      "operator %s with ANY or ALL of a subquery is not supported yet",
                      operator.symbol())
                  .at(position);
        };
    RexNode any = RexSubQuery.some(rel, ImmutableList.copyOf(operands), some);
    return isAll ? analysis.logic(SqlStdOperatorTable.NOT, List.of(any)) : any;
  }
}
