package org.orrery.sql.exec.plan;

import java.util.List;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.storage.api.TableSchema;

/**
 * A table that a statement writes.
 *
 * @param schema the table for storage
 * @param columnNames names, in the schema's order
 * @param columnTypes types, in the schema's order
 * @param checks CHECK constraints over a row of the schema's columns
 * @param watched keys of foreign keys that the statement may change, in the foreign keys' order
 */
public record TableTarget(
    TableSchema schema,
    List<String> columnNames,
    List<SqlType> columnTypes,
    List<Check> checks,
    List<WatchedKey> watched) {

  public TableTarget {
    columnNames = List.copyOf(columnNames);
    columnTypes = List.copyOf(columnTypes);
    checks = List.copyOf(checks);
    watched = List.copyOf(watched);
  }

  /** A table whose foreign keys have nothing to do with the rows. */
  public TableTarget(
      TableSchema schema, List<String> columnNames, List<SqlType> columnTypes, List<Check> checks) {
    this(schema, columnNames, columnTypes, checks, List.of());
  }

  /**
   * A CHECK constraint; a row for which it is false is {@code 23514}.
   *
   * @param name its name
   * @param condition over the schema's columns
   */
  public record Check(String name, Expr condition) {}
}
