package org.orrery.sql.cagg;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.TrackedTime;
import org.orrery.sql.function.kernel.Timestamps;

/** Says of which tables changes must be told. */
public final class Tracking {

  private Tracking() {}

  /**
   * What to look at of a table that is written; null when no continuous aggregate reads it.
   *
   * @param changed positions of the columns that the statement assigns to in rows that are there
   */
  public static @Nullable TrackedTime of(Catalog catalog, TableEntry table, Set<Integer> changed) {
    if (table.hypertable() == null || catalog.aggregatesOver(table.oid()).isEmpty()) {
      return null;
    }
    int position = table.columns().indexOf(timeColumn(table));
    return new TrackedTime(position, chunkWidth(table), changed.contains(position));
  }

  /** A hypertable's time column. */
  static ColumnEntry timeColumn(TableEntry table) {
    TableEntry.Hypertable hypertable = table.hypertable();
    for (ColumnEntry column : table.columns()) {
      if (hypertable != null && column.number() == hypertable.timeColumn()) {
        return column;
      }
    }
    throw Invariant.broken("no time column: " + table.name());
  }

  /** The width of a hypertable's chunks in the time column's physical unit. */
  static long chunkWidth(TableEntry table) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable == null) {
      throw Invariant.broken("not a hypertable: " + table.name());
    }
    long interval = hypertable.chunkInterval();
    return timeColumn(table).type() == BuiltinTypes.DATE
        ? Math.max(1, interval / Timestamps.DAY)
        : interval;
  }
}
