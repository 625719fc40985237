package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.orrery.sql.function.FunctionDef.OutputColumn;

/**
 * An entry of a select list.
 *
 * @param name the column's name
 * @param value its expression
 * @param tableOid table whose column it is, or 0
 * @param columnNumber attribute number in that table, or 0
 * @param fields fields of a record whose shape is known; empty for others
 */
record Target(String name, Bound value, int tableOid, int columnNumber, List<OutputColumn> fields) {

  Target(String name, Bound value, int tableOid, int columnNumber) {
    this(name, value, tableOid, columnNumber, List.of());
  }

  static Target of(String name, Bound value) {
    if (value instanceof Bound.Value known && known.rex() instanceof Namespace.ColumnRef column) {
      return new Target(
          name,
          value,
          column.column().tableOid(),
          column.column().number(),
          column.column().fields());
    }
    if (value instanceof Bound.Composite composite) {
      var fields = new ArrayList<OutputColumn>();
      for (int i = 0; i < composite.names().size(); i++) {
        fields.add(new OutputColumn(composite.names().get(i), composite.fields().get(i).type()));
      }
      return new Target(name, value, 0, 0, fields);
    }
    return new Target(name, value, 0, 0);
  }

  Target withValue(Bound newValue) {
    return new Target(name, newValue, tableOid, columnNumber, fields);
  }

  Target withName(String newName) {
    return new Target(newName, value, tableOid, columnNumber, fields);
  }
}
