package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.ArrayConstructor;
import org.orrery.sql.parser.ast.Expression.ArraySubquery;
import org.orrery.sql.parser.ast.Expression.BitStringLiteral;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.Case;
import org.orrery.sql.parser.ast.Expression.ColumnRef;
import org.orrery.sql.parser.ast.Expression.Exists;
import org.orrery.sql.parser.ast.Expression.FieldSelection;
import org.orrery.sql.parser.ast.Expression.Index;
import org.orrery.sql.parser.ast.Expression.IntegerLiteral;
import org.orrery.sql.parser.ast.Expression.NullLiteral;
import org.orrery.sql.parser.ast.Expression.NumericLiteral;
import org.orrery.sql.parser.ast.Expression.Parameter;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.ScalarSubquery;
import org.orrery.sql.parser.ast.Expression.SetToDefault;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Expression.Subscript;
import org.orrery.sql.parser.ast.Expression.TypeCast;
import org.orrery.sql.parser.ast.Expression.When;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TypeName;

/** What operators work on (c_expr of PostgreSQL's grammar): constants, names, parentheses, CASE. */
final class PrimaryParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  PrimaryParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  Expression primary() {
    int position = cursor.position();
    switch (cursor.kind()) {
      case TokenBuffer.INTEGER -> {
        return new IntegerLiteral(cursor.expectInteger(), position);
      }
      case TokenBuffer.NUMBER -> {
        String text = cursor.text();
        cursor.advance();
        return new NumericLiteral(text, position);
      }
      case TokenBuffer.STRING -> {
        return new StringLiteral(cursor.expectString(), position);
      }
      case TokenBuffer.BIT_STRING, TokenBuffer.HEX_STRING -> {
        boolean hex = cursor.kind() == TokenBuffer.HEX_STRING;
        String digits = cursor.text();
        cursor.advance();
        return new BitStringLiteral(digits, hex, position);
      }
      case TokenBuffer.PARAMETER -> {
        var parameter = new Parameter(cursor.code(), position);
        cursor.advance();
        return indirection(parameter);
      }
      case TokenBuffer.IDENTIFIER -> {
        return nameOrCall();
      }
      case TokenBuffer.KEYWORD -> {
        return keyword(cursor.keyword(), position);
      }
      case TokenBuffer.CHARACTER -> {
        if (cursor.is('(')) {
          return parenthesisedOperand();
        }
      }
      default -> {}
    }
    throw cursor.syntaxError();
  }

  private Expression keyword(PgKeyword keyword, int position) {
    return switch (keyword) {
      case NULL -> {
        cursor.advance();
        yield new NullLiteral(position);
      }
      case TRUE, FALSE -> {
        cursor.advance();
        yield new BooleanLiteral(keyword == TRUE, position);
      }
      case DEFAULT -> {
        cursor.advance();
        yield new SetToDefault(position);
      }
      case CASE -> caseExpression();
      case ARRAY -> array();
      case EXISTS -> cursor.isAhead(1, '(') ? exists(position) : nameOrCall();
      case ROW -> cursor.isAhead(1, '(') ? row(position) : nameOrCall();
      default -> {
        Expression special = parser.functions.special(keyword);
        if (special != null) {
          yield special;
        }
        Expression constant = typedConstant(keyword);
        yield constant != null ? constant : nameOrCall();
      }
    };
  }

  private Expression exists(int position) {
    cursor.advance();
    return new Exists(parser.expressions.subquery(), position);
  }

  private Expression row(int position) {
    cursor.advance();
    cursor.expect('(');
    if (cursor.accept(')')) {
      return new Row(List.of(), true, position);
    }
    List<Expression> fields = parser.expressions.expressions();
    cursor.expect(')');
    return new Row(fields, true, position);
  }

  private Expression caseExpression() {
    int position = cursor.position();
    cursor.expect(CASE);
    Expression operand = cursor.is(WHEN) ? null : parser.expressions.expression();
    var whens = new ArrayList<When>();
    do {
      int start = cursor.position();
      cursor.expect(WHEN);
      Expression condition = parser.expressions.expression();
      cursor.expect(THEN);
      whens.add(new When(condition, parser.expressions.expression(), start));
    } while (cursor.is(WHEN));
    Expression otherwise = cursor.accept(ELSE) ? parser.expressions.expression() : null;
    cursor.expect(END);
    return new Case(operand, List.copyOf(whens), otherwise, position);
  }

  private Expression array() {
    int position = cursor.position();
    cursor.expect(ARRAY);
    if (cursor.is('(')) {
      return new ArraySubquery(parser.expressions.subquery(), position);
    }
    return arrayElements(position);
  }

  private Expression arrayElements(int position) {
    cursor.enter();
    cursor.expect('[');
    var elements = new ArrayList<Expression>();
    if (!cursor.is(']')) {
      boolean nested = cursor.is('[');
      do {
        elements.add(nested ? arrayElements(cursor.position()) : parser.expressions.expression());
      } while (cursor.accept(','));
    }
    cursor.expect(']');
    cursor.leave();
    return new ArrayConstructor(List.copyOf(elements), position);
  }

  // ---- constants with a type before them

  /** {@code timestamp with time zone '…'}, {@code interval '1' day}; null when it is a name. */
  private @Nullable Expression typedConstant(PgKeyword keyword) {
    if (!TypeParser.startsConstantType(keyword)) {
      return null;
    }
    int position = cursor.position();
    int mark = cursor.mark();
    if (keyword == INTERVAL) {
      return intervalConstant(position, mark);
    }
    boolean certain =
        cursor.kindAhead(1) == TokenBuffer.STRING
            || cursor.isAhead(1, '(')
            || cursor.isAhead(1, PRECISION)
            || cursor.isAhead(1, VARYING)
            || cursor.isAhead(1, WITH)
            || cursor.isAhead(1, WITHOUT)
            || cursor.isAhead(1, CHARACTER)
            || cursor.isAhead(1, CHAR);
    if (!certain) {
      return null;
    }
    if (keyword == DOUBLE && !cursor.isAhead(1, PRECISION)) {
      return null;
    }
    TypeName type = parser.types.constantTypeName();
    if (cursor.kind() != TokenBuffer.STRING) {
      if (keyword == DOUBLE || cursor.mark() > mark + 1 || cursor.is('(')) {
        throw cursor.syntaxError();
      }
      cursor.reset(mark);
      return null;
    }
    return constant(type, position);
  }

  private @Nullable Expression intervalConstant(int position, int mark) {
    if (cursor.kindAhead(1) != TokenBuffer.STRING && !cursor.isAhead(1, '(')) {
      return null;
    }
    cursor.advance();
    if (cursor.kind() == TokenBuffer.STRING) {
      int start = cursor.position();
      var value = new StringLiteral(cursor.expectString(), start);
      TypeName type = parser.types.intervalType(position, List.of());
      return new TypeCast(value, type, position);
    }
    cursor.expect('(');
    int start = cursor.position();
    Expression precision = new IntegerLiteral(cursor.expectInteger(), start);
    cursor.expect(')');
    TypeName type = TypeName.system("interval", position);
    type = new TypeName(type.names(), List.of(precision), List.of(), false, null, false, position);
    if (cursor.mark() == mark) {
      throw cursor.syntaxError();
    }
    return constant(type, position);
  }

  Expression constant(TypeName type, int position) {
    int start = cursor.position();
    return new TypeCast(new StringLiteral(cursor.expectString(), start), type, position);
  }

  // ---- names

  /** A column reference, a function call, or a constant of a named type. */
  private Expression nameOrCall() {
    int position = cursor.position();
    boolean plainCall = cursor.isAhead(1, '(');
    if (cursor.isTypeFunctionName()) {
      if (plainCall) {
        return parser.functions.call(List.of(cursor.typeFunctionName()), position);
      }
      if (cursor.kindAhead(1) == TokenBuffer.STRING) {
        String name = cursor.typeFunctionName();
        return constant(parser.types.named(List.of(name), position), position);
      }
    }
    if (cursor.isTypeFunctionName() && !cursor.isColId()) {
      // a word such as LEFT can only name a function here
      cursor.advance();
      throw cursor.syntaxError();
    }
    var names = new ArrayList<String>(3);
    names.add(cursor.colId());
    while (cursor.is('.')) {
      cursor.advance();
      if (cursor.accept('*')) {
        return new ColumnRef(List.copyOf(names), true, position);
      }
      names.add(cursor.colLabel());
    }
    if (names.size() > 1) {
      if (cursor.is('(')) {
        return parser.functions.call(List.copyOf(names), position);
      }
      if (cursor.kind() == TokenBuffer.STRING) {
        return constant(parser.types.named(List.copyOf(names), position), position);
      }
    }
    return indirection(new ColumnRef(List.copyOf(names), false, position));
  }

  /** The .field, .* and [subscript] that follow. */
  private Expression indirection(Expression operand) {
    Expression result = operand;
    while (true) {
      int position = cursor.position();
      if (cursor.is('[')) {
        result = new Subscript(result, subscripts(), position);
      } else if (cursor.accept('.')) {
        if (cursor.accept('*')) {
          return new FieldSelection(result, null, position);
        }
        result = new FieldSelection(result, cursor.colLabel(), position);
      } else {
        return result;
      }
    }
  }

  private List<Index> subscripts() {
    var indexes = new ArrayList<Index>(1);
    while (cursor.is('[')) {
      indexes.add(subscript());
    }
    return List.copyOf(indexes);
  }

  /** One [subscript]. */
  Index subscript() {
    int position = cursor.position();
    cursor.expect('[');
    Expression lower = cursor.is(':') ? null : parser.expressions.expression();
    if (cursor.accept(':')) {
      Expression upper = cursor.is(']') ? null : parser.expressions.expression();
      cursor.expect(']');
      return new Index(lower, upper, true, position);
    }
    cursor.expect(']');
    return new Index(null, lower, false, position);
  }

  // ---- parentheses

  private Expression parenthesisedOperand() {
    Expression inner = parenthesisedOrRow();
    return inner instanceof Row row && !row.explicit() ? inner : indirection(inner);
  }

  private Expression parenthesisedOrRow() {
    int position = cursor.position();
    Expression list = parenthesisedList();
    if (list instanceof Row row && row.fields().size() == 1) {
      return row.fields().getFirst();
    }
    return list instanceof Row row ? new Row(row.fields(), false, position) : list;
  }

  /** ( a_expr ) or a query in parentheses, without what may follow. */
  Expression parenthesised() {
    int mark = cursor.mark();
    Expression list = parenthesisedList();
    if (list instanceof Row row) {
      if (row.fields().size() != 1) {
        cursor.reset(mark);
        throw cursor.syntaxError();
      }
      return row.fields().getFirst();
    }
    return list;
  }

  /**
   * A query in parentheses as a ScalarSubquery, or a list of expressions as an implicit Row (of one
   * field or more). {@code ((SELECT 1) UNION SELECT 2)} starts like an expression, so an inner
   * query that is followed by a set operator or ORDER BY is taken up as the start of a query.
   */
  Expression parenthesisedList() {
    int position = cursor.position();
    cursor.expect('(');
    if (parser.selects.startsQuery()) {
      SelectStatement query = parser.selects.query();
      cursor.expect(')');
      return new ScalarSubquery(query, position);
    }
    boolean maybeQuery = cursor.is('(');
    Expression first = parser.expressions.expression();
    if (maybeQuery && first instanceof ScalarSubquery subquery) {
      if (parser.selects.continuesQuery()) {
        SelectStatement query = parser.selects.queryAfter(subquery);
        cursor.expect(')');
        return new ScalarSubquery(query, position);
      }
      if (cursor.accept(')')) {
        return subquery;
      }
    }
    if (!cursor.is(',')) {
      cursor.expect(')');
      return new Row(List.of(first), false, position);
    }
    var fields = new ArrayList<Expression>();
    fields.add(first);
    while (cursor.accept(',')) {
      fields.add(parser.expressions.expression());
    }
    cursor.expect(')');
    return new Row(List.copyOf(fields), false, position);
  }
}
