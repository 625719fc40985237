package org.orrery.sql.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.PhysicalPlan.Modify.Kind;
import org.orrery.sql.exec.plan.WatchedKey;

/** Says which keys of foreign keys a statement may change. */
public final class WatchedKeys {

  private WatchedKeys() {}

  /**
   * The keys that a write of a table may change, first those of its own foreign keys.
   *
   * @param changed positions of the columns that it assigns to in rows that are there
   */
  public static List<WatchedKey> of(
      Catalog catalog, TableEntry table, Kind kind, Set<Integer> changed) {
    var watched = new ArrayList<WatchedKey>();
    for (ForeignKeyEntry key : catalog.foreignKeys(table.oid())) {
      List<Integer> columns = positions(table, key.columns());
      if (kind == Kind.INSERT || columns.stream().anyMatch(changed::contains)) {
        watched.add(new WatchedKey(key.oid(), false, columns));
      }
    }
    for (ForeignKeyEntry key : catalog.referencing(table.oid())) {
      List<Integer> columns = positions(table, key.referencedColumns());
      if (kind == Kind.DELETE || columns.stream().anyMatch(changed::contains)) {
        watched.add(new WatchedKey(key.oid(), true, columns));
      }
    }
    return watched;
  }

  private static List<Integer> positions(TableEntry table, List<Integer> numbers) {
    List<Integer> all = table.columns().stream().map(ColumnEntry::number).toList();
    return numbers.stream().map(all::indexOf).toList();
  }
}
