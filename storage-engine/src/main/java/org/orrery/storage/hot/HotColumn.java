package org.orrery.storage.hot;

import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/**
 * One column of {@link HotRows}. One thread appends; any thread reads rows that were published to
 * it.
 */
public abstract sealed class HotColumn
    permits LongColumn, DoubleColumn, BytesColumn, NumericColumn, IntervalColumn {

  private final int columnId;
  final NullSlabs nulls = new NullSlabs();

  HotColumn(int columnId) {
    this.columnId = columnId;
  }

  static HotColumn create(int columnId, PhysicalKind kind) {
    return switch (kind) {
      case LONG -> new LongColumn(columnId);
      case DOUBLE -> new DoubleColumn(columnId);
      case BYTES -> new BytesColumn(columnId);
      case NUMERIC -> new NumericColumn(columnId);
      case INTERVAL -> new IntervalColumn(columnId);
    };
  }

  /** The column's number in its table. */
  public final int columnId() {
    return columnId;
  }

  /** Whether a row is NULL. */
  public final boolean isNull(int row) {
    return nulls.isNull(row);
  }

  /** How the values lie in memory. */
  public abstract PhysicalKind kind();

  /**
   * Stores rows of a vector from row {@code at} on.
   *
   * @param positions the rows' positions from {@code positions[from]} on; null for {@code from} on
   */
  abstract void append(int at, Vector source, int @Nullable [] positions, int from, int count);

  /** Stores one value (as of {@link Vector#get}) {@code count} times. */
  final void fill(int at, @Nullable Object value, int count) {
    Vector one = Vector.allocate(kind(), 1);
    one.set(0, value);
    int[] zero = {0};
    for (int i = 0; i < count; i++) {
      append(at + i, one, zero, 0, 1);
    }
  }

  /**
   * Replaces the content of {@code target} with rows {@code [from, from + count)}. {@code from} is
   * a multiple of 1,024 and {@code count} at most 1,024.
   */
  public abstract void read(int from, int count, Vector target);

  /**
   * Copies {@code rows[from, from + count)} to the start of {@code target}, which is clear; at most
   * 1,024.
   */
  public void gather(int[] rows, int from, int count, Vector target) {
    for (int i = 0; i < count; i++) {
      readRow(rows[from + i], target, i);
    }
  }

  /** Copies one row to a row of {@code target}. */
  public abstract void readRow(int row, Vector target, int targetRow);

  /** Heap taken. */
  abstract long bytes();
}
