package org.orrery.sql.bind;

/**
 * An entry of a select list.
 *
 * @param name the column's name
 * @param value its expression
 * @param tableOid table whose column it is, or 0
 * @param columnNumber attribute number in that table, or 0
 */
record Target(String name, Bound value, int tableOid, int columnNumber) {

  static Target of(String name, Bound value) {
    if (value instanceof Bound.Value known && known.rex() instanceof Namespace.ColumnRef column) {
      return new Target(name, value, column.column().tableOid(), column.column().number());
    }
    return new Target(name, value, 0, 0);
  }

  Target withValue(Bound newValue) {
    return new Target(name, newValue, tableOid, columnNumber);
  }

  Target withName(String newName) {
    return new Target(newName, value, tableOid, columnNumber);
  }
}
