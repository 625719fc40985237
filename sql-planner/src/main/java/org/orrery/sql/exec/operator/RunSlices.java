package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/**
 * Cuts runs of rows out of columns for accumulators, which take rows from 0 on or a selection.
 * Copying numbers costs less than reading them through a selection, which keeps loops scalar.
 */
final class RunSlices {

  private Vector[] slices = new Vector[0];
  private int[] selection = new int[0];

  /** Whether the columns are numbers without NULLs; prepares to {@link #cut} them. */
  boolean fit(Vector[] columns) {
    for (Vector column : columns) {
      if (column.mayHaveNulls()
          || !(column instanceof LongVector || column instanceof DoubleVector)) {
        return false;
      }
    }
    if (slices.length != columns.length) {
      slices = new Vector[columns.length];
      for (int i = 0; i < slices.length; i++) {
        slices[i] = Vector.allocate(columns[i].kind(), Batch.ROWS_MAX);
      }
    }
    return true;
  }

  /** Whether selected rows follow each other without gaps. */
  static boolean isContiguous(int @Nullable [] rows, int count) {
    return rows == null || rows[count - 1] - rows[0] == count - 1;
  }

  /** The rows from {@code first} on, moved to 0. */
  Vector[] cut(Vector[] columns, int first, int count) {
    if (first == 0) {
      return columns;
    }
    for (int i = 0; i < columns.length; i++) {
      switch (columns[i]) {
        case LongVector longs ->
            System.arraycopy(longs.values(), first, ((LongVector) slices[i]).values(), 0, count);
        case DoubleVector doubles ->
            System.arraycopy(
                doubles.values(), first, ((DoubleVector) slices[i]).values(), 0, count);
        default -> throw new IllegalStateException("only numbers are cut");
      }
    }
    return slices;
  }

  /** The selected rows from the {@code start}th on, as a selection. */
  int[] select(int @Nullable [] rows, int start, int count) {
    if (selection.length < count) {
      selection = new int[Batch.ROWS_MAX];
    }
    for (int i = 0; i < count; i++) {
      selection[i] = rows == null ? start + i : rows[start + i];
    }
    return selection;
  }
}
