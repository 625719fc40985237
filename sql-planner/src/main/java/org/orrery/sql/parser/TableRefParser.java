package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.ScalarSubquery;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableElement.ColumnDefinition;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TableRef.Alias;
import org.orrery.sql.parser.ast.TableRef.JoinType;
import org.orrery.sql.parser.ast.TableRef.TableFunction;
import org.orrery.sql.parser.ast.TableRef.TableSample;
import org.orrery.sql.parser.ast.TypeName;

/** The items of FROM and their joins. */
final class TableRefParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  TableRefParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** from_list. */
  List<TableRef> tableRefs() {
    var list = new ArrayList<TableRef>();
    do {
      list.add(tableRef());
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  /** table_ref: an item with the joins that follow. */
  TableRef tableRef() {
    cursor.enter();
    TableRef result = joins(item());
    cursor.leave();
    return result;
  }

  // ---- joins

  private boolean startsJoin() {
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case JOIN, CROSS, NATURAL, INNER, LEFT, RIGHT, FULL -> true;
      default -> false;
    };
  }

  private TableRef joins(TableRef first) {
    TableRef left = first;
    int height = 0;
    while (startsJoin()) {
      if (++height > TokenCursor.HEIGHT_MAX) {
        throw TokenCursor.tooDeep().at(cursor.position());
      }
      left = join(left);
    }
    return left;
  }

  private TableRef join(TableRef left) {
    int position = cursor.position();
    if (cursor.accept(CROSS)) {
      cursor.expect(JOIN);
      return new TableRef.Join(
          JoinType.CROSS, false, left, item(), List.of(), null, null, null, position);
    }
    boolean natural = cursor.accept(NATURAL);
    JoinType type = joinType();
    if (natural) {
      return new TableRef.Join(type, true, left, item(), List.of(), null, null, null, position);
    }
    // a JOIN b JOIN c ON … ON …: joins up to our own ON belong to the right side
    cursor.enter();
    TableRef right = joins(item());
    cursor.leave();
    return qualified(type, left, right, position);
  }

  private JoinType joinType() {
    JoinType type = JoinType.INNER;
    if (cursor.accept(INNER)) {
      cursor.expect(JOIN);
      return type;
    }
    boolean outer = true;
    if (cursor.accept(LEFT)) {
      type = JoinType.LEFT;
    } else if (cursor.accept(RIGHT)) {
      type = JoinType.RIGHT;
    } else if (cursor.accept(FULL)) {
      type = JoinType.FULL;
    } else {
      outer = false;
    }
    if (outer) {
      cursor.accept(OUTER);
    }
    cursor.expect(JOIN);
    return type;
  }

  private TableRef qualified(JoinType type, TableRef left, TableRef right, int position) {
    if (cursor.accept(ON)) {
      Expression condition = parser.expressions.expression();
      return new TableRef.Join(
          type, false, left, right, List.of(), null, condition, null, position);
    }
    cursor.expect(USING);
    cursor.expect('(');
    List<String> using = cursor.nameList();
    cursor.expect(')');
    String usingAlias = cursor.accept(AS) ? cursor.colId() : null;
    return new TableRef.Join(type, false, left, right, using, usingAlias, null, null, position);
  }

  // ---- items

  private TableRef item() {
    int position = cursor.position();
    if (cursor.accept(LATERAL)) {
      return lateral(position);
    }
    if (cursor.is('(')) {
      return aliased(parenthesised(), position);
    }
    if (cursor.is(ROWS) && cursor.isAhead(1, FROM)) {
      return rowsFrom(false, position);
    }
    if (cursor.is(XMLTABLE)) {
      throw OrreryException.notSupported("unsupported XML feature").at(position);
    }
    if (isFunction()) {
      return function(false, position);
    }
    return sampled(relation());
  }

  private TableRef lateral(int position) {
    if (cursor.is('(')) {
      if (parenthesised() instanceof TableRef.Subquery subquery) {
        return named(subquery, true, position);
      }
      throw cursor.syntaxError();
    }
    if (cursor.is(ROWS) && cursor.isAhead(1, FROM)) {
      return rowsFrom(true, position);
    }
    if (!isFunction()) {
      throw cursor.syntaxError();
    }
    return function(true, position);
  }

  /** A query (its alias still to come) or a join, in parentheses. */
  private TableRef parenthesised() {
    int position = cursor.position();
    cursor.enter();
    cursor.expect('(');
    TableRef result;
    if (parser.selects.startsQuery()) {
      result = new TableRef.Subquery(parser.selects.query(), false, null, position);
    } else if (cursor.is('(')) {
      result = nested(position);
    } else {
      result = tableRef();
      if (!(result instanceof TableRef.Join)) {
        throw cursor.syntaxError();
      }
    }
    cursor.expect(')');
    cursor.leave();
    return result;
  }

  private TableRef nested(int position) {
    int start = cursor.position();
    TableRef inner = parenthesised();
    if (inner instanceof TableRef.Subquery(SelectStatement query, _, _, _)) {
      if (parser.selects.continuesQuery()) {
        SelectStatement whole = parser.selects.queryAfter(new ScalarSubquery(query, position));
        return new TableRef.Subquery(whole, false, null, position);
      }
      if (cursor.is(')')) {
        return inner;
      }
    }
    TableRef joined = joins(aliased(inner, start));
    if (!(joined instanceof TableRef.Join)) {
      throw cursor.syntaxError();
    }
    return joined;
  }

  private TableRef aliased(TableRef ref, int position) {
    return switch (ref) {
      case TableRef.Subquery subquery -> named(subquery, false, position);
      case TableRef.Join join -> {
        Alias alias = optionalAlias();
        yield alias == null
            ? join
            : new TableRef.Join(
                join.type(),
                join.natural(),
                join.left(),
                join.right(),
                join.using(),
                join.usingAlias(),
                join.condition(),
                alias,
                join.position());
      }
      default -> ref;
    };
  }

  private TableRef named(TableRef.Subquery subquery, boolean lateral, int position) {
    Alias alias = optionalAlias();
    if (alias == null) {
      boolean values = subquery.query().body() instanceof QueryBody.Values;
      String what = values ? "VALUES" : "subquery";
      String example = values ? "VALUES" : "SELECT";
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "%s in FROM must have an alias", what)
          .withHint("For example, FROM (" + example + " ...) [AS] foo.")
          .at(subquery.position());
    }
    return new TableRef.Subquery(subquery.query(), lateral, alias, position);
  }

  /** relation_expr with an alias. */
  TableRef.Relation relationWithAlias() {
    TableRef.Relation relation = relation();
    return withAlias(relation, optionalAlias());
  }

  private static TableRef.Relation withAlias(TableRef.Relation relation, @Nullable Alias alias) {
    return new TableRef.Relation(
        relation.name(), relation.only(), alias, relation.sample(), relation.position());
  }

  /** relation_expr: [ONLY] name [*]. */
  TableRef.Relation relation() {
    int position = cursor.position();
    if (cursor.accept(ONLY)) {
      boolean parenthesis = cursor.accept('(');
      QualifiedName name = cursor.qualifiedName();
      if (parenthesis) {
        cursor.expect(')');
      }
      return new TableRef.Relation(name, true, null, null, position);
    }
    QualifiedName name = cursor.qualifiedName();
    cursor.accept('*');
    return new TableRef.Relation(name, false, null, null, position);
  }

  private TableRef sampled(TableRef.Relation relation) {
    Alias alias = optionalAlias();
    int position = cursor.position();
    TableSample sample = null;
    if (cursor.accept(TABLESAMPLE)) {
      QualifiedName method = functionName();
      cursor.expect('(');
      List<Expression> arguments = parser.expressions.expressions();
      cursor.expect(')');
      Expression seed = null;
      if (cursor.accept(REPEATABLE)) {
        cursor.expect('(');
        seed = parser.expressions.expression();
        cursor.expect(')');
      }
      sample = new TableSample(method, arguments, seed, position);
    }
    return new TableRef.Relation(
        relation.name(), relation.only(), alias, sample, relation.position());
  }

  /** func_name. */
  QualifiedName functionName() {
    int position = cursor.position();
    if (cursor.isAhead(1, '.')) {
      return cursor.anyName();
    }
    return new QualifiedName(List.of(cursor.typeFunctionName()), position);
  }

  // ---- functions

  private boolean isFunction() {
    if (cursor.isTypeFunctionName() && cursor.isAhead(1, '(')) {
      return true;
    }
    if (cursor.isColId() && cursor.isAhead(1, '.')) {
      int distance = 2;
      while (cursor.isAhead(distance + 1, '.')) {
        distance += 2;
      }
      return cursor.isAhead(distance + 1, '(');
    }
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> true;
      case CURRENT_ROLE, CURRENT_USER, USER, SESSION_USER, CURRENT_CATALOG, CURRENT_SCHEMA -> true;
      case CAST, COALESCE, GREATEST, LEAST, NULLIF, EXTRACT, OVERLAY, POSITION, SUBSTRING, TRIM ->
          cursor.isAhead(1, '(');
      case NORMALIZE, TREAT -> cursor.isAhead(1, '(');
      case COLLATION -> cursor.isAhead(1, FOR);
      default -> false;
    };
  }

  private TableFunction tableFunction() {
    int position = cursor.position();
    Expression call = functionExpression();
    return new TableFunction(call, List.of(), position);
  }

  /** func_expr_windowless. */
  Expression functionExpression() {
    int position = cursor.position();
    if (cursor.isKeyword()) {
      Expression special = parser.functions.special(cursor.keyword());
      if (special != null) {
        return special;
      }
    }
    QualifiedName name = functionName();
    return parser.functions.application(name.parts(), position);
  }

  private TableRef function(boolean lateral, int position) {
    return functionTail(List.of(tableFunction()), false, lateral, position);
  }

  private TableRef rowsFrom(boolean lateral, int position) {
    cursor.expect(ROWS, FROM);
    cursor.expect('(');
    var functions = new ArrayList<TableFunction>();
    do {
      TableFunction function = tableFunction();
      if (cursor.accept(AS)) {
        cursor.expect('(');
        function = new TableFunction(function.call(), columnDefinitions(), function.position());
        cursor.expect(')');
      }
      functions.add(function);
    } while (cursor.accept(','));
    cursor.expect(')');
    return functionTail(List.copyOf(functions), true, lateral, position);
  }

  private TableRef functionTail(
      List<TableFunction> functions, boolean rowsFrom, boolean lateral, int position) {
    boolean ordinality = false;
    if (cursor.is(WITH) && cursor.isAhead(1, ORDINALITY)) {
      ordinality = cursor.accept(WITH, ORDINALITY);
    }
    Alias alias = null;
    List<ColumnDefinition> columns = List.of();
    int aliasAt = cursor.position();
    boolean as = cursor.accept(AS);
    if (as && cursor.accept('(')) {
      columns = columnDefinitions();
      cursor.expect(')');
    } else if (as || cursor.isColId()) {
      String name = cursor.colId();
      List<String> names = List.of();
      if (cursor.accept('(')) {
        boolean plain = cursor.isAhead(1, ',') || cursor.isAhead(1, ')');
        if (plain) {
          names = cursor.nameList();
        } else {
          columns = columnDefinitions();
        }
        cursor.expect(')');
      }
      alias = new Alias(name, names, aliasAt);
    }
    return new TableRef.Function(
        functions, rowsFrom, ordinality, lateral, alias, columns, position);
  }

  private List<ColumnDefinition> columnDefinitions() {
    var list = new ArrayList<ColumnDefinition>();
    do {
      int position = cursor.position();
      String name = cursor.colId();
      TypeName type = parser.types.typeName();
      QualifiedName collation = cursor.accept(COLLATE) ? cursor.anyName() : null;
      list.add(new ColumnDefinition(name, type, null, null, collation, List.of(), position));
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  // ---- aliases

  /** alias_clause, or null. */
  @Nullable Alias optionalAlias() {
    int position = cursor.position();
    if (!cursor.accept(AS) && !cursor.isColId()) {
      return null;
    }
    String name = cursor.colId();
    return new Alias(name, cursor.optionalColumnList(), position);
  }
}
