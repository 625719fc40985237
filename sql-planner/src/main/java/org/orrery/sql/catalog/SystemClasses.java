package org.orrery.sql.catalog;

/**
 * {@code pg_class} OIDs of the catalogs that objects are rows of, as {@code classoid} holds them.
 */
public final class SystemClasses {

  /** Types. */
  public static final int PG_TYPE = 1247;

  /** Functions. */
  public static final int PG_PROC = 1255;

  /** Tables, views, indexes; a part is a column. */
  public static final int PG_CLASS = 1259;

  /** Roles. */
  public static final int PG_AUTHID = 1260;

  /** Databases. */
  public static final int PG_DATABASE = 1262;

  /** Constraints. */
  public static final int PG_CONSTRAINT = 2606;

  /** Schemas. */
  public static final int PG_NAMESPACE = 2615;

  /** Extensions. */
  public static final int PG_EXTENSION = 3079;

  private SystemClasses() {}
}
