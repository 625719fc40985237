package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.IntegerLiteral;
import org.orrery.sql.parser.ast.Expression.OperatorCall;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SelectStatement.LockStrength;
import org.orrery.sql.parser.ast.SelectStatement.LockWait;
import org.orrery.sql.parser.ast.SelectStatement.LockingClause;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.WithClause;

/** ORDER BY, LIMIT, OFFSET, FETCH and FOR UPDATE behind one query's body. One use a query. */
final class QueryClauses {

  private final PgParser parser;
  private final TokenCursor cursor;

  private List<SortItem> orderBy = List.of();
  private final List<LockingClause> locking = new ArrayList<>();
  private @Nullable Expression limit;
  private @Nullable Expression offset;
  private boolean hasLimit;
  private boolean hasOffset;
  private boolean withTies;
  private int limitPosition;

  QueryClauses(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  SelectStatement read(@Nullable WithClause with, QueryBody body, int position) {
    orderBy = parser.selects.optionalOrderBy();
    boolean lockingFirst = cursor.is(FOR);
    if (lockingFirst) {
      lockingClauses();
    }
    limitClauses();
    if (!lockingFirst) {
      lockingClauses();
    }
    if (body instanceof QueryBody.Nested nested) {
      return merge(with, nested.query(), position);
    }
    if (withTies && orderBy.isEmpty()) {
      throw SelectParser.clauseError(
          "WITH TIES cannot be specified without ORDER BY clause", Expression.NO_POSITION);
    }
    return new SelectStatement(
        with, body, orderBy, limit, withTies, offset, List.copyOf(locking), position);
  }

  /** Clauses behind a parenthesised query join its own, and must not repeat them. */
  private SelectStatement merge(@Nullable WithClause with, SelectStatement inner, int position) {
    if (!orderBy.isEmpty() && !inner.orderBy().isEmpty()) {
      throw SelectParser.clauseError(
          "multiple ORDER BY clauses not allowed", orderBy.getFirst().position());
    }
    if (offset != null && inner.offset() != null) {
      throw SelectParser.clauseError("multiple OFFSET clauses not allowed", offset.position());
    }
    if (limit != null && inner.limit() != null) {
      throw SelectParser.clauseError("multiple LIMIT clauses not allowed", limit.position());
    }
    if (with != null && inner.with() != null) {
      throw SelectParser.clauseError("multiple WITH clauses not allowed", with.position());
    }
    var locks = new ArrayList<>(inner.locking());
    locks.addAll(locking);
    List<SortItem> order = orderBy.isEmpty() ? inner.orderBy() : orderBy;
    if (withTies && order.isEmpty()) {
      throw SelectParser.clauseError(
          "WITH TIES cannot be specified without ORDER BY clause", Expression.NO_POSITION);
    }
    return new SelectStatement(
        with == null ? inner.with() : with,
        inner.body(),
        order,
        limit == null ? inner.limit() : limit,
        withTies || inner.withTies(),
        offset == null ? inner.offset() : offset,
        List.copyOf(locks),
        position);
  }

  private void limitClauses() {
    while (true) {
      if (!hasLimit && cursor.is(LIMIT)) {
        limit();
      } else if (!hasLimit && cursor.is(FETCH)) {
        fetch();
      } else if (!hasOffset && cursor.accept(OFFSET)) {
        hasOffset = true;
        offset = parser.expressions.expression();
        if (!cursor.accept(ROW)) {
          cursor.accept(ROWS);
        }
      } else {
        return;
      }
    }
  }

  private void limit() {
    hasLimit = true;
    limitPosition = cursor.position();
    cursor.expect(LIMIT);
    if (cursor.accept(ALL)) {
      return;
    }
    limit = parser.expressions.expression();
    if (cursor.is(',')) {
      cursor.advance();
      parser.expressions.expression();
      throw SelectParser.clauseError("LIMIT #,# syntax is not supported", limitPosition)
          .withHint("Use separate LIMIT and OFFSET clauses.");
    }
  }

  private void fetch() {
    hasLimit = true;
    limitPosition = cursor.position();
    cursor.expect(FETCH);
    if (!cursor.accept(FIRST)) {
      cursor.expect(NEXT);
    }
    limit = cursor.is(ROW) || cursor.is(ROWS) ? one() : fetchCount();
    if (!cursor.accept(ROW)) {
      cursor.expect(ROWS);
    }
    if (cursor.accept(ONLY)) {
      return;
    }
    cursor.expect(WITH);
    cursor.expect(TIES);
    withTies = true;
  }

  private static Expression one() {
    return new IntegerLiteral(1, Expression.NO_POSITION);
  }

  private Expression fetchCount() {
    int position = cursor.position();
    if (cursor.is('-') || cursor.is('+')) {
      String sign = cursor.symbol();
      return new OperatorCall(
          OperatorName.of(sign), null, parser.expressions.signedNumber(), position);
    }
    return parser.primaries.primary();
  }

  private void lockingClauses() {
    while (cursor.is(FOR)) {
      int position = cursor.position();
      cursor.advance();
      if (cursor.accept(READ)) {
        // FOR READ ONLY is accepted and means nothing
        cursor.expect(ONLY);
        return;
      }
      LockStrength strength = strength();
      locking.add(new LockingClause(strength, parser.selects.lockedTables(), lockWait(), position));
    }
  }

  private LockStrength strength() {
    if (cursor.accept(UPDATE)) {
      return LockStrength.UPDATE;
    }
    if (cursor.accept(SHARE)) {
      return LockStrength.SHARE;
    }
    if (cursor.accept(NO)) {
      cursor.expect(KEY, UPDATE);
      return LockStrength.NO_KEY_UPDATE;
    }
    cursor.expect(KEY, SHARE);
    return LockStrength.KEY_SHARE;
  }

  private LockWait lockWait() {
    if (cursor.accept(NOWAIT)) {
      return LockWait.NOWAIT;
    }
    if (cursor.accept(SKIP)) {
      cursor.expect(LOCKED);
      return LockWait.SKIP_LOCKED;
    }
    return LockWait.BLOCK;
  }
}
