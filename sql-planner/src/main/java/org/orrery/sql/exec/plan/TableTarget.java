package org.orrery.sql.exec.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.storage.api.TableSchema;

/**
 * A table that a statement writes.
 *
 * @param schema the table for storage: the table's columns, then those of stored keys
 * @param relationName what messages call it: the table, or a chunk that the statement names
 * @param columnNames names of the table's columns, in the schema's order
 * @param columnTypes types of the table's columns, in the schema's order
 * @param computed what the columns of generated columns and stored keys hold, in their order
 * @param checks CHECK constraints over a row of the table's columns
 * @param keepsKeys whether the rows that take the places of others have their keys of columns
 * @param watched keys of foreign keys that the statement may change, in the foreign keys' order
 * @param tracked in what ranges of time changes are told of; null for nowhere
 */
public record TableTarget(
    TableSchema schema,
    String relationName,
    List<String> columnNames,
    List<SqlType> columnTypes,
    List<Computed> computed,
    List<Check> checks,
    boolean keepsKeys,
    List<WatchedKey> watched,
    @Nullable TrackedTime tracked) {

  public TableTarget {
    columnNames = List.copyOf(columnNames);
    columnTypes = List.copyOf(columnTypes);
    computed = List.copyOf(computed);
    checks = List.copyOf(checks);
    watched = List.copyOf(watched);
  }

  /** A table whose rows nothing else depends on. */
  public TableTarget(
      TableSchema schema, List<String> columnNames, List<SqlType> columnTypes, List<Check> checks) {
    this(
        schema, schema.name(), columnNames, columnTypes, List.of(), checks, false, List.of(), null);
  }

  /** Whether a column of the schema is computed of others, which may change it. */
  public boolean isComputed(int column) {
    return computed.stream().anyMatch(each -> each.column() == column);
  }

  /** Types of all columns of the schema. */
  public List<SqlType> storedTypes() {
    var types = new ArrayList<>(columnTypes);
    for (Computed each : computed) {
      if (each.column() >= columnTypes.size()) {
        types.add(each.type());
      }
    }
    return types;
  }

  /**
   * A column that is computed of the others.
   *
   * @param column its position in the schema; a stored key is behind the table's columns
   * @param type of its values
   * @param value over the table's columns, generated ones in place
   */
  public record Computed(int column, SqlType type, Expr value) {}

  /**
   * A CHECK constraint; a row for which it is false is {@code 23514}.
   *
   * @param name its name
   * @param condition over the schema's columns
   */
  public record Check(String name, Expr condition) {}
}
