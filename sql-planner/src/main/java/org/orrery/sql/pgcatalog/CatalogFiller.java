package org.orrery.sql.pgcatalog;

import org.orrery.sql.catalog.Catalog;

/** Makes the rows of a relation that depends on nothing but the catalog value. */
@FunctionalInterface
public interface CatalogFiller {

  /** Writes all rows. */
  void fill(Catalog catalog, RowWriter rows);
}
