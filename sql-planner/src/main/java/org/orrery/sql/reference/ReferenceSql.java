package org.orrery.sql.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;

/**
 * The statements that look for referencing rows and change them. Parameters are the columns of the
 * keys: values for one key, arrays for several; behind them, for ON UPDATE CASCADE, the new keys.
 * How rows are found is the planner's to say: by an index where there is one.
 */
final class ReferenceSql {

  /** Keys for which an index is better asked one by one than all rows are read. */
  private static final int FEW = 64;

  private final ForeignKey key;
  private final TableEntry table;
  private final List<ColumnEntry> columns;
  private final int keyCount;

  /** Statements for as many keys. */
  ReferenceSql(ForeignKey key, int keyCount) {
    this(key, key.table(), key.columns(), keyCount);
  }

  private ReferenceSql(ForeignKey key, TableEntry table, List<ColumnEntry> columns, int keyCount) {
    this.key = key;
    this.table = table;
    this.columns = columns;
    this.keyCount = keyCount;
  }

  /** The same over the rows that are referenced. */
  static ReferenceSql ofReferenced(ForeignKey key, int keyCount) {
    return new ReferenceSql(key, key.referenced(), key.referencedColumns(), keyCount);
  }

  private static String identifier(ColumnEntry column) {
    return Deparser.identifier(column.name());
  }

  private String table() {
    return Deparser.qualifiedName(
        List.of(key.catalog().storageSchema(table).schemaName(), table.name()));
  }

  private static String list(int count, String separator, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(separator));
  }

  private String column(int index) {
    return "c." + identifier(columns.get(index));
  }

  private int width() {
    return columns.size();
  }

  /** The elements of the first parameters, as rows. */
  private static String rows(int count) {
    return "ROWS FROM (" + list(count, ", ", i -> "pg_catalog.unnest($" + (i + 1) + ")") + ") AS k";
  }

  /** The condition on rows {@code c} that they reference one of the keys. */
  private String condition() {
    if (keyCount == 1) {
      return list(width(), " AND ", i -> column(i) + " = $" + (i + 1));
    }
    String among =
        "(" + list(width(), ", ", this::column) + ") IN (SELECT * FROM " + rows(width()) + ")";
    int indexed = keyCount > FEW ? -1 : indexedColumn();
    if (indexed < 0) {
      return among;
    }
    return width() == 1 ? any(indexed) : any(indexed) + " AND " + among;
  }

  private String any(int index) {
    return column(index) + " = ANY ($" + (index + 1) + ")";
  }

  /** The column that an index of the table begins with; -1 for none. */
  private int indexedColumn() {
    List<Integer> numbers = columns.stream().map(ColumnEntry::number).toList();
    for (IndexEntry index : key.catalog().indexes(table.oid())) {
      int column = numbers.indexOf(index.keys().getFirst().column());
      if (column >= 0) {
        return column;
      }
    }
    return -1;
  }

  /** All distinct keys of the table. */
  String allKeys() {
    return "SELECT DISTINCT " + list(width(), ", ", this::column) + " FROM " + table() + " AS c";
  }

  /** Those of the keys that rows reference, as values of these types. */
  String referencedKeys(List<SqlType> types) {
    return "SELECT DISTINCT "
        + list(
            width(),
            ", ",
            i -> column(i) + "::pg_catalog." + Deparser.identifier(types.get(i).name()))
        + " FROM "
        + table()
        + " AS c WHERE "
        + condition();
  }

  /** Locks one row that references a key. */
  String lockRow() {
    return "SELECT 1 FROM " + table() + " AS c WHERE " + condition() + " LIMIT 1 FOR KEY SHARE";
  }

  /** Deletes the rows that reference the keys. */
  String delete() {
    return "DELETE FROM " + table() + " AS c WHERE " + condition();
  }

  /** Sets columns to NULL or DEFAULT in the rows that reference the keys. */
  String set(List<ColumnEntry> columns, String value) {
    return "UPDATE "
        + table()
        + " AS c SET "
        + list(columns.size(), ", ", i -> identifier(columns.get(i)) + " = " + value)
        + " WHERE "
        + condition();
  }

  /** Makes the rows that reference the keys reference the new ones. */
  String change() {
    int width = width();
    String update = "UPDATE " + table() + " AS c SET ";
    if (keyCount == 1) {
      return update
          + list(width, ", ", i -> identifier(key.columns().get(i)) + " = $" + (width + i + 1))
          + " WHERE "
          + condition();
    }
    int indexed = keyCount > FEW ? -1 : indexedColumn();
    String names = list(2 * width, ", ", i -> (i < width ? "o" + i : "n" + (i - width)));
    return update
        + list(width, ", ", i -> identifier(key.columns().get(i)) + " = k.n" + i)
        + " FROM "
        + rows(2 * width)
        + "("
        + names
        + ") WHERE "
        + list(width, " AND ", i -> column(i) + " = k.o" + i)
        + (indexed < 0 ? "" : " AND " + any(indexed));
  }

  /** How PostgreSQL would have looked up a referenced row, for the context of errors. */
  String lookupContext() {
    String schema = key.catalog().storageSchema(table).schemaName();
    return "SQL statement \"SELECT 1 FROM ONLY \""
        + schema
        + "\".\""
        + table.name()
        + "\" x WHERE "
        + list(
            width(),
            " AND ",
            i -> "\"" + columns.get(i).name() + "\" OPERATOR(pg_catalog.=) $" + (i + 1))
        + " FOR KEY SHARE OF x\"";
  }

  /** The statement as PostgreSQL would have run it for a key, for the context of errors. */
  String context(List<ColumnEntry> set, String value, boolean isDelete) {
    var text = new ArrayList<String>();
    String name =
        "ONLY \""
            + key.catalog().storageSchema(key.table()).schemaName()
            + "\".\""
            + key.table().name()
            + "\"";
    int offset = 0;
    if (isDelete) {
      text.add("DELETE FROM " + name);
    } else {
      boolean isNewKey = value.isEmpty();
      offset = isNewKey ? set.size() : 0;
      text.add("UPDATE " + name + " SET");
      text.add(
          list(
              set.size(),
              ", ",
              i -> "\"" + set.get(i).name() + "\" = " + (isNewKey ? "$" + (i + 1) : value)));
    }
    int first = offset + 1;
    text.add("WHERE");
    text.add(
        list(
            width(),
            " AND ",
            i ->
                "$"
                    + (first + i)
                    + " OPERATOR(pg_catalog.=) \""
                    + key.columns().get(i).name()
                    + "\""));
    return "SQL statement \"" + String.join(" ", text) + "\"";
  }
}
