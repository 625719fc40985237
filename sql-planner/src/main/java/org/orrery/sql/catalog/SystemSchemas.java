package org.orrery.sql.catalog;

import java.util.List;

/**
 * OIDs of the objects that every database has from its first start. PostgreSQL's own are those of
 * version 15; OIDs from 14000 to 14999 are Orrery's, since PostgreSQL uses none of them.
 */
public final class SystemSchemas {

  /** The superuser made at first start. */
  public static final int POSTGRES_ROLE = 10;

  /** Name of the superuser made at first start. */
  public static final String POSTGRES = "postgres";

  /** The one database. */
  public static final int POSTGRES_DATABASE = 5;

  /** Built-in relations, functions and types. */
  public static final int PG_CATALOG = 11;

  /** PostgreSQL's out-of-line storage; empty here. */
  public static final int PG_TOAST = 99;

  /** Where tables go by default. */
  public static final int PUBLIC = 2200;

  /** The standard's catalog views. */
  public static final int INFORMATION_SCHEMA = 13207;

  /** TimescaleDB's catalog tables. */
  public static final int TIMESCALEDB_CATALOG = 14001;

  /** TimescaleDB's internal functions. */
  public static final int TIMESCALEDB_FUNCTIONS = 14002;

  /** Chunks. */
  public static final int TIMESCALEDB_INTERNAL = 14003;

  /** TimescaleDB's cache markers; empty here. */
  public static final int TIMESCALEDB_CACHE = 14004;

  /** TimescaleDB's configuration. */
  public static final int TIMESCALEDB_CONFIG = 14005;

  /** TimescaleDB's views for users. */
  public static final int TIMESCALEDB_INFORMATION = 14006;

  /** TimescaleDB's experimental API. */
  public static final int TIMESCALEDB_EXPERIMENTAL = 14007;

  /** Name of the schema that chunks appear in. */
  public static final String CHUNK_SCHEMA = "_timescaledb_internal";

  /** What the catalog holds before anyone created anything. */
  static final List<CatalogEntry> INITIAL =
      List.of(
          new RoleEntry(POSTGRES_ROLE, POSTGRES, true, true, null),
          schema(PG_CATALOG, "pg_catalog"),
          schema(PG_TOAST, "pg_toast"),
          schema(PUBLIC, "public"),
          schema(INFORMATION_SCHEMA, "information_schema"),
          schema(TIMESCALEDB_CATALOG, "_timescaledb_catalog"),
          schema(TIMESCALEDB_FUNCTIONS, "_timescaledb_functions"),
          schema(TIMESCALEDB_INTERNAL, CHUNK_SCHEMA),
          schema(TIMESCALEDB_CACHE, "_timescaledb_cache"),
          schema(TIMESCALEDB_CONFIG, "_timescaledb_config"),
          schema(TIMESCALEDB_INFORMATION, "timescaledb_information"),
          schema(TIMESCALEDB_EXPERIMENTAL, "timescaledb_experimental"));

  private SystemSchemas() {}

  private static SchemaEntry schema(int oid, String name) {
    return new SchemaEntry(oid, name, POSTGRES_ROLE);
  }

  /** Whether a schema is the system's, so that it cannot be dropped. */
  public static boolean isSystem(int schemaOid) {
    return schemaOid != PUBLIC && schemaOid > 0 && schemaOid < 16_384;
  }
}
