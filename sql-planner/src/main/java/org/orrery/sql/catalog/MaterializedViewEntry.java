package org.orrery.sql.catalog;

/**
 * That a table is a materialized view: it keeps the rows that a query gave.
 *
 * @param oid the table's OID
 * @param sql the query
 * @param isPopulated whether it can be read: not after WITH NO DATA
 */
public record MaterializedViewEntry(int oid, String sql, boolean isPopulated)
    implements CatalogEntry {

  /** The table has the name. */
  @Override
  public String name() {
    return Integer.toUnsignedString(oid);
  }
}
