package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.InsertStatement.ConflictTarget;
import org.orrery.sql.parser.ast.InsertStatement.OnConflict;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.plan.Rels;
import org.orrery.storage.api.UniqueKey;

/**
 * Binds ON CONFLICT: finds the unique indexes that decide, and binds DO UPDATE over the row that is
 * there and {@code excluded}, the row that cannot be inserted.
 */
final class OnConflictBinder {

  private static final String EXCLUDED = "excluded";

  private final Analysis analysis;
  private final WriteTarget target;
  private final String name;
  private final List<UniqueKey> keys;
  private Set<CorrelationId> correlations = Set.of();

  /** A binder for an INSERT into {@code target}, which is called {@code name} in it. */
  OnConflictBinder(Analysis analysis, WriteTarget target, String name) {
    this.analysis = analysis;
    this.target = target;
    this.name = name;
    this.keys = analysis.catalog.storageSchema(target.table()).uniqueKeys();
  }

  /** What is to be done; null when the table has no key that a row could meet. */
  Rels.Modify.@Nullable OnConflict bind(OnConflict conflict) {
    ConflictTarget written = conflict.target();
    if (written == null && conflict.update()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR,
              "ON CONFLICT DO UPDATE requires inference specification or constraint name")
          .withHint("For example, ON CONFLICT (column_name).")
          .at(conflict.position());
    }
    List<UniqueKey> arbiters = written == null ? keys : arbiters(written);
    if (!conflict.update()) {
      return arbiters.isEmpty() ? null : new Rels.Modify.OnConflict(arbiters, List.of(), null);
    }
    Scope scope = Scope.inside(analysis, null);
    RelDataType rowType = setBothRows(scope);
    List<RexNode> row =
        new Assignments(analysis, target, scope).bind(conflict.assignments(), rowType);
    Expression where = conflict.where();
    RexNode condition =
        where == null
            ? null
            : ExpressionBinder.plain(scope, Clause.WHERE).condition(where, "WHERE");
    correlations = scope.takeCorrelations();
    return new Rels.Modify.OnConflict(arbiters, row, condition);
  }

  /** What the subqueries of what was bound call its rows. */
  Set<CorrelationId> correlations() {
    return correlations;
  }

  /** A scope around RETURNING's, whose names it must not use but which its errors know. */
  @Nullable Scope aroundReturning(OnConflict conflict) {
    if (!conflict.update()) {
      return null;
    }
    Scope scope = Scope.inside(analysis, null);
    RelDataType rowType = setBothRows(scope);
    return Scope.inside(analysis, null).beside(scope.items(), rowType, false);
  }

  /** Names of the row that is there, then of the one that cannot be inserted. */
  private RelDataType setBothRows(Scope scope) {
    var relations = new RelationBinder(analysis);
    TableEntry table = target.table();
    RelNode rows = relations.scan(table, false);
    Namespace.Item present = relations.item(table, rows, name, null, null);
    Namespace.Item moved = present.shifted(target.columns().size());
    var excluded =
        new Namespace.Item(EXCLUDED, null, moved.relation(), moved.columns(), true, true);
    var names = new ArrayList<String>();
    var types = new ArrayList<RelDataType>();
    for (String prefix : List.of("", EXCLUDED + ".")) {
      for (RelDataTypeField field : rows.getRowType().getFieldList()) {
        names.add(prefix + field.getName());
        types.add(field.getType());
      }
    }
    RelDataType rowType = Rels.rowType(analysis.types, names, types);
    scope.setItems(List.of(present, excluded), rowType);
    return rowType;
  }

  private List<UniqueKey> arbiters(ConflictTarget written) {
    String constraint = written.constraint();
    return constraint == null ? inferred(written) : List.of(keyOf(constraint));
  }

  private UniqueKey keyOf(String constraint) {
    TableEntry table = target.table();
    for (IndexEntry index : analysis.catalog.indexes(table.oid())) {
      if (index.constraintOid() != 0 && index.name().equals(constraint)) {
        for (UniqueKey key : keys) {
          if (key.indexOid() == index.oid()) {
            return key;
          }
        }
      }
    }
    if (table.checks().stream().anyMatch(check -> check.name().equals(constraint))) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "constraint in ON CONFLICT clause has no associated index");
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_OBJECT,
        "constraint \"%s\" for table \"%s\" does not exist",
        constraint,
        table.name());
  }

  /** The unique indexes of exactly the columns and expressions written, in any order. */
  private List<UniqueKey> inferred(ConflictTarget written) {
    Set<Integer> columns = new HashSet<>();
    Set<String> expressions = new HashSet<>();
    for (IndexElement element : written.elements()) {
      checkPlain(element, written.position());
      String name = columnName(element);
      Expression expression = element.expression();
      if (name == null && expression != null) {
        expressions.add(StoredExpressions.text(analysis, target.table(), expression));
      } else {
        columns.add(column(name, written.position()));
      }
    }
    Expression where = written.where();
    Set<String> conditions = where == null ? Set.of() : conditions(where);
    var found = new ArrayList<UniqueKey>();
    for (UniqueKey key : keys) {
      IndexEntry index = analysis.catalog.index(key.indexOid());
      if (index != null
          && columns(index).equals(columns)
          && expressions(index).equals(expressions)
          && conditions.containsAll(conditions(index))) {
        found.add(key);
      }
    }
    if (found.isEmpty()) {
      throw OrreryException.of(
          SqlState.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    return found;
  }

  private static Set<Integer> columns(IndexEntry index) {
    Set<Integer> columns = new HashSet<>(index.columns());
    columns.remove(0);
    return columns;
  }

  private static Set<String> expressions(IndexEntry index) {
    Set<String> expressions = new HashSet<>();
    for (IndexEntry.Key key : index.keys()) {
      if (key.expressionSql() != null) {
        expressions.add(key.expressionSql());
      }
    }
    return expressions;
  }

  /** What the rows of an index fulfil, all of which WHERE must name to choose it. */
  private Set<String> conditions(IndexEntry index) {
    String sql = index.predicateSql();
    return sql == null ? Set.of() : conditions(CatalogExpressions.parse(sql));
  }

  private Set<String> conditions(Expression condition) {
    Set<String> conditions = new HashSet<>();
    List<Expression> parts =
        condition instanceof Expression.And(var operands, int _) ? operands : List.of(condition);
    for (Expression part : parts) {
      if (part instanceof Expression.And) {
        conditions.addAll(conditions(part));
      } else {
        conditions.add(StoredExpressions.text(analysis, target.table(), part));
      }
    }
    return conditions;
  }

  private static void checkPlain(IndexElement element, int position) {
    if (element.direction() != SortItem.Direction.DEFAULT) {
      throw invalid("ASC/DESC is not allowed in ON CONFLICT clause", position);
    }
    if (element.nulls() != SortItem.Nulls.DEFAULT) {
      throw invalid("NULLS FIRST/LAST is not allowed in ON CONFLICT clause", position);
    }
    if (element.collation() != null || element.operatorClass() != null) {
      throw OrreryException.notSupported(
              "COLLATE and operator classes are not supported in ON CONFLICT")
          .at(element.position());
    }
  }

  /** The column that an element is, also in parentheses; null for an expression. */
  private static @Nullable String columnName(IndexElement element) {
    return element.expression() instanceof Expression.ColumnRef reference
            && reference.names().size() == 1
        ? reference.names().getFirst()
        : element.column();
  }

  private int column(@Nullable String name, int position) {
    for (ColumnEntry each : target.columns()) {
      if (each.name().equals(name)) {
        return each.number();
      }
    }
    throw OrreryException.of(
            SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", String.valueOf(name))
        .at(position);
  }

  private static OrreryException invalid(String message, int position) {
    return OrreryException.of(SqlState.INVALID_COLUMN_REFERENCE, "%s", message).at(position);
  }
}
