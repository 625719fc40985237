package org.orrery.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** Copies rows between vectors of one kind, by loops over their arrays. */
public final class VectorCopy {

  private VectorCopy() {}

  /** Vectors of {@link Batch#ROWS_MAX} rows for these types. */
  public static Vector[] allocate(List<SqlType> types) {
    return allocate(types, Batch.ROWS_MAX);
  }

  /** Vectors of {@code capacity} rows for these types. */
  public static Vector[] allocate(List<SqlType> types, int capacity) {
    var vectors = new Vector[types.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.allocate(types.get(i).kind(), capacity);
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

  /**
   * Copies {@code count} rows of {@code source}, as {@link #append} does; here the positions in
   * {@code selection} may come in any order.
   */
  public static void gather(
      Vector source,
      int @Nullable [] selection,
      int first,
      int count,
      Vector target,
      int targetRow) {
    switch (source) {
      case LongVector from -> longs(from, selection, first, count, (LongVector) target, targetRow);
      case DoubleVector from ->
          doubles(from, selection, first, count, (DoubleVector) target, targetRow);
      case BytesVector from ->
          bytes(from, selection, first, count, (BytesVector) target, targetRow);
      case NumericVector from ->
          numerics(from, selection, first, count, (NumericVector) target, targetRow);
      case IntervalVector from ->
          intervals(from, selection, first, count, (IntervalVector) target, targetRow);
    }
    if (source.mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        if (source.isNull(selection == null ? first + i : selection[first + i])) {
          target.setNull(targetRow + i);
        }
      }
    }
  }

  private static void longs(
      LongVector source,
      int @Nullable [] selection,
      int first,
      int count,
      LongVector target,
      int targetRow) {
    long[] from = source.values();
    long[] to = target.values();
    if (selection == null) {
      System.arraycopy(from, first, to, targetRow, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[targetRow + i] = from[selection[first + i]];
    }
  }

  private static void doubles(
      DoubleVector source,
      int @Nullable [] selection,
      int first,
      int count,
      DoubleVector target,
      int targetRow) {
    double[] from = source.values();
    double[] to = target.values();
    if (selection == null) {
      System.arraycopy(from, first, to, targetRow, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[targetRow + i] = from[selection[first + i]];
    }
  }

  private static void bytes(
      BytesVector source,
      int @Nullable [] selection,
      int first,
      int count,
      BytesVector target,
      int targetRow) {
    byte[] data = source.data();
    int[] offsets = source.offsets();
    int[] lengths = source.lengths();
    boolean mayHaveNulls = source.mayHaveNulls();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? first + i : selection[first + i];
      // What lies under a NULL is not specified, so it may not even be in the array.
      if (!mayHaveNulls || !source.isNull(row)) {
        target.setBytes(targetRow + i, data, offsets[row], lengths[row]);
      }
    }
  }

  private static void numerics(
      NumericVector source,
      int @Nullable [] selection,
      int first,
      int count,
      NumericVector target,
      int targetRow) {
    long[] mantissas = source.mantissas();
    int[] scales = source.scales();
    boolean mayBeBig = source.big() != null;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? first + i : selection[first + i];
      if (mayBeBig && source.isBig(row)) {
        target.setNumeric(targetRow + i, source.getNumeric(row));
      } else {
        target.setSmall(targetRow + i, mantissas[row], scales[row]);
      }
    }
  }

  private static void intervals(
      IntervalVector source,
      int @Nullable [] selection,
      int first,
      int count,
      IntervalVector target,
      int targetRow) {
    int[] months = source.months();
    int[] days = source.days();
    long[] micros = source.micros();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? first + i : selection[first + i];
      target.setInterval(targetRow + i, months[row], days[row], micros[row]);
    }
  }
}
