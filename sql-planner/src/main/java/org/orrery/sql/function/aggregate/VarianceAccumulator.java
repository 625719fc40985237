package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.DoubleVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/**
 * Variance and standard deviation of doubles: count, sum and sum of squared differences from the
 * mean, kept as PostgreSQL keeps them so that the results agree to the last digit.
 *
 * @see <a href="https://doi.org/10.2307/1267176">Youngs and Cramer, Some Results Relevant to Choice
 *     of Sum and Sum-of-Product Algorithms</a>
 */
final class VarianceAccumulator extends ColumnAccumulator {

  private final boolean isSample;
  private final boolean isDeviation;
  private long[] counts = new long[0];
  private double[] sums = new double[0];
  private double[] squares = new double[0];

  VarianceAccumulator(boolean isSample, boolean isDeviation) {
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
    sums = Arrays.copyOf(sums, count);
    squares = Arrays.copyOf(squares, count);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    double[] values = ((DoubleVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      addValue(values[selection == null ? i : selection[i]], groups[i]);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    double[] values = ((DoubleVector) arguments[0]).values();
    for (int i = 0; i < count; i++) {
      addValue(values[selection == null ? i : selection[i]], group);
    }
  }

  private void addValue(double value, int group) {
    double n = ++counts[group];
    sums[group] += value;
    if (n > 1) {
      double difference = value * n - sums[group];
      squares[group] += difference * difference / (n * (n - 1));
    } else if (!Double.isFinite(value)) {
      squares[group] = Double.NaN;
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (VarianceAccumulator) other;
    for (int i = 0; i < groups.length && i < from.counts.length; i++) {
      long more = from.counts[i];
      if (more == 0) {
        continue;
      }
      int group = groups[i];
      long before = counts[group];
      if (before == 0) {
        squares[group] = from.squares[i];
      } else {
        double difference = sums[group] / before - from.sums[i] / more;
        double weight = (double) before * more / ((double) before + more);
        squares[group] += from.squares[i] + weight * difference * difference;
      }
      sums[group] += from.sums[i];
      counts[group] += more;
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      int group = firstGroup + row;
      long divisor = isSample ? counts[group] - 1 : counts[group];
      if (divisor <= 0) {
        target.setNull(row);
        continue;
      }
      double variance = squares[group] / divisor;
      ((DoubleVector) target).setDouble(row, isDeviation ? Math.sqrt(variance) : variance);
    }
  }

  @Override
  public long retainedBytes() {
    return 24L * counts.length;
  }
}
