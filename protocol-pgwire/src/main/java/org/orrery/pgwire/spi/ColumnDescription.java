package org.orrery.pgwire.spi;

import org.orrery.data.type.SqlType;

/**
 * A result column as RowDescription sends it.
 *
 * @param name its label
 * @param tableOid the table it comes from, or 0
 * @param attributeNumber its number in that table from 1, or 0
 * @param type its type
 * @param typmod its type modifier, or -1
 * @param format 0 for text, 1 for binary
 */
public record ColumnDescription(
    String name, int tableOid, int attributeNumber, SqlType type, int typmod, short format) {}
