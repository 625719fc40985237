package org.orrery.sql.reference;

import java.util.List;
import java.util.stream.Collectors;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * A foreign key with its tables as a catalog has them.
 *
 * @param table the one that references
 * @param referenced the other
 */
record ForeignKey(
    ForeignKeyEntry entry, TableEntry table, TableEntry referenced, CatalogValue catalog) {

  static ForeignKey of(ForeignKeyEntry entry, CatalogValue catalog) {
    if (catalog.relation(entry.tableOid()) instanceof TableEntry table
        && catalog.relation(entry.referencedOid()) instanceof TableEntry referenced) {
      return new ForeignKey(entry, table, referenced, catalog);
    }
    throw Invariant.broken("foreign key without tables: " + entry.name());
  }

  private static ColumnEntry column(TableEntry table, int number) {
    for (ColumnEntry each : table.columns()) {
      if (each.number() == number) {
        return each;
      }
    }
    throw Invariant.broken("foreign key without column: " + table.name());
  }

  /** The columns that reference. */
  List<ColumnEntry> columns() {
    return entry.columns().stream().map(number -> column(table, number)).toList();
  }

  /** Those of its columns that a DELETE sets. */
  List<ColumnEntry> columnsSetOnDelete() {
    return entry.columnsSetOnDelete().stream().map(number -> column(table, number)).toList();
  }

  /** The columns referenced, in the same order. */
  List<ColumnEntry> referencedColumns() {
    return entry.referencedColumns().stream().map(number -> column(referenced, number)).toList();
  }

  /** Types of the columns referenced. */
  List<SqlType> referencedTypes() {
    return referencedColumns().stream().map(ColumnEntry::type).toList();
  }

  /** The referenced table for storage. */
  TableSchema referencedSchema() {
    return catalog.storageSchema(referenced);
  }

  /** The referenced key for storage. */
  UniqueKey key() {
    for (UniqueKey each : referencedSchema().uniqueKeys()) {
      if (each.indexOid() == entry.indexOid()) {
        return each;
      }
    }
    throw Invariant.broken("foreign key without index: " + entry.name());
  }

  /** For each column of {@link #key} its position among the foreign key's columns. */
  int[] keyOrder() {
    IndexEntry index = catalog.index(entry.indexOid());
    if (index == null) {
      throw Invariant.broken("foreign key without index: " + entry.name());
    }
    return index.keys().stream()
        .mapToInt(each -> entry.referencedColumns().indexOf(each.column()))
        .toArray();
  }

  private ErrorSubject subject() {
    String schema = catalog.storageSchema(table).schemaName();
    return ErrorSubject.constraint(schema, table.name(), entry.name());
  }

  private static String names(List<ColumnEntry> columns) {
    return columns.stream().map(ColumnEntry::name).collect(Collectors.joining(", "));
  }

  /** {@code 23503}: nothing has the key that a row references. */
  OrreryException missing(String values) {
    return violation()
        .withDetail(
            "Key ("
                + names(columns())
                + ")=("
                + values
                + ") is not present in table \""
                + referenced.name()
                + "\".");
  }

  /** {@code 23503}: some columns of a MATCH FULL key are NULL. */
  OrreryException mixed() {
    return violation()
        .withDetail("MATCH FULL does not allow mixing of null and nonnull key values.");
  }

  private OrreryException violation() {
    return OrreryException.of(
            SqlState.FOREIGN_KEY_VIOLATION,
            "insert or update on table \"%s\" violates foreign key constraint \"%s\"",
            table.name(),
            entry.name())
        .about(subject());
  }

  /** {@code 23503}: a row references a key that is gone. */
  OrreryException stillReferenced(String values) {
    return OrreryException.of(
            SqlState.FOREIGN_KEY_VIOLATION,
            "update or delete on table \"%s\" violates foreign key constraint \"%s\" on table"
                + " \"%s\"",
            referenced.name(),
            entry.name(),
            table.name())
        .withDetail(
            "Key ("
                + names(referencedColumns())
                + ")=("
                + values
                + ") is still referenced from table \""
                + table.name()
                + "\".")
        .about(subject());
  }
}
