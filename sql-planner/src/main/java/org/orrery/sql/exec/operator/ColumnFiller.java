package org.orrery.sql.exec.operator;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;

/** Gives a column's value for each output row of a group, called with ascending rows. */
@FunctionalInterface
interface ColumnFiller {

  /** In place of an input row's number: the bucket has none. */
  int NO_ROW = -1;

  /** Writes the value of the group's output row {@code index} to {@code target}. */
  void fill(int index, Vector target, int targetRow);

  /** Copies an input row's value. */
  static void copy(RowStore rows, int column, int row, Vector target, int targetRow) {
    target.copyFrom(rows.columnOf(row, column), RowStore.positionOf(row), targetRow);
  }

  /** The bucket itself. */
  static ColumnFiller buckets(RowStore rows, int column, int[] rowOfBucket, long[] buckets) {
    return (index, target, targetRow) -> {
      if (rowOfBucket[index] == NO_ROW) {
        target.set(targetRow, buckets[index]);
      } else {
        copy(rows, column, rowOfBucket[index], target, targetRow);
      }
    };
  }

  /** The group's key, which every row of the group has. */
  static ColumnFiller constant(RowStore rows, int column, int[] members) {
    return (_, target, targetRow) -> copy(rows, column, members[0], target, targetRow);
  }

  /** NULL where there is no row. */
  static ColumnFiller missing(RowStore rows, int column, int[] rowOfBucket) {
    return (index, target, targetRow) -> {
      if (rowOfBucket[index] == NO_ROW) {
        target.setNull(targetRow);
      } else {
        copy(rows, column, rowOfBucket[index], target, targetRow);
      }
    };
  }

  /**
   * The last value seen; {@code previous} is asked for once, when there is none yet.
   *
   * @param treatsNullAsMissing whether a row's NULL is filled instead of carried
   */
  static ColumnFiller locf(
      RowStore rows,
      int column,
      SqlType type,
      int[] rowOfBucket,
      Supplier<@Nullable Object> previous,
      boolean treatsNullAsMissing) {
    Vector last = Vector.allocate(type.kind(), 1);
    var isKnown = new boolean[1];
    return (index, target, targetRow) -> {
      int row = rowOfBucket[index];
      boolean isPresent = row != NO_ROW;
      if (isPresent && treatsNullAsMissing) {
        isPresent = !rows.columnOf(row, column).isNull(RowStore.positionOf(row));
      }
      if (isPresent) {
        last.clear();
        copy(rows, column, row, last, 0);
        isKnown[0] = true;
      } else if (!isKnown[0]) {
        last.clear();
        last.set(0, previous.get());
        isKnown[0] = true;
      }
      target.copyFrom(last, 0, targetRow);
    };
  }
}
