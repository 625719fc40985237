package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/** {@code min} and {@code max} of types that compare as longs or doubles. */
final class ExtremeAccumulator {

  private ExtremeAccumulator() {}

  /** {@code min} or {@code max} of longs. */
  static final class OfLongs extends ColumnAccumulator {

    private final boolean isMax;
    private long[] values = new long[0];
    private boolean[] isSet = new boolean[0];

    OfLongs(boolean isMax) {
      this.isMax = isMax;
    }

    @Override
    int capacity() {
      return values.length;
    }

    @Override
    void grow(int count) {
      int from = values.length;
      values = Arrays.copyOf(values, count);
      isSet = Arrays.copyOf(isSet, count);
      Arrays.fill(values, from, count, isMax ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    @Override
    void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
      long[] input = ((LongVector) arguments[0]).values();
      if (isMax) {
        for (int i = 0; i < count; i++) {
          int group = groups[i];
          values[group] = Math.max(values[group], input[selection == null ? i : selection[i]]);
          isSet[group] = true;
        }
        return;
      }
      for (int i = 0; i < count; i++) {
        int group = groups[i];
        values[group] = Math.min(values[group], input[selection == null ? i : selection[i]]);
        isSet[group] = true;
      }
    }

    @Override
    void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
      long[] input = ((LongVector) arguments[0]).values();
      long best = values[group];
      if (isMax) {
        for (int i = 0; i < count; i++) {
          best = Math.max(best, input[selection == null ? i : selection[i]]);
        }
      } else {
        for (int i = 0; i < count; i++) {
          best = Math.min(best, input[selection == null ? i : selection[i]]);
        }
      }
      values[group] = best;
      isSet[group] |= count > 0;
    }

    @Override
    public void merge(Accumulator other, int[] groups) {
      var from = (OfLongs) other;
      for (int i = 0; i < groups.length && i < from.values.length; i++) {
        int group = groups[i];
        if (from.isSet[i]) {
          long value = from.values[i];
          values[group] = isMax ? Math.max(values[group], value) : Math.min(values[group], value);
          isSet[group] = true;
        }
      }
    }

    @Override
    public void results(int firstGroup, int count, Vector target) {
      long[] output = ((LongVector) target).values();
      for (int row = 0; row < count; row++) {
        output[row] = values[firstGroup + row];
        if (!isSet[firstGroup + row]) {
          target.setNull(row);
        }
      }
    }

    @Override
    public long retainedBytes() {
      return 9L * values.length;
    }
  }

  /** {@code min} or {@code max} of doubles; NaN is above all numbers. */
  static final class OfDoubles extends ColumnAccumulator {

    private final boolean isMax;
    private double[] values = new double[0];
    private boolean[] isSet = new boolean[0];

    OfDoubles(boolean isMax) {
      this.isMax = isMax;
    }

    @Override
    int capacity() {
      return values.length;
    }

    @Override
    void grow(int count) {
      int from = values.length;
      values = Arrays.copyOf(values, count);
      isSet = Arrays.copyOf(isSet, count);
      Arrays.fill(values, from, count, isMax ? Double.NEGATIVE_INFINITY : Double.NaN);
    }

    @Override
    void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
      double[] input = ((DoubleVector) arguments[0]).values();
      for (int i = 0; i < count; i++) {
        int group = groups[i];
        values[group] = better(values[group], input[selection == null ? i : selection[i]]);
        isSet[group] = true;
      }
    }

    @Override
    void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
      double[] input = ((DoubleVector) arguments[0]).values();
      double best = values[group];
      if (isMax) {
        // Math.max gives NaN when either is NaN, which is PostgreSQL's maximum.
        for (int i = 0; i < count; i++) {
          best = Math.max(best, input[selection == null ? i : selection[i]]);
        }
      } else {
        for (int i = 0; i < count; i++) {
          best = better(best, input[selection == null ? i : selection[i]]);
        }
      }
      values[group] = best;
      isSet[group] |= count > 0;
    }

    private double better(double a, double b) {
      if (isMax) {
        return Math.max(a, b);
      }
      return Double.isNaN(a) || b < a ? b : a;
    }

    @Override
    public void merge(Accumulator other, int[] groups) {
      var from = (OfDoubles) other;
      for (int i = 0; i < groups.length && i < from.values.length; i++) {
        if (from.isSet[i]) {
          values[groups[i]] = better(values[groups[i]], from.values[i]);
          isSet[groups[i]] = true;
        }
      }
    }

    @Override
    public void results(int firstGroup, int count, Vector target) {
      double[] output = ((DoubleVector) target).values();
      for (int row = 0; row < count; row++) {
        output[row] = values[firstGroup + row];
        if (!isSet[firstGroup + row]) {
          target.setNull(row);
        }
      }
    }

    @Override
    public long retainedBytes() {
      return 9L * values.length;
    }
  }

  /** Orders two rows of vectors. */
  @FunctionalInterface
  interface RowOrder {
    int compare(Vector a, int rowA, Vector b, int rowB);
  }

  /** {@code min} or {@code max} of other types; holds one object per group. */
  static final class OfRows extends ColumnAccumulator {

    private final boolean isMax;
    private final PhysicalKind kind;
    private final RowOrder order;
    private @Nullable Vector[] best = new Vector[0];

    OfRows(boolean isMax, PhysicalKind kind, RowOrder order) {
      this.isMax = isMax;
      this.kind = kind;
      this.order = order;
    }

    @Override
    int capacity() {
      return best.length;
    }

    @Override
    void grow(int count) {
      best = Arrays.copyOf(best, count);
    }

    @Override
    void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
      for (int i = 0; i < count; i++) {
        offer(arguments[0], selection == null ? i : selection[i], groups[i]);
      }
    }

    @Override
    void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
      for (int i = 0; i < count; i++) {
        offer(arguments[0], selection == null ? i : selection[i], group);
      }
    }

    private void offer(Vector input, int row, int group) {
      Vector current = best[group];
      if (current == null) {
        current = Vector.allocate(kind, 1);
        best[group] = current;
      } else {
        int comparison = order.compare(input, row, current, 0);
        if (isMax ? comparison <= 0 : comparison >= 0) {
          return;
        }
        current.clear();
      }
      current.copyFrom(input, row, 0);
    }

    @Override
    public void merge(Accumulator other, int[] groups) {
      var from = (OfRows) other;
      for (int i = 0; i < groups.length && i < from.best.length; i++) {
        Vector value = from.best[i];
        if (value != null) {
          offer(value, 0, groups[i]);
        }
      }
    }

    @Override
    public void results(int firstGroup, int count, Vector target) {
      for (int row = 0; row < count; row++) {
        Vector value = best[firstGroup + row];
        if (value == null) {
          target.setNull(row);
        } else {
          target.copyFrom(value, 0, row);
        }
      }
    }

    @Override
    public long retainedBytes() {
      long bytes = 8L * best.length;
      for (Vector value : best) {
        bytes += value == null ? 0 : 64 + value.retainedBytes();
      }
      return bytes;
    }
  }
}
