package org.orrery.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** Copies between vectors, with loops over arrays for the common kinds. */
public final class VectorCopy {

  private VectorCopy() {}

  /** Vectors of {@link Batch#ROWS_MAX} rows for these types. */
  public static Vector[] allocate(List<SqlType> types) {
    var vectors = new Vector[types.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.allocate(types.get(i).kind(), Batch.ROWS_MAX);
    }
    return vectors;
  }

  /**
   * Copies {@code count} selected rows of a batch's column, from the {@code first}th selected on,
   * to {@code target} from {@code targetRow} on. Those rows of {@code target} must be fresh or
   * cleared.
   */
  public static void append(
      Batch batch, int column, int first, int count, Vector target, int targetRow) {
    gather(batch.column(column), batch.selection(), first, count, target, targetRow);
  }

  /** Copies {@code count} rows of {@code source} as {@link #append} does. */
  public static void gather(
      Vector source,
      int @Nullable [] selection,
      int first,
      int count,
      Vector target,
      int targetRow) {
    if (source.mayHaveNulls() || target.mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        target.copyFrom(
            source, selection == null ? first + i : selection[first + i], targetRow + i);
      }
      return;
    }
    switch (source) {
      case LongVector longs ->
          gather(longs.values(), selection, first, count, (LongVector) target, targetRow);
      case DoubleVector doubles ->
          gather(doubles.values(), selection, first, count, (DoubleVector) target, targetRow);
      default -> {
        for (int i = 0; i < count; i++) {
          int row = selection == null ? first + i : selection[first + i];
          target.copyFrom(source, row, targetRow + i);
        }
      }
    }
  }

  private static void gather(
      long[] source,
      int @Nullable [] selection,
      int first,
      int count,
      LongVector target,
      int targetRow) {
    long[] values = target.values();
    if (selection == null) {
      System.arraycopy(source, first, values, targetRow, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[targetRow + i] = source[selection[first + i]];
    }
  }

  private static void gather(
      double[] source,
      int @Nullable [] selection,
      int first,
      int count,
      DoubleVector target,
      int targetRow) {
    double[] values = target.values();
    if (selection == null) {
      System.arraycopy(source, first, values, targetRow, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[targetRow + i] = source[selection[first + i]];
    }
  }
}
