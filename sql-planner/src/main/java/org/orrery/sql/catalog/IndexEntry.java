package org.orrery.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index. The first usable one says what sealed rows are sorted by; for the others storage keeps
 * files beside the sealed rows that name rows by the indexed columns.
 *
 * @param tableOid the table it is on
 * @param keys its columns, in order
 * @param isUnique whether it enforces uniqueness
 * @param isPrimary whether it is the primary key's
 * @param constraintOid OID of the PRIMARY KEY or UNIQUE constraint it belongs to, 0 for none
 */
public record IndexEntry(
    int oid,
    int schemaOid,
    String name,
    int tableOid,
    List<Key> keys,
    boolean isUnique,
    boolean isPrimary,
    int constraintOid)
    implements CatalogEntry {

  public IndexEntry {
    keys = List.copyOf(keys);
  }

  /** Attribute numbers of the keys, 0 for expressions. */
  public List<Integer> columns() {
    return keys.stream().map(Key::column).toList();
  }

  /**
   * A key column.
   *
   * @param column attribute number, 0 for an expression
   * @param expressionSql the expression; null for a column
   */
  public record Key(
      int column, @Nullable String expressionSql, boolean isDescending, boolean nullsFirst) {}
}
