package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.DoubleVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/** {@code sum} and {@code avg} of float4 and float8. */
final class DoubleSumAccumulator extends ColumnAccumulator {

  private final boolean isAverage;
  private final boolean isSingle;
  private final DoubleSums sums = new DoubleSums();
  private long[] counts = new long[0];
  private boolean sawInfinity;

  /**
   * Makes an empty accumulator.
   *
   * @param isAverage whether the result is divided by the count
   * @param isSingle whether the result is a float4
   */
  DoubleSumAccumulator(boolean isAverage, boolean isSingle) {
    this.isAverage = isAverage;
    this.isSingle = isSingle;
  }

  @Override
  int capacity() {
    return counts.length;
  }

  @Override
  void grow(int count) {
    counts = Arrays.copyOf(counts, count);
    sums.grow(count);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    double[] values = ((DoubleVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      int group = groups[i];
      double value = values[selection == null ? i : selection[i]];
      sums.add(group, value);
      sawInfinity |= Double.isInfinite(value);
      counts[group]++;
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    double[] values = ((DoubleVector) arguments[0]).values();
    sums.addAll(group, values, selection, count);
    counts[group] += count;
    if (!sawInfinity && !Double.isFinite(sums.get(group))) {
      for (int i = 0; i < count; i++) {
        sawInfinity |= Double.isInfinite(values[selection == null ? i : selection[i]]);
      }
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (DoubleSumAccumulator) other;
    sawInfinity |= from.sawInfinity;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      sums.merge(from.sums, i, groups[i]);
      counts[groups[i]] += from.counts[i];
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    double[] values = ((DoubleVector) target).values();
    for (int row = 0; row < count; row++) {
      int group = firstGroup + row;
      if (counts[group] == 0) {
        target.setNull(row);
        continue;
      }
      double sum = sums.get(group);
      double value = isAverage ? sum / counts[group] : isSingle ? (float) sum : sum;
      if (Double.isInfinite(value) && !sawInfinity) {
        throw OrreryException.of(
            SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
      }
      values[row] = value;
    }
  }

  @Override
  public long retainedBytes() {
    return sums.retainedBytes() + 8L * counts.length;
  }
}
