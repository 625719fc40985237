package org.orrery.sql.exec.plan;

import java.util.List;

/**
 * Columns of a written table that a foreign key is about.
 *
 * @param foreignKeyOid the foreign key
 * @param isReferenced whether the table is the one it references; else the one that references
 * @param columns positions in the table's schema, in the foreign key's order
 */
public record WatchedKey(int foreignKeyOid, boolean isReferenced, List<Integer> columns) {
  public WatchedKey {
    columns = List.copyOf(columns);
  }
}
