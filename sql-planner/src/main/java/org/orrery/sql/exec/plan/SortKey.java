package org.orrery.sql.exec.plan;

import org.orrery.sql.function.FunctionDef;

/**
 * A column to sort by.
 *
 * @param column index in the input
 * @param lessThan the function of the type's {@code <} (for USING, of the named operator)
 * @param isDescending greatest first
 * @param nullsFirst where NULLs go
 */
public record SortKey(int column, FunctionDef lessThan, boolean isDescending, boolean nullsFirst) {}
