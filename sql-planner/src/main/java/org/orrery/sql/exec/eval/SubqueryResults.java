package org.orrery.sql.exec.eval;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Numeric;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;

/**
 * Results of a correlated subquery by the values it captured, so that rows with the same values
 * share one run. Bounded; when full it starts over.
 */
final class SubqueryResults {

  private static final int RESULTS_MAX = 4_096;

  private static final int ROWS_MAX = 65_536;

  private final Map<List<Object>, RowStore> results = new HashMap<>();
  private int rowCount;

  /** Distinguishes all values that a query could tell apart, even those that are equal in SQL. */
  static List<Object> key(Batch captured, int row) {
    var key = new ArrayList<Object>(captured.columns().length);
    for (Vector column : captured.columns()) {
      key.add(identity(column.get(row)));
    }
    return key;
  }

  private static Object identity(@Nullable Object value) {
    return switch (value) {
      case null -> Void.class;
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case Numeric numeric -> numeric.toString();
      default -> value;
    };
  }

  @Nullable RowStore get(List<Object> key) {
    return results.get(key);
  }

  void put(List<Object> key, RowStore rows) {
    if (results.size() >= RESULTS_MAX || rowCount + rows.rowCount() > ROWS_MAX) {
      results.clear();
      rowCount = 0;
    }
    if (rows.rowCount() <= ROWS_MAX) {
      results.put(key, rows);
      rowCount += rows.rowCount();
    }
  }
}
