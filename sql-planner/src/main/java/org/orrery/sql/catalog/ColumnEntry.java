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
 * @param defaultSql its DEFAULT as SQL text; null for none
 * @param missingText what rows older than the column hold, in the type's text form; null for NULL
 */
public record ColumnEntry(
    int number,
    String name,
    SqlType type,
    int typmod,
    boolean isNotNull,
    @Nullable String defaultSql,
    @Nullable String missingText) {}
