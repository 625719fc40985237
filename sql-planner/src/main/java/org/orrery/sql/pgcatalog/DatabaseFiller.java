package org.orrery.sql.pgcatalog;

import org.orrery.sql.catalog.Catalog;

/** Makes the rows of a relation that depends on the catalog value and the database's name. */
@FunctionalInterface
public interface DatabaseFiller {

  /** Writes all rows. */
  void fill(String database, Catalog catalog, RowWriter rows);
}
