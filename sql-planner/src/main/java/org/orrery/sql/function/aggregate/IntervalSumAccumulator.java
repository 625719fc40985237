package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.TimeArithmetic;

/** {@code sum} and {@code avg} of intervals, part by part. */
final class IntervalSumAccumulator extends ColumnAccumulator {

  private static final Interval ZERO = new Interval(0, 0, 0);

  private final boolean isAverage;
  private Interval[] sums = new Interval[0];
  private long[] counts = new long[0];

  IntervalSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  int capacity() {
    return counts.length;
  }

  @Override
  void grow(int count) {
    int from = counts.length;
    counts = Arrays.copyOf(counts, count);
    sums = Arrays.copyOf(sums, count);
    Arrays.fill(sums, from, count, ZERO);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    var input = (IntervalVector) arguments[0];
    for (int i = 0; i < count; i++) {
      addValue(groups[i], input.getInterval(selection == null ? i : selection[i]), 1);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    var input = (IntervalVector) arguments[0];
    for (int i = 0; i < count; i++) {
      addValue(group, input.getInterval(selection == null ? i : selection[i]), 1);
    }
  }

  private void addValue(int group, Interval value, long count) {
    sums[group] = TimeArithmetic.plus(sums[group], value);
    counts[group] += count;
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (IntervalSumAccumulator) other;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      addValue(groups[i], from.sums[i], from.counts[i]);
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      int group = firstGroup + row;
      if (counts[group] == 0) {
        target.setNull(row);
        continue;
      }
      Interval sum = sums[group];
      target.set(row, isAverage ? TimeArithmetic.divide(sum, (double) counts[group]) : sum);
    }
  }

  @Override
  public long retainedBytes() {
    return 40L * counts.length;
  }
}
