package org.orrery.sql.session;

import org.orrery.data.type.SqlType;

/**
 * A result column.
 *
 * @param name its label
 * @param tableOid the table it comes from, or 0
 * @param attributeNumber its number in that table from 1, or 0
 * @param type its type
 * @param typmod its type modifier, or -1
 * @param format 0 for text, 1 for binary
 */
public record ResultColumn(
    String name, int tableOid, int attributeNumber, SqlType type, int typmod, short format) {

  /** A computed column in text format. */
  public static ResultColumn of(String name, SqlType type) {
    return new ResultColumn(name, 0, 0, type, -1, (short) 0);
  }

  /** The same column in another format. */
  public ResultColumn in(short newFormat) {
    return new ResultColumn(name, tableOid, attributeNumber, type, typmod, newFormat);
  }
}
