package org.orrery.sql.function.aggregate;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.Numerics;

/**
 * {@code sum} and {@code avg} of numeric. Mantissas of the scale that a group began with are summed
 * as 128-bit integers; everything else goes to a numeric per group.
 */
final class NumericSumAccumulator extends ColumnAccumulator {

  private static final int NO_SCALE = -1;

  private final boolean isAverage;
  private final Int128Sums sums = new Int128Sums();
  private int[] scales = new int[0];
  private @Nullable Numeric[] others = new Numeric[0];
  private long[] counts = new long[0];

  NumericSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  int capacity() {
    return counts.length;
  }

  @Override
  void grow(int count) {
    int from = counts.length;
    sums.grow(count);
    counts = Arrays.copyOf(counts, count);
    others = Arrays.copyOf(others, count);
    scales = Arrays.copyOf(scales, count);
    Arrays.fill(scales, from, count, NO_SCALE);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    var input = (NumericVector) arguments[0];
    for (int i = 0; i < count; i++) {
      addRow(input, selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    var input = (NumericVector) arguments[0];
    for (int i = 0; i < count; i++) {
      addRow(input, selection == null ? i : selection[i], group);
    }
  }

  private void addRow(NumericVector input, int row, int group) {
    counts[group]++;
    int scale = input.scales()[row];
    if (input.isBig(row) || (scales[group] != scale && scales[group] != NO_SCALE)) {
      addOther(group, input.getNumeric(row));
      return;
    }
    scales[group] = scale;
    sums.add(group, input.mantissas()[row]);
  }

  private void addOther(int group, Numeric value) {
    Numeric before = others[group];
    others[group] = before == null ? value : Numerics.add(before, value);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (NumericSumAccumulator) other;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      int group = groups[i];
      counts[group] += from.counts[i];
      if (from.scales[i] != NO_SCALE) {
        if (scales[group] == NO_SCALE || scales[group] == from.scales[i]) {
          scales[group] = from.scales[i];
          sums.add(group, from.sums, i);
        } else {
          addOther(group, Numeric.of(new BigDecimal(from.sums.get(i), from.scales[i])));
        }
      }
      Numeric rest = from.others[i];
      if (rest != null) {
        addOther(group, rest);
      }
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
      Numeric sum =
          scales[group] == NO_SCALE
              ? Numeric.ZERO
              : Numeric.of(new BigDecimal(sums.get(group), scales[group]));
      Numeric rest = others[group];
      Numeric total = rest == null ? sum : Numerics.add(sum, rest);
      ((NumericVector) target)
          .setNumeric(row, isAverage ? Numerics.divide(total, Numeric.of(counts[group])) : total);
    }
  }

  @Override
  public long retainedBytes() {
    return sums.retainedBytes() + 20L * counts.length;
  }
}
