package org.orrery.sql.pgcatalog;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.relation.IndexColumns;

/** Indexes as SQL text, spelled as PostgreSQL spells them. */
public final class IndexText {

  private static final OperatorClasses CLASSES = new OperatorClasses();

  private IndexText() {}

  /**
   * The statement that makes an index.
   *
   * @param path leaves out the table's schema when the path leads to it; null to name it always
   */
  public static String statement(Catalog catalog, IndexEntry index, @Nullable SearchPath path) {
    Relation table = table(catalog, index);
    String name =
        path == null
            ? SqlNames.qualified(catalog, table.schemaOid(), table.name())
            : SqlNames.relation(catalog, path, table);
    return "CREATE "
        + (index.isUnique() ? "UNIQUE " : "")
        + "INDEX "
        + Deparser.identifier(index.name())
        + " ON "
        + name
        + " USING "
        + index.method()
        + " "
        + index.keys().stream()
            .map(
                key ->
                    (path == null ? full(catalog, index, key) : column(catalog, index, key))
                        + operatorClass(catalog, index, key)
                        + order(key))
            .collect(Collectors.joining(", ", "(", ")"))
        + included(catalog, index)
        + (index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
        + predicate(index, path != null);
  }

  private static String predicate(IndexEntry index, boolean isPretty) {
    String sql = index.predicateSql();
    return sql == null ? "" : " WHERE " + (isPretty ? ExpressionText.bare(sql) : sql);
  }

  /** The columns of INCLUDE; empty without. */
  public static String included(Catalog catalog, IndexEntry index) {
    return index.included().isEmpty()
        ? ""
        : index.included().stream()
            .map(number -> column(catalog, index, number))
            .collect(Collectors.joining(", ", " INCLUDE (", ")"));
  }

  /** The operator class of a key unless it is the type's own. */
  private static String operatorClass(Catalog catalog, IndexEntry index, IndexEntry.Key key) {
    String name = key.operatorClass();
    int at = index.keys().indexOf(key);
    SqlType type = IndexColumns.type(catalog, index, at);
    if (name == null
        || CLASSES.find(index.method(), name, type) == CLASSES.find(index.method(), null, type)) {
      return "";
    }
    return " " + Deparser.identifier(name);
  }

  /** The columns of a constraint's index, in parentheses. */
  public static String columns(Catalog catalog, IndexEntry index) {
    return index.keys().stream()
        .map(key -> column(catalog, index, key))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** A key without its order: a column, a call, or an expression in parentheses. */
  public static String column(Catalog catalog, IndexEntry index, IndexEntry.Key key) {
    String expression = key.expressionSql();
    if (expression != null) {
      boolean isCall = IndexColumns.callName(expression) != null;
      return isCall || ExpressionText.isParenthesised(expression)
          ? expression
          : "(" + expression + ")";
    }
    return column(catalog, index, key.column());
  }

  /** The name of a column of the index's table. */
  public static String column(Catalog catalog, IndexEntry index, int number) {
    ColumnEntry column = IndexColumns.column(table(catalog, index), number);
    if (column == null) {
      throw Invariant.broken("index " + index.name() + " has no column " + number);
    }
    return Deparser.identifier(column.name());
  }

  /** A key as it is written for others than people: an expression keeps its own parentheses. */
  private static String full(Catalog catalog, IndexEntry index, IndexEntry.Key key) {
    String expression = key.expressionSql();
    return expression == null || IndexColumns.callName(expression) != null
        ? column(catalog, index, key)
        : "(" + expression + ")";
  }

  private static String order(IndexEntry.Key key) {
    if (key.isDescending()) {
      return key.nullsFirst() ? " DESC" : " DESC NULLS LAST";
    }
    return key.nullsFirst() ? " NULLS FIRST" : "";
  }

  private static Relation table(Catalog catalog, IndexEntry index) {
    Relation table = catalog.relation(index.tableOid());
    if (table == null) {
      throw Invariant.broken("index without table: " + index.name());
    }
    return table;
  }
}
