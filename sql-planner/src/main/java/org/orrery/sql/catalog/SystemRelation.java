package org.orrery.sql.catalog;

import java.util.List;
import org.orrery.sql.exec.plan.RowSource;

/**
 * A built-in relation: a system catalog or view, made of the catalog and the registry when it is
 * read.
 *
 * @param isView whether {@code pg_class} calls it a view
 * @param rows makes its rows, columns in order
 */
public record SystemRelation(
    int oid, int schemaOid, String name, List<ColumnEntry> columns, boolean isView, RowSource rows)
    implements Relation {
  public SystemRelation {
    columns = List.copyOf(columns);
  }
}
