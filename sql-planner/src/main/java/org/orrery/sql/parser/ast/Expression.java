package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Chains of AND and OR are flat lists; chains of other operators are
 * left-deep and limited in height by the parser.
 */
public sealed interface Expression extends AstNode {

  /** {@code a.b.c}, {@code *}, {@code t.*}; with {@code star} the names are what precedes it. */
  record ColumnRef(List<String> names, boolean star, int position) implements Expression {}

  /** {@code $1}: {@code number} counts from 1 (0 is a binder error, as in PostgreSQL). */
  record Parameter(int number, int position) implements Expression {}

  /** An integer constant that fits in int4. */
  record IntegerLiteral(int value, int position) implements Expression {}

  /**
   * Any other number, as text: an int8 when it is a whole number in range, otherwise numeric. Only
   * DDL options hold negative ones.
   */
  record NumericLiteral(String text, int position) implements Expression {}

  /** A string constant of type unknown, escapes resolved. */
  record StringLiteral(String value, int position) implements Expression {}

  /** B'0101' or X'1F'; {@code digits} as written, without prefix and quotes. */
  record BitStringLiteral(String digits, boolean hex, int position) implements Expression {}

  /** TRUE or FALSE. */
  record BooleanLiteral(boolean value, int position) implements Expression {}

  /** NULL. */
  record NullLiteral(int position) implements Expression {}

  /** {@code CAST(x AS t)}, {@code x::t} and the typed constant {@code t 'x'}. */
  record TypeCast(Expression operand, TypeName type, int position) implements Expression {}

  /**
   * A call of a function, aggregate or window function. SQL's special syntaxes (EXTRACT, SUBSTRING
   * …) are calls of {@code pg_catalog} functions, as in PostgreSQL.
   *
   * @param star {@code f(*)}
   * @param orderBy of the aggregate, or of WITHIN GROUP when {@code withinGroup}
   */
  record FunctionCall(
      List<String> name,
      List<Argument> arguments,
      boolean star,
      boolean distinct,
      List<SortItem> orderBy,
      boolean withinGroup,
      @Nullable Expression filter,
      @Nullable WindowDefinition over,
      int position)
      implements Expression {

    /** A plain call with positional arguments. */
    public static FunctionCall of(List<String> name, List<Expression> arguments, int position) {
      List<Argument> list =
          arguments.stream().map(e -> new Argument(null, e, false, e.position())).toList();
      return new FunctionCall(name, list, false, false, List.of(), false, null, null, position);
    }
  }

  /** An argument: positional, {@code name => value}, or VARIADIC value. */
  record Argument(@Nullable String name, Expression value, boolean variadic, int position)
      implements AstNode {}

  /** A prefix ({@code left} null) or infix operator. */
  record OperatorCall(
      OperatorName operator, @Nullable Expression left, Expression right, int position)
      implements Expression {}

  /** a AND b AND …: at least two operands. */
  record And(List<Expression> operands, int position) implements Expression {}

  /** a OR b OR …: at least two operands. */
  record Or(List<Expression> operands, int position) implements Expression {}

  /** NOT a. */
  record Not(Expression operand, int position) implements Expression {}

  /** a IS [NOT] NULL. */
  record NullTest(Expression operand, boolean negated, int position) implements Expression {}

  /** a IS [NOT] TRUE|FALSE|UNKNOWN. */
  record BooleanTest(Expression operand, TruthValue value, boolean negated, int position)
      implements Expression {}

  /** What a {@link BooleanTest} tests for. */
  enum TruthValue {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** a IS [NOT] DISTINCT FROM b. */
  record DistinctTest(Expression left, Expression right, boolean negated, int position)
      implements Expression {}

  /** a [NOT] BETWEEN [SYMMETRIC] low AND high. */
  record Between(
      Expression operand,
      Expression low,
      Expression high,
      boolean symmetric,
      boolean negated,
      int position)
      implements Expression {}

  /** a [NOT] IN (x, …). */
  record InList(Expression operand, List<Expression> values, boolean negated, int position)
      implements Expression {}

  /** a [NOT] IN (query). */
  record InSubquery(Expression operand, SelectStatement query, boolean negated, int position)
      implements Expression {}

  /** a [NOT] LIKE|ILIKE|SIMILAR TO pattern [ESCAPE escape]. */
  record PatternMatch(
      PatternKind kind,
      Expression operand,
      Expression pattern,
      @Nullable Expression escape,
      boolean negated,
      int position)
      implements Expression {}

  /** The pattern languages and the operators they stand for. */
  enum PatternKind {
    LIKE,
    ILIKE,
    SIMILAR_TO
  }

  /** a op ANY|ALL (array); {@code LIKE ANY} has the operator {@code ~~}. */
  record QuantifiedArray(
      Expression left, OperatorName operator, boolean all, Expression array, int position)
      implements Expression {}

  /** a op ANY|ALL (query). */
  record QuantifiedSubquery(
      Expression left, OperatorName operator, boolean all, SelectStatement query, int position)
      implements Expression {}

  /** EXISTS (query). */
  record Exists(SelectStatement query, int position) implements Expression {}

  /** (query) as a value. */
  record ScalarSubquery(SelectStatement query, int position) implements Expression {}

  /** ARRAY(query). */
  record ArraySubquery(SelectStatement query, int position) implements Expression {}

  /** ARRAY[…]; inner brackets are nested constructors. */
  record ArrayConstructor(List<Expression> elements, int position) implements Expression {}

  /** ROW(…) when {@code explicit}, else (a, b). */
  record Row(List<Expression> fields, boolean explicit, int position) implements Expression {}

  /** CASE [operand] WHEN … THEN … [ELSE …] END. */
  record Case(
      @Nullable Expression operand, List<When> whens, @Nullable Expression otherwise, int position)
      implements Expression {}

  /** WHEN condition THEN result. */
  record When(Expression condition, Expression result, int position) implements AstNode {}

  /** COALESCE(…). */
  record Coalesce(List<Expression> arguments, int position) implements Expression {}

  /** NULLIF(a, b). */
  record NullIf(Expression left, Expression right, int position) implements Expression {}

  /** GREATEST(…) or LEAST(…). */
  record MinMax(boolean greatest, List<Expression> arguments, int position) implements Expression {}

  /** a[i][j:k]…: all subscripts that follow one operand directly. */
  record Subscript(Expression operand, List<Index> indexes, int position) implements Expression {}

  /** One subscript: {@code [upper]}, or {@code [lower:upper]} with either bound missing. */
  record Index(@Nullable Expression lower, @Nullable Expression upper, boolean slice, int position)
      implements AstNode {}

  /** (a).field, or (a).* with {@code field} null. */
  record FieldSelection(Expression operand, @Nullable String field, int position)
      implements Expression {

    /** Whether this is (a).*. */
    public boolean isStar() {
      return field == null;
    }
  }

  /** a COLLATE name. */
  record Collate(Expression operand, List<String> collation, int position) implements Expression {}

  /** a AT TIME ZONE zone: {@code pg_catalog.timezone(zone, a)}. */
  record AtTimeZone(Expression operand, Expression zone, int position) implements Expression {}

  /** CURRENT_DATE and the others that are called without parentheses. */
  record SqlValueFunction(ValueFunctionKind kind, @Nullable Integer precision, int position)
      implements Expression {}

  /** The kinds of {@link SqlValueFunction}. */
  enum ValueFunctionKind {
    CURRENT_DATE,
    CURRENT_TIME,
    CURRENT_TIMESTAMP,
    LOCALTIME,
    LOCALTIMESTAMP,
    CURRENT_ROLE,
    CURRENT_USER,
    USER,
    SESSION_USER,
    CURRENT_CATALOG,
    CURRENT_SCHEMA
  }

  /** GROUPING(a, b). */
  record Grouping(List<Expression> arguments, int position) implements Expression {}

  /** DEFAULT in VALUES or SET. */
  record SetToDefault(int position) implements Expression {}

  /** WHERE CURRENT OF cursor. */
  record CurrentOf(String cursor, int position) implements Expression {}
}
