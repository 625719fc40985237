package org.orrery.sql.timeseries.hypertable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.function.SetFunction;

/** The few rows that a management function gives. */
final class RowsOf {

  private final List<SqlType> types;
  private final RowStore rows;

  RowsOf(List<SqlType> types) {
    this.types = types;
    this.rows = new RowStore(types);
  }

  /** Adds a row; Strings, Integers and Booleans stand for what vectors hold. */
  RowsOf add(@Nullable Object... values) {
    Vector[] row = VectorCopy.allocate(types);
    for (int i = 0; i < values.length; i++) {
      row[i].set(0, stored(values[i]));
    }
    rows.append(new Batch(row, 1));
    return this;
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return switch (value) {
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      case Integer number -> number.longValue();
      case Boolean flag -> flag ? 1L : 0L;
      case null, default -> value;
    };
  }

  SetFunction.Rows rows() {
    RowStore.Reader reader = rows.reader();
    return reader::next;
  }
}
