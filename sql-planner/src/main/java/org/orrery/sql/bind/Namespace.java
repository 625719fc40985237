package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.function.FunctionDef.OutputColumn;

/** What names in a FROM clause mean. */
final class Namespace {

  private Namespace() {}

  /**
   * A column that may be named.
   *
   * @param rex its value over the row of the FROM clause: a column, or what USING makes of two
   * @param tableOid table it comes from unchanged, or 0
   * @param number its attribute number there, or 0
   * @param fields fields of a record whose shape is known; empty for others
   */
  record Column(
      String name,
      RexNode rex,
      SqlType type,
      int typmod,
      int tableOid,
      int number,
      List<OutputColumn> fields) {

    Column(String name, RexNode rex, SqlType type, int typmod, int tableOid, int number) {
      this(name, rex, type, typmod, tableOid, number, List.of());
    }

    Column withRex(RexNode newRex) {
      return new Column(name, newRex, type, typmod, tableOid, number, fields);
    }

    Column withName(String newName) {
      return new Column(newName, rex, type, typmod, tableOid, number, fields);
    }
  }

  /**
   * A table, subquery, function or join of FROM.
   *
   * @param name alias or table name; null for a join without alias
   * @param schema schema of a table without alias, else null
   * @param relation the table or view, else null
   * @param isNameVisible whether {@code t.c} may be written
   * @param areColumnsVisible whether its columns may be written
   * @param isScalar whether its row is the value of its first column, as that of a function that
   *     gives one value
   */
  record Item(
      @Nullable String name,
      @Nullable String schema,
      @Nullable Relation relation,
      List<Column> columns,
      boolean isNameVisible,
      boolean areColumnsVisible,
      boolean isScalar) {

    Item {
      columns = List.copyOf(columns);
    }

    Item(
        @Nullable String name,
        @Nullable String schema,
        @Nullable Relation relation,
        List<Column> columns,
        boolean isNameVisible,
        boolean areColumnsVisible) {
      this(name, schema, relation, columns, isNameVisible, areColumnsVisible, false);
    }

    Item asScalar() {
      return new Item(name, schema, relation, columns, isNameVisible, areColumnsVisible, true);
    }

    /** The same as part of a wider row that starts {@code offset} columns earlier. */
    Item shifted(int offset) {
      var moved = new ArrayList<Column>();
      columns.forEach(column -> moved.add(column.withRex(RexUtil.shift(column.rex(), offset))));
      return new Item(name, schema, relation, moved, isNameVisible, areColumnsVisible, isScalar);
    }

    Item withoutColumns() {
      return new Item(name, schema, relation, columns, isNameVisible, false, isScalar);
    }

    /** How messages name a column. */
    String display(Column column) {
      return name == null ? column.name() : name + "." + column.name();
    }
  }

  /** A reference to a column that remembers where it stands and what it is called. */
  static final class ColumnRef extends RexInputRef {
    private final Column column;
    private final String display;
    private final int position;

    ColumnRef(Column column, RexInputRef rex, String display, int position) {
      super(rex.getIndex(), rex.getType());
      this.column = column;
      this.display = display;
      this.position = position;
    }

    Column column() {
      return column;
    }

    String display() {
      return display;
    }

    int position() {
      return position;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}
