package org.orrery.sql.catalog;

import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/**
 * A column.
 *
 * @param number {@code attnum}, from 1, never reused
 * @param name its name
 * @param type its type
 * @param typmod its type modifier, -1 for none
 * @param isNotNull whether NULL is refused
 * @param defaultSql its DEFAULT as SQL text, or the expression of a generated column; null for none
 * @param isGenerated whether its value is that of {@code defaultSql} over the row's other columns
 * @param missingText what rows older than the column hold, in the type's text form; null for NULL
 */
public record ColumnEntry(
    int number,
    String name,
    SqlType type,
    int typmod,
    boolean isNotNull,
    @Nullable String defaultSql,
    boolean isGenerated,
    @Nullable String missingText) {

  /** A column that is not generated. */
  public ColumnEntry(
      int number,
      String name,
      SqlType type,
      int typmod,
      boolean isNotNull,
      @Nullable String defaultSql,
      @Nullable String missingText) {
    this(number, name, type, typmod, isNotNull, defaultSql, false, missingText);
  }

  /** The same under another name. */
  public ColumnEntry withName(String newName) {
    return new ColumnEntry(
        number, newName, type, typmod, isNotNull, defaultSql, isGenerated, missingText);
  }

  /** The same of another type. */
  public ColumnEntry withType(SqlType newType, int newTypmod) {
    return new ColumnEntry(
        number, name, newType, newTypmod, isNotNull, defaultSql, isGenerated, missingText);
  }

  /** The same, refusing NULL or not. */
  public ColumnEntry withNotNull(boolean refusesNull) {
    return new ColumnEntry(
        number, name, type, typmod, refusesNull, defaultSql, isGenerated, missingText);
  }

  /** The same with another DEFAULT, null for none. */
  public ColumnEntry withDefault(@Nullable String sql) {
    return new ColumnEntry(number, name, type, typmod, isNotNull, sql, isGenerated, missingText);
  }

  /** The same with another value in older rows, null for NULL. */
  public ColumnEntry withMissing(@Nullable String text) {
    return new ColumnEntry(number, name, type, typmod, isNotNull, defaultSql, isGenerated, text);
  }

  /** The same computed by its expression, or not: then it has no DEFAULT either. */
  public ColumnEntry asGenerated(@Nullable String sql) {
    return new ColumnEntry(number, name, type, typmod, isNotNull, sql, sql != null, missingText);
  }
}
