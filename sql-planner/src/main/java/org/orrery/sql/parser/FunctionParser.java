package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.Argument;
import org.orrery.sql.parser.ast.Expression.Coalesce;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.parser.ast.Expression.Grouping;
import org.orrery.sql.parser.ast.Expression.MinMax;
import org.orrery.sql.parser.ast.Expression.NullIf;
import org.orrery.sql.parser.ast.Expression.SqlValueFunction;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Expression.TypeCast;
import org.orrery.sql.parser.ast.Expression.ValueFunctionKind;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.WindowDefinition;

/** Function calls, and the functions with a syntax of their own. */
final class FunctionParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  FunctionParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** func_expr after its name, or a constant {@code type(modifiers) 'value'}. */
  Expression call(List<String> name, int position) {
    FunctionCall call = application(name, position);
    if (cursor.kind() == TokenBuffer.STRING) {
      return modifiedConstant(call);
    }
    return withClauses(call);
  }

  /** func_application: the name's parentheses without FILTER and OVER. */
  FunctionCall application(List<String> name, int position) {
    cursor.expect('(');
    if (cursor.accept(')')) {
      return FunctionCall.of(name, List.of(), position);
    }
    if (cursor.accept('*')) {
      cursor.expect(')');
      return new FunctionCall(name, List.of(), true, false, List.of(), false, null, null, position);
    }
    boolean distinct = cursor.accept(DISTINCT);
    boolean all = !distinct && cursor.accept(ALL);
    var arguments = new ArrayList<Argument>();
    boolean variadic;
    do {
      variadic = !distinct && !all && cursor.accept(VARIADIC);
      arguments.add(argument(variadic));
    } while (!variadic && cursor.accept(','));
    List<SortItem> orderBy = parser.selects.optionalOrderBy();
    cursor.expect(')');
    return new FunctionCall(
        name, List.copyOf(arguments), false, distinct, orderBy, false, null, null, position);
  }

  private Argument argument(boolean variadic) {
    int position = cursor.position();
    String name = null;
    byte following = cursor.kindAhead(1);
    if ((following == TokenBuffer.EQUALS_GREATER || following == TokenBuffer.COLON_EQUALS)
        && cursor.isTypeFunctionName()) {
      name = cursor.typeFunctionName();
      cursor.advance();
    }
    return new Argument(name, parser.expressions.expression(), variadic, position);
  }

  private Expression modifiedConstant(FunctionCall call) {
    if (call.star() || call.distinct() || call.arguments().isEmpty()) {
      throw cursor.syntaxError();
    }
    if (!call.orderBy().isEmpty()) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "type modifier cannot have ORDER BY")
          .at(call.position());
    }
    var modifiers = new ArrayList<Expression>();
    for (Argument argument : call.arguments()) {
      if (argument.name() != null) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "type modifier cannot have parameter name")
            .at(argument.position());
      }
      modifiers.add(argument.value());
    }
    var type =
        new TypeName(
            call.name(), List.copyOf(modifiers), List.of(), false, null, false, call.position());
    return parser.primaries.constant(type, call.position());
  }

  private Expression withClauses(FunctionCall call) {
    List<SortItem> orderBy = call.orderBy();
    boolean withinGroup = cursor.is(WITHIN);
    if (withinGroup) {
      checkWithinGroup(call);
      cursor.advance();
      cursor.expect(GROUP);
      cursor.expect('(');
      orderBy = parser.selects.orderBy();
      cursor.expect(')');
    }
    Expression filter = null;
    if (cursor.accept(FILTER)) {
      cursor.expect('(');
      cursor.expect(WHERE);
      filter = parser.expressions.expression();
      cursor.expect(')');
    }
    WindowDefinition over = cursor.accept(OVER) ? parser.windows.over() : null;
    if (!withinGroup && filter == null && over == null) {
      return call;
    }
    return new FunctionCall(
        call.name(),
        call.arguments(),
        call.star(),
        call.distinct(),
        orderBy,
        withinGroup,
        filter,
        over,
        call.position());
  }

  private void checkWithinGroup(FunctionCall call) {
    String problem = null;
    if (!call.orderBy().isEmpty()) {
      problem = "cannot use multiple ORDER BY clauses with WITHIN GROUP";
    } else if (call.distinct()) {
      problem = "cannot use DISTINCT with WITHIN GROUP";
    } else if (!call.arguments().isEmpty() && call.arguments().getLast().variadic()) {
      problem = "cannot use VARIADIC with WITHIN GROUP";
    }
    if (problem != null) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "%s", problem).at(cursor.position());
    }
  }

  // ---- special syntaxes

  /** func_expr_common_subexpr; null when the key word is an ordinary name here. */
  @Nullable Expression special(PgKeyword keyword) {
    Expression value = valueFunction(keyword);
    if (value != null) {
      return value;
    }
    if (keyword == COLLATION && cursor.isAhead(1, FOR)) {
      return collationFor();
    }
    if (!cursor.isAhead(1, '(')) {
      return null;
    }
    int position = cursor.position();
    return switch (keyword) {
      case CAST -> cast(position);
      case COALESCE -> new Coalesce(arguments(), position);
      case GREATEST -> new MinMax(true, arguments(), position);
      case LEAST -> new MinMax(false, arguments(), position);
      case GROUPING -> new Grouping(arguments(), position);
      case NULLIF -> nullIf(position);
      case EXTRACT -> extract(position);
      case OVERLAY -> overlay(position);
      case POSITION -> position(position);
      case SUBSTRING -> substring(position);
      case TRIM -> trim(position);
      case NORMALIZE -> normalize(position);
      case TREAT -> throw OrreryException.notSupported("TREAT is not supported").at(position);
      case XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE, XMLPI, XMLROOT, XMLSERIALIZE ->
          throw OrreryException.notSupported("unsupported XML feature")
              .withDetail("This functionality requires the server to be built with libxml support.")
              .at(position);
      default -> null;
    };
  }

  private @Nullable Expression valueFunction(PgKeyword keyword) {
    ValueFunctionKind kind =
        switch (keyword) {
          case CURRENT_DATE -> ValueFunctionKind.CURRENT_DATE;
          case CURRENT_TIME -> ValueFunctionKind.CURRENT_TIME;
          case CURRENT_TIMESTAMP -> ValueFunctionKind.CURRENT_TIMESTAMP;
          case LOCALTIME -> ValueFunctionKind.LOCALTIME;
          case LOCALTIMESTAMP -> ValueFunctionKind.LOCALTIMESTAMP;
          case CURRENT_ROLE -> ValueFunctionKind.CURRENT_ROLE;
          case CURRENT_USER -> ValueFunctionKind.CURRENT_USER;
          case USER -> ValueFunctionKind.USER;
          case SESSION_USER -> ValueFunctionKind.SESSION_USER;
          case CURRENT_CATALOG -> ValueFunctionKind.CURRENT_CATALOG;
          // current_schema() is an ordinary function
          case CURRENT_SCHEMA -> cursor.isAhead(1, '(') ? null : ValueFunctionKind.CURRENT_SCHEMA;
          default -> null;
        };
    if (kind == null) {
      return null;
    }
    int position = cursor.position();
    cursor.advance();
    Integer precision = null;
    boolean hasPrecision =
        switch (kind) {
          case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> cursor.accept('(');
          default -> false;
        };
    if (hasPrecision) {
      precision = cursor.expectInteger();
      cursor.expect(')');
    }
    return new SqlValueFunction(kind, precision, position);
  }

  private List<Expression> arguments() {
    cursor.advance();
    cursor.expect('(');
    List<Expression> arguments = parser.expressions.expressions();
    cursor.expect(')');
    return arguments;
  }

  private Expression cast(int position) {
    open();
    Expression operand = parser.expressions.expression();
    cursor.expect(AS);
    TypeName type = parser.types.typeName();
    cursor.expect(')');
    return new TypeCast(operand, type, position);
  }

  private void open() {
    cursor.advance();
    cursor.expect('(');
  }

  private Expression collationFor() {
    int position = cursor.position();
    cursor.advance();
    cursor.expect(FOR);
    cursor.expect('(');
    Expression operand = parser.expressions.expression();
    cursor.expect(')');
    return system("pg_collation_for", List.of(operand), position);
  }

  private Expression nullIf(int position) {
    open();
    Expression left = parser.expressions.expression();
    cursor.expect(',');
    Expression right = parser.expressions.expression();
    cursor.expect(')');
    return new NullIf(left, right, position);
  }

  private static Expression system(String name, List<Expression> arguments, int position) {
    return FunctionCall.of(List.of("pg_catalog", name), arguments, position);
  }

  private Expression extract(int position) {
    open();
    int start = cursor.position();
    boolean isField =
        cursor.kind() == TokenBuffer.IDENTIFIER
            || cursor.kind() == TokenBuffer.STRING
            || cursor.is(YEAR)
            || cursor.is(MONTH)
            || cursor.is(DAY)
            || cursor.is(HOUR)
            || cursor.is(MINUTE)
            || cursor.is(SECOND);
    if (!isField) {
      throw cursor.syntaxError();
    }
    var field = new StringLiteral(cursor.text(), start);
    cursor.advance();
    cursor.expect(FROM);
    Expression source = parser.expressions.expression();
    cursor.expect(')');
    return system("extract", List.of(field, source), position);
  }

  /** overlay(a PLACING b FROM c [FOR d]); also plain arguments. */
  private Expression overlay(int position) {
    open();
    if (cursor.is(')')) {
      return plain("overlay", position);
    }
    int mark = cursor.mark();
    Expression text = firstOperand();
    if (!cursor.accept(PLACING)) {
      cursor.reset(mark);
      return plain("overlay", position);
    }
    var arguments = new ArrayList<>(List.of(text, parser.expressions.expression()));
    cursor.expect(FROM);
    arguments.add(parser.expressions.expression());
    if (cursor.accept(FOR)) {
      arguments.add(parser.expressions.expression());
    }
    cursor.expect(')');
    return system("overlay", List.copyOf(arguments), position);
  }

  /** The first operand of a special syntax, or of plain arguments that may be named. */
  private Expression firstOperand() {
    return argument(false).value();
  }

  /** Ordinary arguments after the opening parenthesis: a call of the unqualified function. */
  private Expression plain(String name, int position) {
    var arguments = new ArrayList<Argument>();
    if (!cursor.is(')')) {
      do {
        arguments.add(argument(false));
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    return new FunctionCall(
        List.of(name),
        List.copyOf(arguments),
        false,
        false,
        List.of(),
        false,
        null,
        null,
        position);
  }

  /** position(a IN b) is position(b, a). */
  private Expression position(int position) {
    open();
    Expression needle = parser.expressions.restrictedExpression();
    cursor.expect(IN);
    Expression haystack = parser.expressions.restrictedExpression();
    cursor.expect(')');
    return system("position", List.of(haystack, needle), position);
  }

  private Expression substring(int position) {
    open();
    if (cursor.is(')')) {
      return plain("substring", position);
    }
    int mark = cursor.mark();
    Expression text = firstOperand();
    if (cursor.accept(FROM)) {
      var arguments = new ArrayList<>(List.of(text, parser.expressions.expression()));
      if (cursor.accept(FOR)) {
        arguments.add(parser.expressions.expression());
      }
      cursor.expect(')');
      return system("substring", List.copyOf(arguments), position);
    }
    if (cursor.accept(FOR)) {
      return substringFor(text, position);
    }
    if (cursor.accept(SIMILAR)) {
      Expression pattern = parser.expressions.expression();
      cursor.expect(ESCAPE);
      Expression escape = parser.expressions.expression();
      cursor.expect(')');
      return system("substring", List.of(text, pattern, escape), position);
    }
    cursor.reset(mark);
    return plain("substring", position);
  }

  /** FOR n [FROM m]: alone it starts at 1 and n is cast to int4, as in PostgreSQL. */
  private Expression substringFor(Expression text, int position) {
    Expression size = parser.expressions.expression();
    if (cursor.accept(FROM)) {
      Expression from = parser.expressions.expression();
      cursor.expect(')');
      return system("substring", List.of(text, from, size), position);
    }
    cursor.expect(')');
    Expression one = new Expression.IntegerLiteral(1, Expression.NO_POSITION);
    Expression cast = new TypeCast(size, TypeName.system("int4", -1), -1);
    return system("substring", List.of(text, one, cast), position);
  }

  /** trim([LEADING|TRAILING|BOTH] [characters FROM] text): the characters come second. */
  private Expression trim(int position) {
    open();
    String name = "btrim";
    if (cursor.accept(LEADING)) {
      name = "ltrim";
    } else if (cursor.accept(TRAILING)) {
      name = "rtrim";
    } else {
      cursor.accept(BOTH);
    }
    var arguments = new ArrayList<Expression>();
    if (!cursor.accept(FROM)) {
      Expression first = parser.expressions.expression();
      if (cursor.accept(FROM)) {
        arguments.addAll(parser.expressions.expressions());
        arguments.add(first);
        cursor.expect(')');
        return system(name, List.copyOf(arguments), position);
      }
      arguments.add(first);
      if (cursor.accept(',')) {
        arguments.addAll(parser.expressions.expressions());
      }
    } else {
      arguments.addAll(parser.expressions.expressions());
    }
    cursor.expect(')');
    return system(name, List.copyOf(arguments), position);
  }

  private Expression normalize(int position) {
    open();
    Expression text = parser.expressions.expression();
    var arguments = new ArrayList<Expression>(List.of(text));
    if (cursor.accept(',')) {
      if (!cursor.is(NFC) && !cursor.is(NFD) && !cursor.is(NFKC) && !cursor.is(NFKD)) {
        throw cursor.syntaxError();
      }
      arguments.add(new StringLiteral(cursor.text(), cursor.position()));
      cursor.advance();
    }
    cursor.expect(')');
    return system("normalize", List.copyOf(arguments), position);
  }
}
