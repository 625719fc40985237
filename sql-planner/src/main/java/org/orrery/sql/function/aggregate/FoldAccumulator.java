package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/**
 * Aggregates that fold longs or booleans by an associative operator: {@code bool_and}, {@code
 * bit_or}.
 */
final class FoldAccumulator extends ColumnAccumulator {

  private final LongBinaryOperator operator;
  private final long neutral;
  private long[] values = new long[0];
  private boolean[] isSet = new boolean[0];

  FoldAccumulator(LongBinaryOperator operator, long neutral) {
    this.operator = operator;
    this.neutral = neutral;
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
    Arrays.fill(values, from, count, neutral);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    long[] input = ((LongVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      fold(groups[i], input[selection == null ? i : selection[i]]);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    long[] input = ((LongVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      fold(group, input[selection == null ? i : selection[i]]);
    }
  }

  private void fold(int group, long value) {
    values[group] = operator.applyAsLong(values[group], value);
    isSet[group] = true;
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (FoldAccumulator) other;
    for (int i = 0; i < groups.length && i < from.values.length; i++) {
      if (from.isSet[i]) {
        fold(groups[i], from.values[i]);
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      ((LongVector) target).setLong(row, values[firstGroup + row]);
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
