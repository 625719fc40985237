package org.orrery.sql.pgcatalog;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.relation.IndexColumns;

/** Indexes as SQL text, spelled as PostgreSQL spells them. */
public final class IndexText {

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
        + " USING btree "
        + index.keys().stream()
            .map(key -> column(catalog, index, key) + order(key))
            .collect(Collectors.joining(", ", "(", ")"));
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
    ColumnEntry column = IndexColumns.column(table(catalog, index), key.column());
    if (column == null) {
      throw Invariant.broken("index " + index.name() + " has no column " + key.column());
    }
    return Deparser.identifier(column.name());
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
