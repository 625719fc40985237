package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.And;
import org.orrery.sql.parser.ast.Expression.AtTimeZone;
import org.orrery.sql.parser.ast.Expression.Between;
import org.orrery.sql.parser.ast.Expression.BooleanTest;
import org.orrery.sql.parser.ast.Expression.Collate;
import org.orrery.sql.parser.ast.Expression.DistinctTest;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.parser.ast.Expression.InList;
import org.orrery.sql.parser.ast.Expression.InSubquery;
import org.orrery.sql.parser.ast.Expression.IntegerLiteral;
import org.orrery.sql.parser.ast.Expression.Not;
import org.orrery.sql.parser.ast.Expression.NullTest;
import org.orrery.sql.parser.ast.Expression.NumericLiteral;
import org.orrery.sql.parser.ast.Expression.OperatorCall;
import org.orrery.sql.parser.ast.Expression.Or;
import org.orrery.sql.parser.ast.Expression.PatternKind;
import org.orrery.sql.parser.ast.Expression.PatternMatch;
import org.orrery.sql.parser.ast.Expression.QuantifiedArray;
import org.orrery.sql.parser.ast.Expression.QuantifiedSubquery;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.ScalarSubquery;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Expression.TruthValue;
import org.orrery.sql.parser.ast.Expression.TypeCast;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.SelectStatement;

/**
 * Operator precedence (a_expr and b_expr of PostgreSQL's grammar) by Pratt's method. Levels bind
 * tighter the higher they are; comparison, LIKE and IN do not associate.
 *
 * @see <a href="https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-PRECEDENCE">
 *     PostgreSQL 15, §4.1.6</a>
 */
final class ExpressionParser {

  private static final int LOWEST = 1;
  private static final int OR_LEVEL = 1;
  private static final int AND_LEVEL = 2;
  private static final int NOT_LEVEL = 3;
  private static final int IS_LEVEL = 4;
  private static final int COMPARISON_LEVEL = 5;
  private static final int LIKE_LEVEL = 6;
  private static final int OPERATOR_LEVEL = 7;
  private static final int ADDITIVE_LEVEL = 8;
  private static final int MULTIPLICATIVE_LEVEL = 9;
  private static final int POWER_LEVEL = 10;
  private static final int AT_LEVEL = 11;
  private static final int COLLATE_LEVEL = 12;
  private static final int SIGN_LEVEL = 13;
  private static final int CAST_LEVEL = 14;
  private static final int NO_LEVEL = 0;

  private final PgParser parser;
  private final TokenCursor cursor;

  /** Greatest height among the expressions finished since the enclosing one started. */
  private int innerHeight;

  ExpressionParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** a_expr: any expression. */
  Expression expression() {
    return expression(LOWEST, false);
  }

  /** b_expr: without AND, OR, NOT, IN, LIKE, BETWEEN, IS NULL, COLLATE and AT TIME ZONE. */
  Expression restrictedExpression() {
    return expression(LOWEST, true);
  }

  /** a_expr, a_expr, …. */
  List<Expression> expressions() {
    var list = new ArrayList<Expression>();
    do {
      list.add(expression());
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  private Expression expression(int minLevel, boolean restricted) {
    cursor.enter();
    int outer = innerHeight;
    innerHeight = 0;
    Expression left = prefix(restricted);
    int nonAssociative = NO_LEVEL;
    while (true) {
      int level = infixLevel(restricted);
      if (level == NO_LEVEL || level < minLevel) {
        break;
      }
      if (level == nonAssociative) {
        throw cursor.syntaxError();
      }
      if (++innerHeight > TokenCursor.HEIGHT_MAX) {
        throw TokenCursor.tooDeep().at(cursor.position());
      }
      Expression combined = infix(left, level, restricted);
      nonAssociative = endsWithOperand(combined, level) ? level : NO_LEVEL;
      left = combined;
    }
    innerHeight = Math.max(outer, innerHeight + 1);
    cursor.leave();
    return left;
  }

  /** Whether the same level may not follow: its rule ended with an operand of that level. */
  private static boolean endsWithOperand(Expression combined, int level) {
    return switch (level) {
      case IS_LEVEL -> combined instanceof DistinctTest || isNegatedDistinct(combined);
      case COMPARISON_LEVEL -> combined instanceof OperatorCall;
      case LIKE_LEVEL -> combined instanceof PatternMatch || combined instanceof Between;
      default -> false;
    };
  }

  private static boolean isNegatedDistinct(Expression e) {
    return e instanceof DistinctTest test && test.negated();
  }

  // ---- prefix

  private Expression prefix(boolean restricted) {
    int position = cursor.position();
    if (cursor.kind() == TokenBuffer.CHARACTER && (cursor.is('-') || cursor.is('+'))) {
      String symbol = cursor.symbol();
      Expression operand = expression(SIGN_LEVEL + 1, restricted);
      return new OperatorCall(OperatorName.of(symbol), null, operand, position);
    }
    if (cursor.kind() == TokenBuffer.OPERATOR && infixLevel(restricted) == OPERATOR_LEVEL) {
      OperatorName operator = OperatorName.of(cursor.symbol());
      Expression operand = expression(OPERATOR_LEVEL + 1, restricted);
      return new OperatorCall(operator, null, operand, position);
    }
    if (cursor.isKeyword()) {
      if (!restricted && cursor.accept(NOT)) {
        return new Not(expression(NOT_LEVEL, false), position);
      }
      if (cursor.is(OPERATOR) && cursor.isAhead(1, '(')) {
        cursor.advance();
        OperatorName operator = cursor.qualifiedOperator();
        Expression operand = expression(OPERATOR_LEVEL + 1, restricted);
        return new OperatorCall(operator, null, operand, position);
      }
    }
    return parser.primaries.primary();
  }

  // ---- infix

  private int infixLevel(boolean restricted) {
    return switch (cursor.kind()) {
      case TokenBuffer.CHARACTER ->
          switch (cursor.code()) {
            case '+', '-' -> ADDITIVE_LEVEL;
            case '*', '/', '%' -> MULTIPLICATIVE_LEVEL;
            case '^' -> POWER_LEVEL;
            case '<', '>', '=' -> COMPARISON_LEVEL;
            default -> NO_LEVEL;
          };
      case TokenBuffer.OPERATOR ->
          switch (cursor.text()) {
            case "<=", ">=", "<>" -> COMPARISON_LEVEL;
            default -> OPERATOR_LEVEL;
          };
      case TokenBuffer.TYPECAST -> CAST_LEVEL;
      case TokenBuffer.KEYWORD -> keywordLevel(restricted);
      default -> NO_LEVEL;
    };
  }

  private int keywordLevel(boolean restricted) {
    PgKeyword keyword = cursor.keyword();
    if (restricted) {
      return switch (keyword) {
        case OPERATOR -> OPERATOR_LEVEL;
        case IS -> IS_LEVEL;
        default -> NO_LEVEL;
      };
    }
    return switch (keyword) {
      case OR -> OR_LEVEL;
      case AND -> AND_LEVEL;
      case IS, ISNULL, NOTNULL -> IS_LEVEL;
      case LIKE, ILIKE, BETWEEN, IN -> LIKE_LEVEL;
      // SUBSTRING (a SIMILAR b ESCAPE c) is no operator
      case SIMILAR -> cursor.isAhead(1, TO) ? LIKE_LEVEL : NO_LEVEL;
      case NOT -> isNegatableAhead() ? LIKE_LEVEL : NO_LEVEL;
      case OPERATOR -> OPERATOR_LEVEL;
      case AT -> cursor.isAhead(1, TIME) && cursor.isAhead(2, ZONE) ? AT_LEVEL : NO_LEVEL;
      case COLLATE -> COLLATE_LEVEL;
      case OVERLAPS -> LIKE_LEVEL;
      default -> NO_LEVEL;
    };
  }

  private boolean isNegatableAhead() {
    return cursor.isAhead(1, LIKE)
        || cursor.isAhead(1, ILIKE)
        || cursor.isAhead(1, SIMILAR)
        || cursor.isAhead(1, BETWEEN)
        || cursor.isAhead(1, IN);
  }

  private Expression infix(Expression left, int level, boolean restricted) {
    int position = cursor.position();
    return switch (level) {
      case OR_LEVEL -> new Or(chain(left, OR, OR_LEVEL), position);
      case AND_LEVEL -> new And(chain(left, AND, AND_LEVEL), position);
      case IS_LEVEL -> is(left, position, restricted);
      case LIKE_LEVEL -> like(left, position);
      case AT_LEVEL -> {
        cursor.advance();
        cursor.expect(TIME, ZONE);
        yield new AtTimeZone(left, expression(AT_LEVEL + 1, restricted), position);
      }
      case COLLATE_LEVEL -> {
        cursor.advance();
        yield new Collate(left, cursor.anyName().parts(), position);
      }
      case CAST_LEVEL -> {
        cursor.advance();
        yield new TypeCast(left, parser.types.typeName(), position);
      }
      default -> operator(left, level, position, restricted);
    };
  }

  /** All further operands of the same AND or OR: a loop, so that its length costs no depth. */
  private List<Expression> chain(Expression left, PgKeyword word, int level) {
    var operands = new ArrayList<Expression>();
    operands.add(left);
    while (cursor.accept(word)) {
      operands.add(expression(level + 1, false));
    }
    return List.copyOf(operands);
  }

  private Expression operator(Expression left, int level, int position, boolean restricted) {
    OperatorName operator;
    if (cursor.accept(OPERATOR)) {
      operator = cursor.qualifiedOperator();
    } else {
      operator = OperatorName.of(cursor.symbol());
    }
    if (!restricted && isQuantifier()) {
      return quantified(left, operator, position);
    }
    return new OperatorCall(operator, left, expression(level + 1, restricted), position);
  }

  private boolean isQuantifier() {
    return cursor.is(ANY) || cursor.is(SOME) || cursor.is(ALL);
  }

  private Expression quantified(Expression left, OperatorName operator, int position) {
    boolean all = cursor.is(ALL);
    cursor.advance();
    Expression inner = parser.primaries.parenthesised();
    if (inner instanceof ScalarSubquery subquery) {
      return new QuantifiedSubquery(left, operator, all, subquery.query(), position);
    }
    return new QuantifiedArray(left, operator, all, inner, position);
  }

  // ---- IS

  private Expression is(Expression left, int position, boolean restricted) {
    if (cursor.accept(ISNULL)) {
      return new NullTest(left, false, position);
    }
    if (cursor.accept(NOTNULL)) {
      return new NullTest(left, true, position);
    }
    cursor.expect(IS);
    boolean negated = cursor.accept(NOT);
    if (cursor.accept(DISTINCT)) {
      cursor.expect(FROM);
      Expression right = expression(IS_LEVEL + 1, restricted);
      return new DistinctTest(left, right, negated, position);
    }
    if (cursor.is(DOCUMENT)) {
      throw OrreryException.notSupported("unsupported XML feature").at(position);
    }
    if (restricted) {
      throw cursor.syntaxError();
    }
    if (cursor.accept(NULL)) {
      return new NullTest(left, negated, position);
    }
    if (cursor.accept(TRUE)) {
      return new BooleanTest(left, TruthValue.TRUE, negated, position);
    }
    if (cursor.accept(FALSE)) {
      return new BooleanTest(left, TruthValue.FALSE, negated, position);
    }
    if (cursor.accept(UNKNOWN)) {
      return new BooleanTest(left, TruthValue.UNKNOWN, negated, position);
    }
    return normalized(left, negated, position);
  }

  private Expression normalized(Expression left, boolean negated, int position) {
    List<Expression> arguments;
    if (cursor.is(NFC) || cursor.is(NFD) || cursor.is(NFKC) || cursor.is(NFKD)) {
      var form = new StringLiteral(cursor.text(), cursor.position());
      cursor.advance();
      arguments = List.of(left, form);
    } else {
      arguments = List.of(left);
    }
    cursor.expect(NORMALIZED);
    Expression call = FunctionCall.of(List.of("pg_catalog", "is_normalized"), arguments, position);
    return negated ? new Not(call, position) : call;
  }

  // ---- LIKE, BETWEEN, IN, OVERLAPS

  private Expression like(Expression left, int position) {
    boolean negated = cursor.accept(NOT);
    if (cursor.accept(BETWEEN)) {
      return between(left, negated, position);
    }
    if (cursor.accept(IN)) {
      return in(left, negated, position);
    }
    if (cursor.accept(OVERLAPS)) {
      return overlaps(left, position);
    }
    PatternKind kind = patternKind();
    if (kind != PatternKind.SIMILAR_TO && isQuantifier()) {
      String symbol = (negated ? "!~~" : "~~") + (kind == PatternKind.ILIKE ? "*" : "");
      return quantified(left, OperatorName.of(symbol), position);
    }
    Expression pattern = expression(LIKE_LEVEL + 1, false);
    Expression escape = null;
    if (cursor.accept(ESCAPE)) {
      escape = expression(LIKE_LEVEL + 1, false);
    }
    return new PatternMatch(kind, left, pattern, escape, negated, position);
  }

  private PatternKind patternKind() {
    if (cursor.accept(LIKE)) {
      return PatternKind.LIKE;
    }
    if (cursor.accept(ILIKE)) {
      return PatternKind.ILIKE;
    }
    cursor.expect(SIMILAR, TO);
    return PatternKind.SIMILAR_TO;
  }

  private Expression between(Expression left, boolean negated, int position) {
    boolean symmetric = cursor.accept(SYMMETRIC);
    if (!symmetric) {
      cursor.accept(ASYMMETRIC);
    }
    Expression low = restrictedExpression();
    cursor.expect(AND);
    Expression high = expression(LIKE_LEVEL + 1, false);
    return new Between(left, low, high, symmetric, negated, position);
  }

  private Expression in(Expression left, boolean negated, int position) {
    if (!cursor.is('(')) {
      throw cursor.syntaxError();
    }
    Expression inner = parser.primaries.parenthesisedList();
    return switch (inner) {
      case ScalarSubquery subquery -> new InSubquery(left, subquery.query(), negated, position);
      case Row row -> new InList(left, row.fields(), negated, position);
      default -> throw cursor.syntaxError();
    };
  }

  /** (a, b) OVERLAPS (c, d): four arguments of pg_catalog.overlaps. */
  private Expression overlaps(Expression left, int position) {
    if (!(left instanceof Row leftRow)) {
      cursor.reset(cursor.mark() - 1);
      throw cursor.syntaxError();
    }
    Expression right = parser.primaries.primary();
    if (!(right instanceof Row rightRow)) {
      cursor.reset(cursor.mark() - 1);
      throw cursor.syntaxError();
    }
    requirePair(leftRow, "left");
    requirePair(rightRow, "right");
    var arguments = new ArrayList<>(leftRow.fields());
    arguments.addAll(rightRow.fields());
    return FunctionCall.of(List.of("pg_catalog", "overlaps"), arguments, position);
  }

  private void requirePair(Row row, String side) {
    if (row.fields().size() != 2) {
      throw OrreryException.of(
              org.orrery.base.error.SqlState.SYNTAX_ERROR,
              "wrong number of parameters on %s side of OVERLAPS expression",
              side)
          .at(row.position());
    }
  }

  // ---- numbers in DDL

  /** NumericOnly: a number with an optional sign, folded into the literal. */
  Expression signedNumber() {
    int position = cursor.position();
    boolean negative = false;
    if (cursor.is('-') || cursor.is('+')) {
      negative = cursor.is('-');
      cursor.advance();
    }
    if (cursor.kind() == TokenBuffer.INTEGER) {
      int value = cursor.expectInteger();
      return new IntegerLiteral(negative ? -value : value, position);
    }
    if (cursor.kind() != TokenBuffer.NUMBER) {
      throw cursor.syntaxError();
    }
    String text = cursor.text();
    cursor.advance();
    return new NumericLiteral(negative ? "-" + text : text, position);
  }

  /** A query in parentheses: select_with_parens. */
  SelectStatement subquery() {
    int mark = cursor.mark();
    Expression inner = parser.primaries.parenthesised();
    if (inner instanceof ScalarSubquery subquery) {
      return subquery.query();
    }
    cursor.reset(mark);
    while (cursor.accept('(')) {}
    throw cursor.syntaxError();
  }

  /** {@code WHERE a_expr}, or null. */
  @Nullable Expression optionalWhere() {
    return cursor.accept(WHERE) ? expression() : null;
  }
}
