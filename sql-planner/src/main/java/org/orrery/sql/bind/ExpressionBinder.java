package org.orrery.sql.bind;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;

/** Binds expressions of one clause. */
final class ExpressionBinder {

  final Analysis analysis;
  final Scope scope;
  final Clause clause;
  final @Nullable AggregateCalls aggregates;
  final @Nullable SetCalls setCalls;
  final @Nullable WindowBinder windows;
  final OperatorResolver operators;
  private final ComparisonBinder comparisons;
  private final ConditionalBinder conditionals;
  private final CallBinder calls;
  private final SubqueryBinder subqueries;
  private final ArrayBinder arrays;

  /**
   * A binder.
   *
   * @param aggregates takes the aggregate calls; null where they are not allowed
   * @param setCalls takes the set-returning calls; null where they are not allowed
   */
  ExpressionBinder(
      Scope scope,
      Clause clause,
      @Nullable AggregateCalls aggregates,
      @Nullable SetCalls setCalls) {
    this(scope, clause, aggregates, setCalls, null);
  }

  /**
   * A binder.
   *
   * @param windows takes the window calls; null where they are not allowed
   */
  ExpressionBinder(
      Scope scope,
      Clause clause,
      @Nullable AggregateCalls aggregates,
      @Nullable SetCalls setCalls,
      @Nullable WindowBinder windows) {
    this.windows = windows;
    this.analysis = scope.analysis;
    this.scope = scope;
    this.clause = clause;
    this.aggregates = aggregates;
    this.setCalls = setCalls;
    this.operators = new OperatorResolver(analysis);
    this.comparisons = new ComparisonBinder(this);
    this.conditionals = new ConditionalBinder(this);
    this.calls = new CallBinder(this);
    this.subqueries = new SubqueryBinder(this);
    this.arrays = new ArrayBinder(this);
  }

  /** A binder for a clause without aggregates and sets. */
  static ExpressionBinder plain(Scope scope, Clause clause) {
    return new ExpressionBinder(scope, clause, null, null);
  }

  /** Binds several expressions. */
  List<Bound> bindAll(List<Expression> expressions) {
    var bound = new ArrayList<Bound>();
    expressions.forEach(expression -> bound.add(bind(expression)));
    return bound;
  }

  /** Binds a condition of {@code construct}. */
  RexNode condition(Expression expression, String construct) {
    return analysis.coercion.condition(bind(expression), construct);
  }

  /** Binds an expression; {@code unknown} stays unknown. */
  Bound bind(Expression expression) {
    return switch (expression) {
      case Expression.ColumnRef reference -> column(reference);
      case Expression.Parameter(int number, int position) ->
          analysis.parameters.reference(number, position);
      case Expression.IntegerLiteral(int value, int position) ->
          new Bound.Value(analysis.int4(value), BuiltinTypes.INT4, -1, position);
      case Expression.NumericLiteral(String text, int position) -> number(text, position);
      case Expression.StringLiteral(String text, int position) -> new Bound.Literal(text, position);
      case Expression.BitStringLiteral literal -> throw bitString(literal);
      case Expression.BooleanLiteral(boolean value, int position) ->
          bool(analysis.bool(value), position);
      case Expression.NullLiteral(int position) -> new Bound.Literal(null, position);
      case Expression.TypeCast cast -> cast(cast);
      case Expression.FunctionCall call -> calls.bind(call);
      case Expression.OperatorCall call -> operator(call);
      case Expression.And(var operands, int position) ->
          bool(
              analysis.logic(SqlStdOperatorTable.AND, conditions(operands, "AND")),
              first(position, operands));
      case Expression.Or(var operands, int position) ->
          bool(
              analysis.logic(SqlStdOperatorTable.OR, conditions(operands, "OR")),
              first(position, operands));
      case Expression.Not(Expression operand, int position) ->
          bool(
              analysis.logic(SqlStdOperatorTable.NOT, List.of(condition(operand, "NOT"))),
              position);
      case Expression.NullTest test -> comparisons.nullTest(test);
      case Expression.BooleanTest test -> comparisons.booleanTest(test);
      case Expression.DistinctTest test -> comparisons.distinctTest(test);
      case Expression.Between between -> comparisons.between(between);
      case Expression.InList in -> comparisons.inList(in);
      case Expression.PatternMatch match -> comparisons.patternMatch(match);
      case Expression.QuantifiedArray quantified -> comparisons.quantifiedArray(quantified);
      case Expression.InSubquery in -> subqueries.in(in);
      case Expression.QuantifiedSubquery quantified -> subqueries.quantified(quantified);
      case Expression.Exists exists -> subqueries.exists(exists);
      case Expression.ScalarSubquery subquery -> subqueries.scalar(subquery);
      case Expression.ArraySubquery subquery -> subqueries.array(subquery);
      case Expression.ArrayConstructor array -> arrays.constructor(array, null);
      case Expression.Subscript subscript -> arrays.subscript(subscript);
      case Expression.FieldSelection selection -> fieldSelection(selection);
      case Expression.Row(var fields, boolean _, int position) ->
          new Bound.Row(bindAll(fields), position);
      case Expression.Case branches -> conditionals.branches(branches);
      case Expression.Coalesce coalesce -> conditionals.coalesce(coalesce);
      case Expression.NullIf nullIf -> conditionals.nullIf(nullIf);
      case Expression.MinMax minMax -> conditionals.minMax(minMax);
      case Expression.Collate collate -> collate(collate);
      case Expression.AtTimeZone(Expression operand, Expression zone, int position) ->
          calls.bind(
              Expression.FunctionCall.of(
                  List.of("pg_catalog", "timezone"), List.of(zone, operand), position));
      case Expression.SqlValueFunction function -> ValueFunctions.bind(this, function);
      case Expression.Grouping grouping -> grouping(grouping);
      case Expression.SetToDefault(int position) ->
          throw OrreryException.of(SqlState.SYNTAX_ERROR, "DEFAULT is not allowed in this context")
              .at(position);
      case Expression.CurrentOf current ->
          throw OrreryException.notSupported("WHERE CURRENT OF is not supported yet")
              .at(current.position());
    };
  }

  CallBinder calls() {
    return calls;
  }

  static Bound.Value bool(RexNode rex, int position) {
    return new Bound.Value(rex, BuiltinTypes.BOOL, -1, position);
  }

  private List<RexNode> conditions(List<Expression> operands, String construct) {
    var conditions = new ArrayList<RexNode>();
    operands.forEach(operand -> conditions.add(condition(operand, construct)));
    return conditions;
  }

  private static int first(int position, List<Expression> operands) {
    int operand = operands.getFirst().position();
    return operand < 0 ? position : Math.min(position, operand);
  }

  /** Where an expression of an operator and its left operand starts. */
  static int leftmost(int position, @Nullable Bound left) {
    return left == null || left.position() < 0 ? position : Math.min(position, left.position());
  }

  private Bound column(Expression.ColumnRef reference) {
    if (reference.star()) {
      throw OrreryException.of(
              SqlState.FEATURE_NOT_SUPPORTED, "row expansion via \"*\" is not supported here")
          .at(reference.position());
    }
    if (clause == Clause.DEFAULT) {
      throw OrreryException.notSupported("cannot use column reference in DEFAULT expression")
          .at(reference.position());
    }
    return scope.column(reference);
  }

  private static OrreryException bitString(Expression.BitStringLiteral literal) {
    String digits = literal.digits();
    for (int i = 0; i < digits.length(); i = digits.offsetByCodePoints(i, 1)) {
      if (Character.digit(digits.charAt(i), literal.hex() ? 16 : 2) < 0 || digits.charAt(i) > 'f') {
        return OrreryException.of(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "\"%s\" is not a valid %s digit",
                digits.substring(i, digits.offsetByCodePoints(i, 1)),
                literal.hex() ? "hexadecimal" : "binary")
            .at(literal.position());
      }
    }
    return OrreryException.notSupported("bit strings are not supported yet").at(literal.position());
  }

  private Bound number(String text, int position) {
    boolean isWhole = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
    if (isWhole && text.length() <= 20) {
      BigInteger value = new BigInteger(text);
      if (value.bitLength() <= 31) {
        return new Bound.Value(
            analysis.int4(value.intValueExact()), BuiltinTypes.INT4, -1, position);
      }
      if (value.bitLength() <= 63) {
        return new Bound.Value(
            analysis.constant(BuiltinTypes.INT8, value.longValueExact()),
            BuiltinTypes.INT8,
            -1,
            position);
      }
    }
    return new Bound.Value(
        analysis.parse(text, BuiltinTypes.NUMERIC, -1, position),
        BuiltinTypes.NUMERIC,
        -1,
        position);
  }

  private Bound cast(Expression.TypeCast cast) {
    TypeResolver.TypeReference target = new TypeResolver(analysis).resolve(cast.type());
    Bound operand =
        cast.operand() instanceof Expression.ArrayConstructor array && target.type().isArray()
            ? arrays.constructor(array, target.type())
            : bind(cast.operand());
    if (operand instanceof Bound.Row && target.type() != BuiltinTypes.RECORD) {
      operand = analysis.coercion.value(operand);
    }
    Bound.Value value =
        analysis.coercion.convertOrFail(
            operand, target.type(), target.typmod(), Context.EXPLICIT, cast.position());
    return new Bound.Value(
        value.rex(), value.type(), target.typmod(), leftmost(cast.position(), operand));
  }

  private Bound operator(Expression.OperatorCall call) {
    OperatorName name = call.operator();
    Expression leftExpression = call.left();
    if (leftExpression == null) {
      Bound negated = negatedConstant(call);
      if (negated != null) {
        return negated;
      }
      return operators.call(name, null, bind(call.right()), call.position());
    }
    Bound left = bind(leftExpression);
    Bound right = bind(call.right());
    if (left instanceof Bound.Row leftRow && right instanceof Bound.Row rightRow) {
      return comparisons.rows(name, leftRow, rightRow, call.position());
    }
    Bound.Value value = operators.call(name, left, right, call.position());
    return new Bound.Value(value.rex(), value.type(), -1, leftmost(call.position(), left));
  }

  /** A minus before a number is part of the constant, as in PostgreSQL's grammar. */
  private @Nullable Bound negatedConstant(Expression.OperatorCall call) {
    if (!call.operator().equals(OperatorName.of("-"))) {
      return null;
    }
    return switch (call.right()) {
      case Expression.IntegerLiteral(int value, int _) -> number("-" + value, call.position());
      case Expression.NumericLiteral(String text, int _) when !text.startsWith("-") ->
          number("-" + text, call.position());
      default -> null;
    };
  }

  private Bound collate(Expression.Collate collate) {
    Bound operand = bind(collate.operand());
    SqlType type = operand.type();
    SqlType element = type.isArray() ? type.element() : null;
    SqlType base = element == null ? type : element;
    if (base != BuiltinTypes.UNKNOWN && base.category() != 'S') {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "collations are not supported by type %s",
              TypeNames.format(type, -1))
          .at(collate.position());
    }
    String name = collate.collation().getLast();
    switch (name) {
      case "C", "POSIX", "default", "ucs_basic" -> {}
      default ->
          throw OrreryException.of(
                  SqlState.UNDEFINED_OBJECT,
                  "collation \"%s\" for encoding \"UTF8\" does not exist",
                  String.join(".", collate.collation()))
              .at(collate.position());
    }
    return operand;
  }

  private Bound fieldSelection(Expression.FieldSelection selection) {
    String field = selection.field();
    if (field != null && selection.operand() instanceof Expression.ColumnRef reference) {
      var names = new ArrayList<>(reference.names());
      if (!reference.star() && scope.itemOrNull(names) != null) {
        names.add(field);
        return scope.column(new Expression.ColumnRef(names, false, reference.position()));
      }
    }
    if (field == null) {
      throw OrreryException.notSupported("row expansion via \"*\" is not supported here")
          .at(selection.position());
    }
    return Composites.field(analysis, bind(selection.operand()), field, selection.position());
  }

  private Bound grouping(Expression.Grouping grouping) {
    AggregateCalls collector = aggregates;
    if (collector == null) {
      throw OrreryException.of(
              SqlState.GROUPING_ERROR, "grouping operations are not allowed in %s", clause.label())
          .at(grouping.position());
    }
    var arguments = new ArrayList<RexNode>();
    for (Expression argument : grouping.arguments()) {
      arguments.add(analysis.coercion.value(bind(argument)).rex());
    }
    return new Bound.Value(
        collector.addGrouping(arguments, grouping.arguments().getFirst().position()),
        BuiltinTypes.INT4,
        -1,
        grouping.position());
  }
}
