package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.session.SessionAccess;

/** Defaults that read sequences; the catalog's text names a sequence by OID. */
final class SequenceDefaults {

  private SequenceDefaults() {}

  /** Tables with columns whose default reads a sequence. */
  static List<TableEntry> readers(Catalog catalog, SequenceEntry sequence) {
    var readers = new ArrayList<TableEntry>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table
          && table.columns().stream().anyMatch(column -> reads(column.defaultSql(), sequence))) {
        readers.add(table);
      }
    }
    return readers;
  }

  private static boolean reads(@Nullable String sql, SequenceEntry sequence) {
    return sql != null
        && sql.contains("'" + Integer.toUnsignedString(sequence.oid()) + "'::regclass");
  }

  /** A table without the defaults that read a sequence. */
  static TableEntry without(TableEntry table, SequenceEntry sequence) {
    return table
        .withColumns(
            table.columns().stream()
                .map(each -> reads(each.defaultSql(), sequence) ? each.withDefault(null) : each)
                .toList())
        .nextVersion();
  }

  /** Refuses to drop sequences that defaults of tables that stay read. */
  static void checkFree(SessionAccess session, Collection<? extends CatalogEntry> named) {
    for (CatalogEntry entry : named) {
      if (entry instanceof SequenceEntry sequence) {
        for (TableEntry table : readers(session.catalog(), sequence)) {
          if (!named.contains(table)) {
            throw needed(table, sequence);
          }
        }
      }
    }
  }

  private static OrreryException needed(TableEntry table, SequenceEntry sequence) {
    var lines = new ArrayList<String>();
    for (ColumnEntry column : table.columns()) {
      if (reads(column.defaultSql(), sequence)) {
        lines.add(
            "default value for column %s of table %s depends on sequence %s"
                .formatted(column.name(), table.name(), sequence.name()));
      }
    }
    return OrreryException.of(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop sequence %s because other objects depend on it",
            sequence.name())
        .withDetail(String.join("\n", lines))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }
}
