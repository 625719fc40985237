package org.orrery.sql.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.function.EvaluationContext;

/** Some rows of a store of keys, in order. Immutable. */
final class KeySet {

  private final RowStore keys;
  private final int[] rows;

  private KeySet(RowStore keys, int[] rows) {
    this.keys = keys;
    this.rows = rows;
  }

  /** The keys without a NULL. */
  static KeySet complete(RowStore keys) {
    var rows = new int[keys.rowCount()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (nullCount(keys, row) == 0) {
        rows[count++] = row;
      }
    }
    return new KeySet(keys, java.util.Arrays.copyOf(rows, count));
  }

  /** How many columns of a key are NULL. */
  static int nullCount(RowStore keys, int row) {
    int count = 0;
    for (int column = 0; column < keys.types().size(); column++) {
      count += keys.columnOf(row, column).isNull(RowStore.positionOf(row)) ? 1 : 0;
    }
    return count;
  }

  /** Those of the keys whose index in this set has a true. */
  KeySet where(boolean[] isKept) {
    var kept = new int[rows.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (isKept[i]) {
        kept[count++] = rows[i];
      }
    }
    return new KeySet(keys, java.util.Arrays.copyOf(kept, count));
  }

  int size() {
    return rows.length;
  }

  boolean isEmpty() {
    return rows.length == 0;
  }

  /** Number of a key's row in the store. */
  int row(int index) {
    return rows[index];
  }

  List<SqlType> types() {
    return keys.types();
  }

  /** Keys {@code [from, to)} as a batch of fresh vectors. */
  Batch batch(int from, int to) {
    var columns = new Vector[types().size()];
    for (int column = 0; column < columns.length; column++) {
      columns[column] = Vector.allocate(types().get(column).kind(), to - from);
      keys.gather(column, rows, from, to - from, columns[column]);
    }
    return new Batch(columns, to - from);
  }

  /** The values of the only key, as parameters. */
  static List<Object> values(RowStore keys, int row) {
    var values = new ArrayList<Object>();
    for (int column = 0; column < keys.types().size(); column++) {
      values.add(keys.columnOf(row, column).get(RowStore.positionOf(row)));
    }
    return values;
  }

  /** For each column of {@code store} the values in the rows of this set, as array parameters. */
  List<Object> arrays(RowStore store) {
    var arrays = new ArrayList<Object>();
    for (int column = 0; column < store.types().size(); column++) {
      SqlType type = store.types().get(column);
      Vector values = Vector.allocate(type.kind(), rows.length);
      store.gather(column, rows, 0, rows.length, values);
      var sink = new ByteSink(16 * rows.length + 64);
      ArrayValue.of(type, values, rows.length).write(sink);
      arrays.add(sink.toByteArray());
    }
    return arrays;
  }

  /** The store that the rows are of. */
  RowStore store() {
    return keys;
  }

  /** The type of an array of values. */
  static SqlType arrayOf(SqlType type) {
    return Objects.requireNonNull(BuiltinTypes.arrayOf(type), type::name);
  }

  /** A key's values as messages show them: {@code 1, x}. */
  static String text(RowStore keys, int row, EvaluationContext context) {
    var text = new ByteSink(64);
    for (int column = 0; column < keys.types().size(); column++) {
      text.writeString(column == 0 ? "" : ", ");
      Vector values = keys.columnOf(row, column);
      int position = RowStore.positionOf(row);
      if (values.isNull(position)) {
        text.writeString("null");
      } else {
        keys.types().get(column).codec().formatText(values, position, context.format(), text);
      }
    }
    return text.toString();
  }
}
