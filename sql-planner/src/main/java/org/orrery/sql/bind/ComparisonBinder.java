package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.plan.PgForm;

/** IS, IN, BETWEEN, LIKE, ANY and ALL over arrays, and comparisons of rows. */
final class ComparisonBinder {

  private static final OperatorName EQUAL = OperatorName.of("=");

  private final ExpressionBinder binder;
  private final Analysis analysis;

  ComparisonBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.analysis = binder.analysis;
  }

  private RexNode not(RexNode condition) {
    return analysis.logic(SqlStdOperatorTable.NOT, List.of(condition));
  }

  private RexNode all(List<RexNode> conditions) {
    return conditions.size() == 1
        ? conditions.getFirst()
        : analysis.logic(SqlStdOperatorTable.AND, conditions);
  }

  private RexNode any(List<RexNode> conditions) {
    return conditions.size() == 1
        ? conditions.getFirst()
        : analysis.logic(SqlStdOperatorTable.OR, conditions);
  }

  /** IS [NOT] NULL; of a row, that all its fields are. */
  Bound nullTest(Expression.NullTest test) {
    Bound operand = binder.bind(test.operand());
    if (operand instanceof Bound.Parameter parameter) {
      throw ParameterTypes.undetermined(parameter).at(OrreryException.NO_POSITION);
    }
    SqlOperator operator =
        test.negated() ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL;
    int position = ExpressionBinder.leftmost(test.position(), operand);
    var tests = new ArrayList<RexNode>();
    RexNode rex = analysis.coercion.value(operand).rex();
    if (rex instanceof RexCall call
        && call.getOperator() instanceof PgForm form
        && form.form() instanceof PgForm.RowOf) {
      call.getOperands().forEach(field -> tests.add(isNull(operator, field)));
    } else {
      tests.add(isNull(operator, rex));
    }
    return ExpressionBinder.bool(tests.isEmpty() ? analysis.bool(true) : all(tests), position);
  }

  private RexNode isNull(SqlOperator operator, RexNode operand) {
    return analysis.rex.makeCall(operator, operand);
  }

  Bound booleanTest(Expression.BooleanTest test) {
    String words =
        (test.negated() ? "IS NOT " : "IS ")
            + switch (test.value()) {
              case TRUE -> "TRUE";
              case FALSE -> "FALSE";
              case UNKNOWN -> "UNKNOWN";
            };
    Bound operand = binder.bind(test.operand());
    RexNode condition = analysis.coercion.condition(operand, words);
    SqlOperator operator =
        switch (test.value()) {
          case TRUE ->
              test.negated() ? SqlStdOperatorTable.IS_NOT_TRUE : SqlStdOperatorTable.IS_TRUE;
          case FALSE ->
              test.negated() ? SqlStdOperatorTable.IS_NOT_FALSE : SqlStdOperatorTable.IS_FALSE;
          case UNKNOWN ->
              test.negated() ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL;
        };
    return ExpressionBinder.bool(
        analysis.rex.makeCall(operator, condition),
        ExpressionBinder.leftmost(test.position(), operand));
  }

  Bound distinctTest(Expression.DistinctTest test) {
    Bound left = binder.bind(test.left());
    Bound right = binder.bind(test.right());
    int position = ExpressionBinder.leftmost(test.position(), left);
    if (left instanceof Bound.Row leftRow && right instanceof Bound.Row rightRow) {
      checkSameSize(leftRow, rightRow, test.position());
      var fields = new ArrayList<RexNode>();
      for (int i = 0; i < leftRow.fields().size(); i++) {
        Bound leftField = leftRow.fields().get(i);
        Bound rightField = rightRow.fields().get(i);
        fields.add(distinct(leftField, rightField, test.negated(), test.position()));
      }
      return ExpressionBinder.bool(test.negated() ? all(fields) : any(fields), position);
    }
    return ExpressionBinder.bool(distinct(left, right, test.negated(), test.position()), position);
  }

  private RexNode distinct(Bound left, Bound right, boolean negated, int position) {
    SqlOperator test = negated ? SqlStdOperatorTable.IS_NULL : SqlStdOperatorTable.IS_NOT_NULL;
    if (isNullLiteral(right) && !(left instanceof Bound.Parameter)) {
      return isNull(test, analysis.coercion.value(left).rex());
    }
    if (isNullLiteral(left) && !(right instanceof Bound.Parameter)) {
      return isNull(test, analysis.coercion.value(right).rex());
    }
    OperatorResolver.Match match =
        binder.operators.resolve(EQUAL, left.type(), right.type(), position);
    SqlType leftType = match.left();
    return analysis.form(
        new PgForm.IsDistinct(match.operator().function(), negated),
        BuiltinTypes.BOOL,
        List.of(
            analysis.coercion.implicit(left, leftType == null ? match.right() : leftType),
            analysis.coercion.implicit(right, match.right())));
  }

  private static boolean isNullLiteral(Bound bound) {
    return bound instanceof Bound.Literal(String text, int _) && text == null;
  }

  Bound between(Expression.Between between) {
    Bound operand = binder.bind(between.operand());
    Bound low = binder.bind(between.low());
    Bound high = binder.bind(between.high());
    RexNode rex = range(operand, low, high, between.negated(), between.position());
    if (between.symmetric()) {
      RexNode swapped = range(operand, high, low, between.negated(), between.position());
      rex = between.negated() ? all(List.of(rex, swapped)) : any(List.of(rex, swapped));
    }
    return ExpressionBinder.bool(rex, ExpressionBinder.leftmost(between.position(), operand));
  }

  private RexNode range(Bound operand, Bound low, Bound high, boolean negated, int position) {
    RexNode first = compare(negated ? "<" : ">=", operand, low, position);
    RexNode second = compare(negated ? ">" : "<=", operand, high, position);
    return negated ? any(List.of(first, second)) : all(List.of(first, second));
  }

  private RexNode compare(String symbol, Bound left, Bound right, int position) {
    if (left instanceof Bound.Row leftRow && right instanceof Bound.Row rightRow) {
      return rows(OperatorName.of(symbol), leftRow, rightRow, position).rex();
    }
    return analysis.coercion.condition(
        binder.operators.call(OperatorName.of(symbol), left, right, position), symbol);
  }

  /** {@code a IN (…)}: one test for several constants, else a chain of comparisons. */
  Bound inList(Expression.InList in) {
    Bound operand = binder.bind(in.operand());
    List<Bound> values = binder.bindAll(in.values());
    int position = ExpressionBinder.leftmost(in.position(), operand);
    RexNode together =
        operand instanceof Bound.Row || values.size() < 2
            ? null
            : inConstants(operand, values, in.negated(), in.position());
    if (together != null) {
      return ExpressionBinder.bool(together, position);
    }
    var tests = new ArrayList<RexNode>();
    for (Bound value : values) {
      tests.add(compare(in.negated() ? "<>" : "=", operand, value, in.position()));
    }
    return ExpressionBinder.bool(in.negated() ? all(tests) : any(tests), position);
  }

  /** The test against constants of one type; null when they are not. */
  private @Nullable RexNode inConstants(
      Bound operand, List<Bound> values, boolean negated, int position) {
    var all = new ArrayList<Bound>();
    all.add(operand);
    all.addAll(values);
    SqlType type = commonType(all);
    if (type == null || type == BuiltinTypes.RECORD) {
      return null;
    }
    OperatorResolver.Match match = binder.operators.resolve(EQUAL, type, type, position);
    if (match.left() != match.right()) {
      return null;
    }
    var constants = new ArrayList<RexNode>();
    for (Bound value : values) {
      if (value instanceof Bound.Row) {
        return null;
      }
      if (!(value instanceof Bound.Parameter)
          && !isConstant(analysis.fold(analysis.coercion.implicit(value, match.right())))) {
        return null;
      }
    }
    boolean hasParameters = false;
    for (Bound value : values) {
      RexNode rex = analysis.fold(analysis.coercion.implicit(value, match.right()));
      hasParameters |= !isConstant(rex);
      constants.add(rex);
    }
    RexNode left = analysis.coercion.implicit(operand, match.right());
    RexNode test;
    if (hasParameters) {
      SqlType array = BuiltinTypes.arrayOf(match.right());
      if (array == null) {
        return null;
      }
      test =
          analysis.form(
              new PgForm.Quantified(match.operator().function(), false),
              BuiltinTypes.BOOL,
              List.of(left, analysis.form(new PgForm.ArrayOf(false), array, constants)));
    } else {
      var operands = new ArrayList<RexNode>();
      operands.add(left);
      operands.addAll(constants);
      test = analysis.form(new PgForm.In(match.operator().function()), BuiltinTypes.BOOL, operands);
    }
    return negated ? not(test) : test;
  }

  private @Nullable SqlType commonType(List<Bound> values) {
    var known = new ArrayList<SqlType>();
    for (Bound value : values) {
      if (!value.isUnknown()) {
        known.add(value.type());
      }
    }
    return known.isEmpty() ? BuiltinTypes.TEXT : UnionTypes.commonOrNull(analysis.coercion, known);
  }

  static boolean isConstant(RexNode rex) {
    return rex instanceof RexLiteral
        || (rex instanceof RexCall call
            && call.getOperator() instanceof PgForm form
            && form.form() instanceof PgForm.Constant);
  }

  /** LIKE and its kin are operators; ESCAPE rewrites the pattern. */
  Bound patternMatch(Expression.PatternMatch match) {
    Expression pattern = match.pattern();
    Expression escape = match.escape();
    int position = match.position();
    if (match.kind() == Expression.PatternKind.SIMILAR_TO) {
      pattern =
          Expression.FunctionCall.of(
              List.of("pg_catalog", "similar_to_escape"),
              escape == null ? List.of(pattern) : List.of(pattern, escape),
              position);
    } else if (escape != null) {
      pattern =
          Expression.FunctionCall.of(
              List.of("pg_catalog", "like_escape"), List.of(pattern, escape), position);
    }
    String symbol =
        switch (match.kind()) {
          case LIKE -> match.negated() ? "!~~" : "~~";
          case ILIKE -> match.negated() ? "!~~*" : "~~*";
          case SIMILAR_TO -> match.negated() ? "!~" : "~";
        };
    Bound operand = binder.bind(match.operand());
    Bound.Value value =
        binder.operators.call(OperatorName.of(symbol), operand, binder.bind(pattern), position);
    return new Bound.Value(
        value.rex(), value.type(), -1, ExpressionBinder.leftmost(position, operand));
  }

  /** {@code a op ANY (array)}. */
  Bound quantifiedArray(Expression.QuantifiedArray quantified) {
    Bound left = binder.bind(quantified.left());
    Bound array = binder.bind(quantified.array());
    SqlType element = array.type().element();
    if (!array.isUnknown() && element == null) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side")
          .at(quantified.position());
    }
    OperatorResolver.Match match =
        binder.operators.resolve(
            quantified.operator(),
            left.type(),
            element == null ? BuiltinTypes.UNKNOWN : element,
            quantified.position());
    if (match.result() != BuiltinTypes.BOOL) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires operator to yield boolean")
          .at(quantified.position());
    }
    SqlType leftType = match.left();
    RexNode operand = analysis.coercion.implicit(left, leftType == null ? match.right() : leftType);
    SqlType arrayType =
        element == match.right()
            ? array.type()
            : Polymorphism.arrayOf(match.right(), quantified.position());
    RexNode rex =
        analysis.form(
            new PgForm.Quantified(match.operator().function(), quantified.all()),
            BuiltinTypes.BOOL,
            List.of(operand, analysis.coercion.implicit(array, arrayType)));
    return ExpressionBinder.bool(rex, ExpressionBinder.leftmost(quantified.position(), left));
  }

  private static void checkSameSize(Bound.Row left, Bound.Row right, int position) {
    if (left.fields().size() != right.fields().size()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions")
          .at(position);
    }
    if (left.fields().isEmpty()) {
      throw OrreryException.of(SqlState.FEATURE_NOT_SUPPORTED, "cannot compare rows of zero length")
          .at(position);
    }
  }

  /** Comparison of rows, field by field. */
  Bound.Value rows(OperatorName operator, Bound.Row left, Bound.Row right, int position) {
    checkSameSize(left, right, position);
    var fields = new ArrayList<RexNode>();
    int start = ExpressionBinder.leftmost(position, left);
    String symbol = operator.symbol();
    if (symbol.equals("=") || symbol.equals("<>")) {
      for (int i = 0; i < left.fields().size(); i++) {
        fields.add(compare(symbol, left.fields().get(i), right.fields().get(i), position));
      }
      return ExpressionBinder.bool(symbol.equals("=") ? all(fields) : any(fields), start);
    }
    if (!List.of("<", "<=", ">", ">=").contains(symbol)) {
      throw OrreryException.of(
              SqlState.FEATURE_NOT_SUPPORTED,
              "could not determine interpretation of row comparison operator %s",
              symbol)
          .withHint("Row comparison operators must be associated with btree operator families.")
          .at(position);
    }
    return ExpressionBinder.bool(ordered(symbol, left, right, 0, position), start);
  }

  /** {@code a < x OR a = x AND (b, …) < (y, …)}. */
  private RexNode ordered(String symbol, Bound.Row left, Bound.Row right, int at, int position) {
    Bound a = left.fields().get(at);
    Bound b = right.fields().get(at);
    if (at == left.fields().size() - 1) {
      return compare(symbol, a, b, position);
    }
    RexNode strictly = compare(symbol.substring(0, 1), a, b, position);
    RexNode equal = compare("=", a, b, position);
    RexNode rest = ordered(symbol, left, right, at + 1, position);
    return any(List.of(strictly, all(List.of(equal, rest))));
  }
}
