package org.orrery.sql.function.aggregate;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.Numerics;

/** {@code sum} and {@code avg} of integers: sums of 128 bits, results bigint or numeric. */
final class IntegerSumAccumulator extends ColumnAccumulator {

  /** What comes out. */
  enum Result {
    BIGINT_SUM,
    NUMERIC_SUM,
    AVERAGE
  }

  private final Result kind;
  private final Int128Sums sums = new Int128Sums();
  private long[] counts = new long[0];

  IntegerSumAccumulator(Result kind) {
    this.kind = kind;
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
    long[] values = ((LongVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      int group = groups[i];
      sums.add(group, values[selection == null ? i : selection[i]]);
      counts[group]++;
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    long[] values = ((LongVector) arguments[0]).values();
    counts[group] += count;
    // Upper and lower halves are summed apart, so the loop needs no test for overflow.
    long lower = 0;
    long upper = 0;
    for (int i = 0; i < count; i++) {
      long value = values[selection == null ? i : selection[i]];
      lower += value & 0xffff_ffffL;
      upper += value >> 32;
    }
    sums.add(group, lower);
    sums.addProduct(group, upper, 1L << 32);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (IntegerSumAccumulator) other;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      sums.add(groups[i], from.sums, i);
      counts[groups[i]] += from.counts[i];
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
      switch (kind) {
        case BIGINT_SUM -> ((LongVector) target).setLong(row, sums.get(group).longValue());
        case NUMERIC_SUM ->
            ((NumericVector) target).setNumeric(row, Numeric.of(new BigDecimal(sums.get(group))));
        case AVERAGE ->
            ((NumericVector) target)
                .setNumeric(
                    row,
                    Numerics.divide(
                        Numeric.of(new BigDecimal(sums.get(group))), Numeric.of(counts[group])));
      }
    }
  }

  @Override
  public long retainedBytes() {
    return sums.retainedBytes() + 8L * counts.length;
  }
}
