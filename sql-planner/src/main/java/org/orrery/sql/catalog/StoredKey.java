package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.Deparser;

/**
 * What a unique index on an expression or over some of the rows computes of a row: storage keeps it
 * in a column of its own behind the table's, so that owners, who know no expressions, can enforce
 * the key. It is NULL in rows that are not in the index, which meet no other row then.
 *
 * @param number what storage calls the column; never one of the table's
 * @param name for messages
 * @param type of its values
 * @param sql the expression over the table's columns
 */
public record StoredKey(int number, String name, SqlType type, String sql) {

  /** What is kept beside the rows of a table, in the order of storage's columns. */
  public static List<StoredKey> of(TableEntry table, List<IndexEntry> indexes) {
    var stored = new ArrayList<StoredKey>();
    for (IndexEntry index : indexes) {
      for (IndexEntry.Key key : index.keys()) {
        if (key.storedAs() != 0) {
          stored.add(of(table, index, key));
        }
      }
    }
    return stored;
  }

  private static StoredKey of(TableEntry table, IndexEntry index, IndexEntry.Key key) {
    SqlType type = key.type();
    String sql = key.expressionSql();
    String name = sql == null ? "" : sql;
    for (ColumnEntry column : table.columns()) {
      if (column.number() == key.column()) {
        type = column.type();
        name = column.name();
        sql = Deparser.identifier(name);
      }
    }
    if (type == null || sql == null) {
      throw Invariant.broken("a stored key of index " + index.name() + " has no type");
    }
    String predicate = index.predicateSql();
    return new StoredKey(
        key.storedAs(),
        name,
        type,
        predicate == null ? sql : "CASE WHEN " + predicate + " THEN " + sql + " END");
  }
}
