package org.orrery.sql.catalog;

import java.util.List;

/**
 * A view.
 *
 * @param columns its output columns
 * @param sql its query, with every name as resolved when it was created
 */
public record ViewEntry(
    int oid, int schemaOid, String name, int ownerOid, List<ColumnEntry> columns, String sql)
    implements CatalogEntry, Relation {
  public ViewEntry {
    columns = List.copyOf(columns);
  }
}
