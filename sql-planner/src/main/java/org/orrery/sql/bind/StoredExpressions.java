package org.orrery.sql.bind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgRelType;
import org.orrery.sql.session.StatementPlanner.IndexExpression;

/**
 * Writes out the conversions in expressions that the catalog keeps as text, as PostgreSQL shows
 * them: {@code a > 'x'} becomes {@code a > 'x'::text}.
 */
public final class StoredExpressions {

  private final ExpressionBinder binder;

  private StoredExpressions(ExpressionBinder binder) {
    this.binder = binder;
  }

  /** A table whose expressions are valid, with their conversions written out. */
  public static TableEntry typed(TableEntry table, BindContext context) {
    var analysis = new Analysis(context.withoutParameters());
    var defaults =
        new StoredExpressions(ExpressionBinder.plain(Scope.inside(analysis, null), Clause.DEFAULT));
    Scope scope = CatalogExpressions.over(analysis, table);
    var generated = new StoredExpressions(ExpressionBinder.plain(scope, Clause.GENERATED));
    var columns = new ArrayList<ColumnEntry>();
    for (ColumnEntry column : table.columns()) {
      StoredExpressions own = column.isGenerated() ? generated : defaults;
      columns.add(column.withDefault(own.ofDefault(column)));
    }
    var conditions = new StoredExpressions(ExpressionBinder.plain(scope, Clause.CHECK));
    var checks = new ArrayList<TableEntry.CheckEntry>();
    for (TableEntry.CheckEntry check : table.checks()) {
      Expression condition = conditions.typed(CatalogExpressions.parse(check.conditionSql()));
      checks.add(
          new TableEntry.CheckEntry(check.oid(), check.name(), Deparser.expression(condition)));
    }
    return table.with(columns, table.lastColumnNumber(), checks);
  }

  /**
   * An expression or, where {@code isPredicate}, the condition of an index as the catalog keeps it.
   *
   * @throws OrreryException when it is not valid, at its place
   */
  public static IndexExpression ofIndex(
      TableEntry table, Expression written, boolean isPredicate, BindContext context) {
    var analysis = new Analysis(context.withoutParameters());
    Scope scope = CatalogExpressions.over(analysis, table);
    Clause clause = isPredicate ? Clause.INDEX_PREDICATE : Clause.INDEX;
    ExpressionBinder binder = ExpressionBinder.plain(scope, clause);
    Bound bound = binder.bind(written);
    RexNode value =
        isPredicate
            ? analysis.coercion.condition(bound, "WHERE")
            : analysis.coercion.value(bound).rex();
    if (Volatility.isMutable(value)) {
      throw OrreryException.of(
          SqlState.INVALID_OBJECT_DEFINITION,
          "functions in index %s must be marked IMMUTABLE",
          isPredicate ? "predicate" : "expression");
    }
    return new IndexExpression(
        Deparser.expression(new StoredExpressions(binder).typed(written)),
        PgRelType.typeOf(value.getType()));
  }

  /** An expression over a table's columns as the catalog would keep it, to compare it by text. */
  static String text(Analysis analysis, TableEntry table, Expression written) {
    ExpressionBinder binder =
        ExpressionBinder.plain(CatalogExpressions.over(analysis, table), Clause.INDEX);
    Bound _ = binder.bind(written);
    return Deparser.expression(new StoredExpressions(binder).typed(written));
  }

  private @Nullable String ofDefault(ColumnEntry column) {
    String sql = column.defaultSql();
    if (sql == null) {
      return null;
    }
    Expression value = CatalogExpressions.parse(sql);
    // A conversion of the whole is implied, but for a literal, which has no type of its own.
    return Deparser.expression(
        value instanceof Expression.StringLiteral ? cast(value, column.type()) : typed(value));
  }

  private Expression typed(Expression expression) {
    return switch (expression) {
      case Expression.OperatorCall call -> operator(call);
      case Expression.TypeCast(Expression.StringLiteral literal, TypeName target, int position)
          when target.name().equals("regclass") ->
          cast(literal, BuiltinTypes.REGCLASS);
      case Expression.FunctionCall call -> function(call);
      case Expression.And(var operands, int position) ->
          new Expression.And(all(operands), position);
      case Expression.Or(var operands, int position) -> new Expression.Or(all(operands), position);
      case Expression.Not(Expression operand, int position) ->
          new Expression.Not(typed(operand), position);
      case Expression.NullTest(Expression operand, boolean negated, int position) ->
          new Expression.NullTest(typed(operand), negated, position);
      case Expression.Between between when !between.symmetric() -> between(between);
      case Expression.InList in -> in(in);
      case Expression.PatternMatch match when match.escape() == null -> pattern(match);
      case Expression.Coalesce(var arguments, int position) -> {
        SqlType type = binder.bind(expression).type();
        yield new Expression.Coalesce(
            arguments.stream().map(argument -> as(argument, type)).toList(), position);
      }
      default -> expression;
    };
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::typed).toList();
  }

  private Expression operator(Expression.OperatorCall call) {
    Expression left = call.left();
    List<SqlType> types = operandTypes(call, left == null ? 1 : 2);
    if (types == null) {
      return left == null ? negative(call) : call;
    }
    return new Expression.OperatorCall(
        call.operator(),
        left == null ? null : as(left, types.getFirst()),
        as(call.right(), types.getLast()),
        call.position());
  }

  /** A minus before a number is part of the constant. */
  private Expression negative(Expression.OperatorCall call) {
    return switch (call.right()) {
      case Expression.IntegerLiteral(int value, int at) ->
          cast(new Expression.StringLiteral("-" + value, at), BuiltinTypes.INT4);
      case Expression.NumericLiteral(String text, int at) when text.indexOf('.') >= 0 ->
          cast(new Expression.StringLiteral("-" + text, at), BuiltinTypes.NUMERIC);
      default -> call;
    };
  }

  private Expression function(Expression.FunctionCall call) {
    List<SqlType> types = operandTypes(call, call.arguments().size());
    if (types == null) {
      return call;
    }
    var arguments = new ArrayList<Expression.Argument>();
    for (Expression.Argument argument : call.arguments()) {
      SqlType type = types.get(arguments.size());
      boolean isPlain = argument.name() == null && !argument.variadic();
      arguments.add(
          isPlain
              ? new Expression.Argument(
                  null, as(argument.value(), type), false, argument.position())
              : argument);
    }
    return new Expression.FunctionCall(
        call.name(),
        arguments,
        call.star(),
        call.distinct(),
        call.orderBy(),
        call.withinGroup(),
        call.filter(),
        call.over(),
        call.position());
  }

  /** What a call takes, if it is one of a function of so many operands, else null. */
  private @Nullable List<SqlType> operandTypes(Expression call, int count) {
    return binder.bind(call) instanceof Bound.Value(RexCall rex, var _, var _, var _)
            && rex.getOperator() instanceof PgOperator operator
            && operator.function().argumentTypes().size() == count
            && rex.getOperands().size() == count
        ? operator.function().argumentTypes()
        : null;
  }

  private Expression between(Expression.Between between) {
    int position = between.position();
    Expression low =
        operator(
            new Expression.OperatorCall(
                OperatorName.of(between.negated() ? "<" : ">="),
                between.operand(),
                between.low(),
                position));
    Expression high =
        operator(
            new Expression.OperatorCall(
                OperatorName.of(between.negated() ? ">" : "<="),
                between.operand(),
                between.high(),
                position));
    return between.negated()
        ? new Expression.Or(List.of(low, high), position)
        : new Expression.And(List.of(low, high), position);
  }

  private Expression in(Expression.InList in) {
    SqlType own = binder.bind(in.operand()).type();
    SqlType type = own == BuiltinTypes.VARCHAR ? BuiltinTypes.TEXT : own;
    var elements = new ArrayList<Expression>();
    boolean isArray = true;
    for (Expression value : in.values()) {
      boolean isLiteral = value instanceof Expression.StringLiteral;
      isArray &= isLiteral || binder.bind(value).type() == type;
      elements.add(isLiteral ? cast(value, type) : typed(value));
    }
    Expression operand = as(in.operand(), type);
    if (!isArray) {
      return new Expression.InList(operand, elements, in.negated(), in.position());
    }
    return new Expression.QuantifiedArray(
        operand,
        OperatorName.of(in.negated() ? "<>" : "="),
        in.negated(),
        new Expression.ArrayConstructor(elements, in.position()),
        in.position());
  }

  private Expression pattern(Expression.PatternMatch match) {
    return new Expression.PatternMatch(
        match.kind(),
        as(match.operand(), BuiltinTypes.TEXT),
        as(match.pattern(), BuiltinTypes.TEXT),
        null,
        match.negated(),
        match.position());
  }

  /** An operand where {@code type} is taken. */
  private Expression as(Expression operand, SqlType type) {
    SqlType own = binder.bind(operand).type();
    Expression typed = typed(operand);
    return own == type || Polymorphism.isPolymorphic(type) || isAny(type)
        ? typed
        : cast(typed, type);
  }

  private static boolean isAny(SqlType type) {
    return type == BuiltinTypes.ANY || type == BuiltinTypes.RECORD;
  }

  private Expression cast(Expression operand, SqlType type) {
    SqlType element = type.isArray() ? type.element() : null;
    TypeName name = TypeName.system((element == null ? type : element).name(), operand.position());
    TypeName written =
        element == null
            ? name
            : new TypeName(
                name.names(), List.of(), List.of(-1), false, null, false, operand.position());
    return new Expression.TypeCast(fixed(operand, type), written, operand.position());
  }

  /** A time means what it means now, whatever time zone reads it later. */
  private Expression fixed(Expression operand, SqlType type) {
    if (!(operand instanceof Expression.StringLiteral(String text, int position))) {
      return operand;
    }
    if (type == BuiltinTypes.REGCLASS) {
      boolean isOid = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      if (isOid) {
        return operand;
      }
      return new Expression.StringLiteral(
          Long.toString(binder.analysis.context.format().names().oidOf(type, text)), position);
    }
    if (type.category() != 'D') {
      return operand;
    }
    Vector value = Vector.allocate(type.kind(), 1);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FormatSettings format = binder.analysis.context.format();
    type.codec().parseText(bytes, 0, bytes.length, -1, format, value, 0);
    var sink = new ByteSink(32);
    type.codec().formatText(value, 0, FormatSettings.DEFAULT, sink);
    return new Expression.StringLiteral(
        new String(sink.toByteArray(), StandardCharsets.UTF_8), position);
  }
}
