package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;

/** Linear interpolation of one column of one group. */
final class Interpolation {

  private final RowStore rows;
  private final int column;
  private final SqlType type;
  private final int[] rowOfBucket;
  private final long[] buckets;

  /** A known point; {@code isNull} when its value is NULL, which makes its neighbourhood NULL. */
  private record Point(long time, double value, long whole, boolean isNull) {}

  Interpolation(RowStore rows, int column, SqlType type, int[] rowOfBucket, long[] buckets) {
    this.rows = rows;
    this.column = column;
    this.type = type;
    this.rowOfBucket = rowOfBucket;
    this.buckets = buckets;
  }

  /** The filler, given the (time, value) records before and after the range, or null. */
  ColumnFiller filler(@Nullable Object previousRecord, @Nullable Object nextRecord) {
    Point before = point(previousRecord);
    Point after = point(nextRecord);
    int[] nextPresent = nextPresent();
    var last = new Point[] {before};
    return (index, target, targetRow) -> {
      int row = rowOfBucket[index];
      if (row != ColumnFiller.NO_ROW) {
        ColumnFiller.copy(rows, column, row, target, targetRow);
        last[0] = pointOfRow(row, buckets[index]);
        return;
      }
      int next = nextPresent[index];
      Point right =
          next == ColumnFiller.NO_ROW ? after : pointOfRow(rowOfBucket[next], buckets[next]);
      Point left = last[0];
      if (left == null || right == null || left.isNull() || right.isNull()) {
        target.setNull(targetRow);
      } else {
        set(target, targetRow, left, right, buckets[index]);
      }
    };
  }

  /** For each output row the next one, at or after it, that has an input row. */
  private int[] nextPresent() {
    var next = new int[rowOfBucket.length];
    int present = ColumnFiller.NO_ROW;
    for (int i = rowOfBucket.length - 1; i >= 0; i--) {
      if (rowOfBucket[i] != ColumnFiller.NO_ROW) {
        present = i;
      }
      next[i] = present;
    }
    return next;
  }

  private Point pointOfRow(int row, long time) {
    return point(time, rows.columnOf(row, column), RowStore.positionOf(row));
  }

  private static Point point(long time, Vector values, int position) {
    if (values.isNull(position)) {
      return new Point(time, 0, 0, true);
    }
    return switch (values) {
      case LongVector longs ->
          new Point(time, longs.getLong(position), longs.getLong(position), false);
      case DoubleVector doubles -> new Point(time, doubles.getDouble(position), 0, false);
      default ->
          throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH, "second argument of interpolate must be a number");
    };
  }

  private static @Nullable Point point(@Nullable Object record) {
    if (record == null) {
      return null;
    }
    var bytes = new BytesVector(1);
    bytes.set(0, record);
    RecordValue value = RecordValue.read(bytes, 0);
    if (value.types().size() != 2 || value.types().get(0).kind() != PhysicalKind.LONG) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "interpolate RECORD arguments must have 2 elements");
    }
    if (value.values().get(0).isNull(0)) {
      return null;
    }
    return point(((LongVector) value.values().get(0)).getLong(0), value.values().get(1), 0);
  }

  private void set(Vector target, int targetRow, Point left, Point right, long time) {
    double share = (double) (time - left.time()) / (double) (right.time() - left.time());
    if (type.kind() == PhysicalKind.LONG) {
      double exact = left.whole() + (right.whole() - left.whole()) * share;
      target.set(targetRow, Math.round(exact));
    } else {
      double value = left.value() + (right.value() - left.value()) * share;
      target.set(targetRow, type == BuiltinTypes.FLOAT4 ? (double) (float) value : value);
    }
  }
}
