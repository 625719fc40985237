package org.orrery.sql.pgcatalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;

/**
 * The columns of a system relation.
 *
 * @param oid its {@code pg_class} OID
 * @param schemaOid OID of its schema
 * @param schema name of its schema, for messages and look-up
 * @param name its name
 * @param isView whether {@code pg_class} calls it a view
 * @param columns its columns, in order
 * @param positions place of each column in {@code columns}, by name
 */
record RelationShape(
    int oid,
    int schemaOid,
    String schema,
    String name,
    boolean isView,
    List<ColumnEntry> columns,
    Map<String, Integer> positions) {

  RelationShape(
      int oid,
      int schemaOid,
      String schema,
      String name,
      boolean isView,
      List<ColumnEntry> columns) {
    this(oid, schemaOid, schema, name, isView, List.copyOf(columns), positions(columns));
  }

  private static Map<String, Integer> positions(List<ColumnEntry> columns) {
    var positions = new HashMap<String, Integer>();
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i).name(), i);
    }
    return positions;
  }

  List<SqlType> types() {
    return columns.stream().map(ColumnEntry::type).toList();
  }

  int position(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw Invariant.broken("no column " + column + " in " + schema + "." + name);
    }
    return position;
  }
}
