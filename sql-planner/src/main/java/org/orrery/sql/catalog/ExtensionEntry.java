package org.orrery.sql.catalog;

/** An extension that was created; its functions exist regardless. */
public record ExtensionEntry(int oid, String name, int schemaOid, String version)
    implements CatalogEntry {

  /** What the extension {@code timescaledb} is for. */
  public static final String TIMESCALEDB_COMMENT =
      "Hypertables and functions for time series, built into the server";
}
