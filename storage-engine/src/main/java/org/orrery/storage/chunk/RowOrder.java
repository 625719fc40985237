package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.SeriesDictionary;

/**
 * Rows in the order of columns: ascending, NULLs last, equal rows as they were. Hot rows are sealed
 * so, and indexes hold rows so. Every column becomes a column of 64-bit ranks, and the rows are
 * sorted by radix from the last column to the first.
 */
final class RowOrder {

  private RowOrder() {}

  /** A column to sort by. */
  interface Column {

    /** How its values lie in memory. */
    PhysicalKind kind();

    /** Reads rows {@code [from, from + count)}, of one block, as its first is. */
    void read(int from, int count, Vector target);
  }

  private record OfHot(HotColumn column, int first) implements Column {
    @Override
    public PhysicalKind kind() {
      return column.kind();
    }

    @Override
    public void read(int from, int count, Vector target) {
      column.read(first + from, count, target);
    }
  }

  /** The kept rows in order; {@code rows} are ascending and belong to the caller no more. */
  static int[] of(HotRows hot, int rowCount, int[] rows, TableSchema schema) {
    return of(columns(hot, 0, schema.sortColumnIds()), rowCount, rows);
  }

  /** Columns of hot rows from {@code first} on, which begins a block. */
  static List<Column> columns(HotRows hot, int first, List<Integer> columnIds) {
    var columns = new ArrayList<Column>();
    for (int columnId : columnIds) {
      HotColumn column = hot.column(columnId);
      if (column == null) {
        throw Invariant.broken("sort column is not in the hot table");
      }
      columns.add(new OfHot(column, first));
    }
    return columns;
  }

  /**
   * Rows in order.
   *
   * @param rowCount how many rows the columns have
   * @param rows some of them, ascending; they belong to the caller no more
   */
  static int[] of(List<Column> columns, int rowCount, int[] rows) {
    int[] order = rows;
    for (Column column : columns.reversed()) {
      order = sort(order, ranks(column, rowCount));
    }
    return order;
  }

  private static int[] sort(int[] order, long[] ranks) {
    int[] from = order;
    int[] to = new int[order.length];
    long varying = 0;
    for (int row : order) {
      varying |= ranks[row] ^ ranks[order[0]];
    }
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((varying >>> shift & 0xFF) == 0) {
        continue;
      }
      int[] starts = new int[257];
      for (int row : from) {
        starts[(int) (ranks[row] >>> shift & 0xFF) + 1]++;
      }
      for (int i = 0; i < 256; i++) {
        starts[i + 1] += starts[i];
      }
      for (int row : from) {
        to[starts[(int) (ranks[row] >>> shift & 0xFF)]++] = row;
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** A number for each row that orders unsigned as the values do. */
  private static long[] ranks(Column column, int rowCount) {
    return switch (column.kind()) {
      case LONG, DOUBLE -> numberRanks(column, rowCount);
      case BYTES -> textRanks(column, rowCount);
      case NUMERIC, INTERVAL -> objectRanks(column, rowCount);
    };
  }

  private static long[] numberRanks(Column column, int rowCount) {
    var ranks = new long[rowCount];
    Vector vector = Vector.allocate(column.kind(), Batch.ROWS_MAX);
    for (int from = 0; from < rowCount; from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, rowCount - from);
      column.read(from, count, vector);
      for (int i = 0; i < count; i++) {
        long signed =
            switch (vector) {
              case LongVector v -> v.getLong(i);
              case DoubleVector v -> sortable(v.getDouble(i));
              default -> throw Invariant.broken("kind of a number");
            };
        ranks[from + i] = vector.isNull(i) ? -1L : signed ^ Long.MIN_VALUE;
      }
    }
    return ranks;
  }

  private static long sortable(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private static long[] textRanks(Column column, int rowCount) {
    var dictionary = new SeriesDictionary();
    var ranks = new long[rowCount];
    var vector = new BytesVector(Batch.ROWS_MAX);
    for (int from = 0; from < rowCount; from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, rowCount - from);
      column.read(from, count, vector);
      for (int i = 0; i < count; i++) {
        ranks[from + i] =
            vector.isNull(i)
                ? -1L
                : dictionary.codeOf(vector.data(), vector.offsets()[i], vector.lengths()[i]);
      }
    }
    dictionary.publish();
    Dictionary values = dictionary.dictionary();
    var codes = new Integer[values.size()];
    Arrays.setAll(codes, i -> i);
    Arrays.sort(codes, (a, b) -> compare(values, a, b));
    var rankOf = new long[codes.length];
    for (int i = 0; i < codes.length; i++) {
      rankOf[codes[i]] = i;
    }
    for (int row = 0; row < rowCount; row++) {
      ranks[row] = ranks[row] < 0 ? -1L : rankOf[(int) ranks[row]];
    }
    return ranks;
  }

  private static int compare(Dictionary values, int a, int b) {
    int[] offsets = values.offsets();
    return Arrays.compareUnsigned(
        values.data(), offsets[a], offsets[a + 1], values.data(), offsets[b], offsets[b + 1]);
  }

  private static long[] objectRanks(Column column, int rowCount) {
    Vector vector = Vector.allocate(column.kind(), Batch.ROWS_MAX);
    var values = new Object[rowCount];
    var order = new Integer[rowCount];
    int present = 0;
    var ranks = new long[rowCount];
    for (int row = 0; row < rowCount; row++) {
      if (row % Batch.ROWS_MAX == 0) {
        column.read(row, Math.min(Batch.ROWS_MAX, rowCount - row), vector);
      }
      Object value = vector.get(row % Batch.ROWS_MAX);
      ranks[row] = -1L;
      if (value != null) {
        values[row] = value;
        order[present++] = row;
      }
    }
    Arrays.sort(order, 0, present, (a, b) -> Ranges.compare(values[a], values[b]));
    long rank = 0;
    for (int i = 0; i < present; i++) {
      if (i > 0 && Ranges.compare(values[order[i - 1]], values[order[i]]) != 0) {
        rank++;
      }
      ranks[order[i]] = rank;
    }
    return ranks;
  }
}
