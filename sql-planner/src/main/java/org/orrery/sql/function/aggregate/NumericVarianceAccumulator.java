package org.orrery.sql.function.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.Numerics;

/**
 * Exact variance and standard deviation of integers and numerics, from sums and sums of squares.
 */
final class NumericVarianceAccumulator extends ColumnAccumulator {

  private final boolean isSample;
  private final boolean isDeviation;
  private final Int128Sums sums = new Int128Sums();
  private final Int128Sums squareSums = new Int128Sums();
  private @Nullable Numeric[] otherSums = new Numeric[0];
  private @Nullable Numeric[] otherSquares = new Numeric[0];
  private long[] counts = new long[0];

  NumericVarianceAccumulator(boolean isSample, boolean isDeviation) {
    this.isSample = isSample;
    this.isDeviation = isDeviation;
  }

  @Override
  int capacity() {
    return counts.length;
  }

  @Override
  void grow(int count) {
    counts = Arrays.copyOf(counts, count);
    otherSums = Arrays.copyOf(otherSums, count);
    otherSquares = Arrays.copyOf(otherSquares, count);
    sums.grow(count);
    squareSums.grow(count);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    for (int i = 0; i < count; i++) {
      addRow(arguments[0], selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    for (int i = 0; i < count; i++) {
      addRow(arguments[0], selection == null ? i : selection[i], group);
    }
  }

  private void addRow(Vector input, int row, int group) {
    counts[group]++;
    if (input instanceof LongVector longs) {
      long value = longs.values()[row];
      sums.add(group, value);
      squareSums.addProduct(group, value, value);
      return;
    }
    Numeric value = ((NumericVector) input).getNumeric(row);
    addOther(group, value, Numerics.multiply(value, value));
  }

  private void addOther(int group, Numeric value, Numeric square) {
    Numeric sum = otherSums[group];
    Numeric squares = otherSquares[group];
    otherSums[group] = sum == null ? value : Numerics.add(sum, value);
    otherSquares[group] = squares == null ? square : Numerics.add(squares, square);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (NumericVarianceAccumulator) other;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      int group = groups[i];
      counts[group] += from.counts[i];
      sums.add(group, from.sums, i);
      squareSums.add(group, from.squareSums, i);
      Numeric sum = from.otherSums[i];
      Numeric squares = from.otherSquares[i];
      if (sum != null && squares != null) {
        addOther(group, sum, squares);
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      int group = firstGroup + row;
      long divisor = isSample ? counts[group] - 1 : counts[group];
      if (divisor <= 0) {
        target.setNull(row);
      } else {
        ((NumericVector) target).setNumeric(row, result(group, divisor));
      }
    }
  }

  /** {@code (n × Σx² - (Σx)²) / (n × divisor)}, as PostgreSQL computes it. */
  private Numeric result(int group, long divisor) {
    Numeric sum = total(sums.get(group), otherSums[group]);
    Numeric squares = total(squareSums.get(group), otherSquares[group]);
    if (!sum.isFinite() || !squares.isFinite()) {
      return Numeric.NAN;
    }
    BigDecimal n = BigDecimal.valueOf(counts[group]);
    BigDecimal difference = n.multiply(squares.value()).subtract(sum.value().multiply(sum.value()));
    if (difference.signum() <= 0) {
      return Numeric.ZERO;
    }
    Numeric variance =
        Numerics.divide(
            Numeric.of(difference), Numeric.of(n.multiply(BigDecimal.valueOf(divisor))));
    return isDeviation ? Numerics.squareRoot(variance, variance.value().scale()) : variance;
  }

  private static Numeric total(BigInteger sum, @Nullable Numeric other) {
    return other != null ? other : Numeric.of(new BigDecimal(sum));
  }

  @Override
  public long retainedBytes() {
    return sums.retainedBytes() + squareSums.retainedBytes() + 24L * counts.length;
  }
}
