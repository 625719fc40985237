package org.orrery.storage.api;

import java.util.List;

/**
 * A primary key or unique constraint. Rows with a NULL in it never conflict.
 *
 * @param indexOid the index's OID
 * @param name the constraint's name, for {@code 23505}
 * @param columnIds its columns in order; those of a hypertable include the time column
 */
public record UniqueKey(int indexOid, String name, List<Integer> columnIds) {
  public UniqueKey {
    columnIds = List.copyOf(columnIds);
  }
}
