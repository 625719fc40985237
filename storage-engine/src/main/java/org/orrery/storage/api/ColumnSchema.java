package org.orrery.storage.api;

import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;

/**
 * A column as storage knows it.
 *
 * @param columnId its number for life ({@code attnum}); never reused in a table
 * @param name its name, for error messages
 * @param kind how values lie in memory
 * @param isNotNull whether NULL is refused ({@code 23502})
 * @param missingValue what rows written before the column existed hold (a value as of {@link
 *     org.orrery.data.Vector#get}); null for NULL
 */
public record ColumnSchema(
    int columnId,
    String name,
    PhysicalKind kind,
    boolean isNotNull,
    @Nullable Object missingValue) {}
