package org.orrery.sql.command;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;

/** Unique keys of hypertables: each chunk enforces them for itself. */
public final class HypertableKeys {

  private HypertableKeys() {}

  /** Refuses a unique key without one of a hypertable's partitioning columns with TS103. */
  static void check(TableEntry table, List<IndexEntry.Key> keys) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null) {
      List<Integer> columns = keys.stream().map(IndexEntry.Key::column).toList();
      hypertable.partitioningColumns().forEach(number -> require(table, columns, number));
    }
  }

  /** Refuses a table whose unique keys do not all have a column with TS103. */
  public static void check(TableEntry table, List<IndexEntry> indexes, int column) {
    for (IndexEntry index : indexes) {
      if (index.isUnique()) {
        require(table, index.columns(), column);
      }
    }
  }

  private static void require(TableEntry table, List<Integer> columns, int number) {
    if (!columns.contains(number)) {
      throw OrreryException.of(
              SqlState.TS_BAD_HYPERTABLE_INDEX,
              "cannot create a unique index without the column \"%s\" (used in partitioning)",
              table.column(number).name())
          .withHint(
              "If you're creating a hypertable on a table with a primary key, ensure the"
                  + " partitioning column is part of the primary or composite key.");
    }
  }
}
