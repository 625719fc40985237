package org.orrery.sql.pgcatalog.relation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;

/** The columns of an index, as relations of their own see them. */
public final class IndexColumns {

  private static final Pattern CALL = Pattern.compile("(?:[\\w$]+\\.)?([a-z_][\\w$]*)\\(.*\\)");

  private IndexColumns() {}

  /** How many columns an index has, those of INCLUDE counted. */
  static int count(IndexEntry index) {
    return index.keys().size() + index.included().size();
  }

  /** The table's column that a column of the index is, or null for an expression. */
  public static @Nullable ColumnEntry column(Catalog catalog, IndexEntry index, int key) {
    Relation table = catalog.relation(index.tableOid());
    List<IndexEntry.Key> keys = index.keys();
    int number =
        key < keys.size() ? keys.get(key).column() : index.included().get(key - keys.size());
    return table == null ? null : column(table, number);
  }

  /** The type of an index's column; of an expression from before types were kept, text. */
  public static SqlType type(Catalog catalog, IndexEntry index, int key) {
    ColumnEntry column = column(catalog, index, key);
    if (column != null) {
      return column.type();
    }
    SqlType type = index.keys().get(key).type();
    return type == null ? BuiltinTypes.TEXT : type;
  }

  /** A relation's column by number, or null. */
  public static @Nullable ColumnEntry column(Relation relation, int number) {
    for (ColumnEntry column : relation.columns()) {
      if (column.number() == number) {
        return column;
      }
    }
    return null;
  }

  /** The name of an index's column: the table's, a function's, or {@code expr}; made unique. */
  public static String name(Catalog catalog, IndexEntry index, int key) {
    Set<String> used = new HashSet<>();
    String name = "";
    for (int i = 0; i <= key; i++) {
      String wanted = wantedName(catalog, index, i);
      name = wanted;
      for (int n = 1; !used.add(name); n++) {
        name = wanted + n;
      }
    }
    return name;
  }

  private static String wantedName(Catalog catalog, IndexEntry index, int key) {
    ColumnEntry column = column(catalog, index, key);
    if (column != null) {
      return column.name();
    }
    String expression = index.keys().get(key).expressionSql();
    String call = expression == null ? null : callName(expression);
    return call == null ? "expr" : call;
  }

  /** The name of the function when an expression is one call; else null. */
  public static @Nullable String callName(String expression) {
    Matcher call = CALL.matcher(expression);
    return call.matches() ? call.group(1) : null;
  }
}
