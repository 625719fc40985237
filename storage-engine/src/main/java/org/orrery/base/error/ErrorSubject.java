package org.orrery.base.error;

import org.jspecify.annotations.Nullable;

/**
 * The object that an error is about: PostgreSQL's fields {@code s}, {@code t}, {@code c}, {@code d}
 * and {@code n}, so that clients need not read messages.
 */
public record ErrorSubject(
    String schema,
    @Nullable String table,
    @Nullable String column,
    @Nullable String dataType,
    @Nullable String constraint) {

  /** A relation. */
  public static ErrorSubject table(String schema, String table) {
    return new ErrorSubject(schema, table, null, null, null);
  }

  /** A relation's column. */
  public static ErrorSubject column(String schema, String table, String column) {
    return new ErrorSubject(schema, table, column, null, null);
  }

  /** A relation's constraint, or a unique index of it. */
  public static ErrorSubject constraint(String schema, String table, String constraint) {
    return new ErrorSubject(schema, table, null, null, constraint);
  }
}
