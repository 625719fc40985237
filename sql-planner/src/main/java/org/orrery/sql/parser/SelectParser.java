package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.ColumnRef;
import org.orrery.sql.parser.ast.Expression.ScalarSubquery;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.QueryBody.Distinct;
import org.orrery.sql.parser.ast.QueryBody.GroupBy;
import org.orrery.sql.parser.ast.QueryBody.GroupingElement;
import org.orrery.sql.parser.ast.QueryBody.IntoClause;
import org.orrery.sql.parser.ast.QueryBody.SetOperator;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.WindowDefinition;
import org.orrery.sql.parser.ast.WithClause;
import org.orrery.sql.parser.ast.WithClause.CommonTableExpression;
import org.orrery.sql.parser.ast.WithClause.CycleClause;
import org.orrery.sql.parser.ast.WithClause.SearchClause;

/** Queries: WITH, set operations, SELECT, VALUES and what follows them. */
final class SelectParser {

  private static final int UNION_LEVEL = 1;
  private static final int INTERSECT_LEVEL = 2;

  private final PgParser parser;
  private final TokenCursor cursor;

  SelectParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** Whether a query without parentheses starts here. */
  boolean startsQuery() {
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case SELECT, WITH, TABLE -> true;
      case VALUES -> cursor.isAhead(1, '(');
      default -> false;
    };
  }

  /** Whether what follows a parenthesised query makes it part of a greater one. */
  boolean continuesQuery() {
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
      default -> false;
    };
  }

  /** SelectStmt, with or without parentheses. */
  SelectStatement query() {
    int position = cursor.position();
    return queryAfterWith(optionalWith(), position);
  }

  /** The query after its WITH clause was read. */
  SelectStatement queryAfterWith(@Nullable WithClause with, int position) {
    cursor.enter();
    QueryBody body = setOperations(operand(), UNION_LEVEL);
    SelectStatement query = new QueryClauses(parser, cursor).read(with, body, position);
    cursor.leave();
    return query;
  }

  /** A query whose first operand, in parentheses, was read already. */
  SelectStatement queryAfter(ScalarSubquery first) {
    QueryBody body = setOperations(asBody(first.query()), UNION_LEVEL);
    return new QueryClauses(parser, cursor).read(null, body, first.position());
  }

  private static QueryBody asBody(SelectStatement query) {
    return query.isBare() ? query.body() : new QueryBody.Nested(query, query.position());
  }

  // ---- set operations

  private QueryBody setOperations(QueryBody first, int minLevel) {
    QueryBody left = first;
    int height = 0;
    while (true) {
      SetOperator operator = setOperator();
      if (operator == null || level(operator) < minLevel) {
        return left;
      }
      if (++height > TokenCursor.HEIGHT_MAX) {
        throw TokenCursor.tooDeep().at(cursor.position());
      }
      int position = cursor.position();
      cursor.advance();
      boolean all = cursor.accept(ALL);
      if (!all) {
        cursor.accept(DISTINCT);
      }
      QueryBody right = setOperations(operand(), level(operator) + 1);
      left = new QueryBody.SetOperation(operator, all, left, right, position);
    }
  }

  private @Nullable SetOperator setOperator() {
    if (cursor.is(UNION)) {
      return SetOperator.UNION;
    }
    if (cursor.is(INTERSECT)) {
      return SetOperator.INTERSECT;
    }
    return cursor.is(EXCEPT) ? SetOperator.EXCEPT : null;
  }

  private static int level(SetOperator operator) {
    return operator == SetOperator.INTERSECT ? INTERSECT_LEVEL : UNION_LEVEL;
  }

  private QueryBody operand() {
    int position = cursor.position();
    if (cursor.accept('(')) {
      if (!startsQuery() && !cursor.is('(')) {
        throw cursor.syntaxError();
      }
      SelectStatement query = query();
      cursor.expect(')');
      return asBody(query);
    }
    if (cursor.accept(SELECT)) {
      return select(position);
    }
    if (cursor.accept(VALUES)) {
      return values(position);
    }
    cursor.expect(TABLE);
    return table(position);
  }

  private QueryBody values(int position) {
    var rows = new ArrayList<List<Expression>>();
    do {
      cursor.expect('(');
      rows.add(parser.expressions.expressions());
      cursor.expect(')');
    } while (cursor.accept(','));
    return new QueryBody.Values(List.copyOf(rows), position);
  }

  private QueryBody table(int position) {
    TableRef.Relation relation = parser.tables.relation();
    var star = new ColumnRef(List.of(), true, Expression.NO_POSITION);
    return new QueryBody.Select(
        Distinct.NONE,
        List.of(new TargetItem(star, null, Expression.NO_POSITION)),
        null,
        List.of(relation),
        null,
        null,
        null,
        List.of(),
        position);
  }

  // ---- SELECT

  private QueryBody select(int position) {
    Distinct distinct = distinct();
    List<TargetItem> targets =
        !distinct.isDistinct() && endsTargetList() ? List.of() : targetList();
    IntoClause into = intoClause();
    List<TableRef> from = cursor.accept(FROM) ? parser.tables.tableRefs() : List.of();
    Expression where = parser.expressions.optionalWhere();
    GroupBy groupBy = groupBy();
    Expression having = cursor.accept(HAVING) ? parser.expressions.expression() : null;
    List<WindowDefinition> windows = parser.windows.windowClause();
    return new QueryBody.Select(
        distinct, targets, into, from, where, groupBy, having, windows, position);
  }

  private Distinct distinct() {
    if (cursor.accept(ALL) || !cursor.accept(DISTINCT)) {
      return Distinct.NONE;
    }
    if (!cursor.accept(ON)) {
      return Distinct.ROWS;
    }
    cursor.expect('(');
    List<Expression> on = parser.expressions.expressions();
    cursor.expect(')');
    return new Distinct(true, on);
  }

  private boolean endsTargetList() {
    if (cursor.isEnd() || cursor.is(';') || cursor.is(')')) {
      return true;
    }
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case FROM, INTO, WHERE, GROUP, HAVING, WINDOW -> true;
      default -> continuesQuery();
    };
  }

  /** target_list. */
  List<TargetItem> targetList() {
    var targets = new ArrayList<TargetItem>();
    do {
      targets.add(target());
    } while (cursor.accept(','));
    return List.copyOf(targets);
  }

  private TargetItem target() {
    int position = cursor.position();
    if (cursor.accept('*')) {
      return new TargetItem(new ColumnRef(List.of(), true, position), null, position);
    }
    Expression expression = parser.expressions.expression();
    String alias = null;
    if (cursor.accept(AS)) {
      alias = cursor.colLabel();
    } else if (cursor.isBareColLabel()) {
      alias = cursor.colLabel();
    }
    return new TargetItem(expression, alias, position);
  }

  /** RETURNING target_list, or nothing. */
  List<TargetItem> returning() {
    return cursor.accept(RETURNING) ? targetList() : List.of();
  }

  private @Nullable IntoClause intoClause() {
    int position = cursor.position();
    if (!cursor.accept(INTO)) {
      return null;
    }
    if (cursor.is(LOCAL) || cursor.is(GLOBAL)) {
      cursor.advance();
    }
    Persistence persistence = Persistence.PERMANENT;
    if (cursor.accept(TEMPORARY) || cursor.accept(TEMP)) {
      persistence = Persistence.TEMPORARY;
    } else if (cursor.accept(UNLOGGED)) {
      persistence = Persistence.UNLOGGED;
    }
    cursor.accept(TABLE);
    return new IntoClause(cursor.qualifiedName(), persistence, position);
  }

  // ---- GROUP BY

  private @Nullable GroupBy groupBy() {
    int position = cursor.position();
    if (!cursor.accept(GROUP)) {
      return null;
    }
    cursor.expect(BY);
    boolean distinct = cursor.accept(DISTINCT);
    if (!distinct) {
      cursor.accept(ALL);
    }
    return new GroupBy(distinct, groupingElements(), position);
  }

  private List<GroupingElement> groupingElements() {
    var elements = new ArrayList<GroupingElement>();
    do {
      elements.add(groupingElement());
    } while (cursor.accept(','));
    return List.copyOf(elements);
  }

  private GroupingElement groupingElement() {
    int position = cursor.position();
    if (cursor.is('(') && cursor.isAhead(1, ')')) {
      cursor.advance();
      cursor.advance();
      return new GroupingElement.EmptyGroupingSet(position);
    }
    boolean parenthesis = cursor.isAhead(1, '(');
    if (parenthesis && (cursor.is(ROLLUP) || cursor.is(CUBE))) {
      boolean rollup = cursor.is(ROLLUP);
      cursor.advance();
      cursor.expect('(');
      List<Expression> expressions = parser.expressions.expressions();
      cursor.expect(')');
      return rollup
          ? new GroupingElement.Rollup(expressions, position)
          : new GroupingElement.Cube(expressions, position);
    }
    if (cursor.accept(GROUPING, SETS)) {
      cursor.enter();
      cursor.expect('(');
      List<GroupingElement> sets = groupingElements();
      cursor.expect(')');
      cursor.leave();
      return new GroupingElement.GroupingSets(sets, position);
    }
    return new GroupingElement.GroupingExpression(parser.expressions.expression(), position);
  }

  // ---- ORDER BY

  /** ORDER BY list, or an empty list. */
  List<SortItem> optionalOrderBy() {
    return cursor.is(ORDER) ? orderBy() : List.of();
  }

  /** ORDER BY list. */
  List<SortItem> orderBy() {
    cursor.expect(ORDER, BY);
    var items = new ArrayList<SortItem>();
    do {
      items.add(sortItem());
    } while (cursor.accept(','));
    return List.copyOf(items);
  }

  private SortItem sortItem() {
    int position = cursor.position();
    Expression expression = parser.expressions.expression();
    OperatorName using = null;
    SortItem.Direction direction;
    if (cursor.accept(USING)) {
      direction = SortItem.Direction.USING;
      using =
          cursor.accept(OPERATOR) ? cursor.qualifiedOperator() : OperatorName.of(cursor.symbol());
    } else {
      direction = direction();
    }
    return new SortItem(expression, direction, nulls(), using, position);
  }

  /** ASC, DESC or nothing. */
  SortItem.Direction direction() {
    if (cursor.accept(ASC)) {
      return SortItem.Direction.ASC;
    }
    return cursor.accept(DESC) ? SortItem.Direction.DESC : SortItem.Direction.DEFAULT;
  }

  /** NULLS FIRST, NULLS LAST or nothing. */
  SortItem.Nulls nulls() {
    if (cursor.accept(NULLS, FIRST)) {
      return SortItem.Nulls.FIRST;
    }
    return cursor.accept(NULLS, LAST) ? SortItem.Nulls.LAST : SortItem.Nulls.DEFAULT;
  }

  // ---- WITH

  /** WITH …, or null. */
  @Nullable WithClause optionalWith() {
    int position = cursor.position();
    if (!cursor.accept(WITH)) {
      return null;
    }
    boolean recursive = cursor.accept(RECURSIVE);
    var ctes = new ArrayList<CommonTableExpression>();
    do {
      ctes.add(commonTableExpression());
    } while (cursor.accept(','));
    return new WithClause(recursive, List.copyOf(ctes), position);
  }

  private CommonTableExpression commonTableExpression() {
    int position = cursor.position();
    String name = cursor.colId();
    List<String> columns = cursor.optionalColumnList();
    cursor.expect(AS);
    Boolean materialized = null;
    if (cursor.accept(MATERIALIZED)) {
      materialized = true;
    } else if (cursor.accept(NOT)) {
      cursor.expect(MATERIALIZED);
      materialized = false;
    }
    cursor.expect('(');
    PreparableStatement statement = parser.preparable();
    cursor.expect(')');
    return new CommonTableExpression(
        name, columns, materialized, statement, search(), cycle(), position);
  }

  private @Nullable SearchClause search() {
    int position = cursor.position();
    if (!cursor.accept(SEARCH)) {
      return null;
    }
    boolean breadth = cursor.accept(BREADTH);
    if (!breadth) {
      cursor.expect(DEPTH);
    }
    cursor.expect(FIRST, BY);
    List<String> columns = cursor.nameList();
    cursor.expect(SET);
    return new SearchClause(breadth, columns, cursor.colId(), position);
  }

  private @Nullable CycleClause cycle() {
    int position = cursor.position();
    if (!cursor.accept(CYCLE)) {
      return null;
    }
    List<String> columns = cursor.nameList();
    cursor.expect(SET);
    String mark = cursor.colId();
    Expression value = new BooleanLiteral(true, Expression.NO_POSITION);
    Expression otherwise = new BooleanLiteral(false, Expression.NO_POSITION);
    if (cursor.accept(TO)) {
      value = parser.primaries.primary();
      cursor.expect(DEFAULT);
      otherwise = parser.primaries.primary();
    }
    cursor.expect(USING);
    return new CycleClause(columns, mark, value, otherwise, cursor.colId(), position);
  }

  static OrreryException clauseError(String message, int position) {
    return OrreryException.of(SqlState.SYNTAX_ERROR, "%s", message).at(position);
  }

  /** FOR UPDATE OF names. */
  List<QualifiedName> lockedTables() {
    return cursor.accept(OF) ? cursor.qualifiedNameList() : List.of();
  }
}
