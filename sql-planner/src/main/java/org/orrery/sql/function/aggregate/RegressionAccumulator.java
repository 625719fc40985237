package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.Errors;

/**
 * Correlation, covariance and linear regression of pairs (y, x): count, sums, and sums of squared
 * and multiplied differences from the means, kept as PostgreSQL keeps them so that the results
 * agree to the last digit. Pairs with a NULL do not count.
 *
 * @see VarianceAccumulator
 */
final class RegressionAccumulator extends ColumnAccumulator {

  /** What is made of the sums. */
  enum Result {
    COUNT,
    SXX,
    SYY,
    SXY,
    AVGX,
    AVGY,
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    R2,
    SLOPE,
    INTERCEPT
  }

  private static final int N = 0;
  private static final int X = 1;
  private static final int XX = 2;
  private static final int Y = 3;
  private static final int YY = 4;
  private static final int XY = 5;
  private static final int WIDTH = 6;

  private final Result result;
  private double[] states = new double[0];

  RegressionAccumulator(Result result) {
    this.result = result;
  }

  @Override
  int capacity() {
    return states.length / WIDTH;
  }

  @Override
  void grow(int count) {
    states = Arrays.copyOf(states, count * WIDTH);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    double[] y = ((DoubleVector) arguments[0]).values();
    double[] x = ((DoubleVector) arguments[1]).values();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (!arguments[1].isNull(row)) {
        addPair(x[row], y[row], groups[i] * WIDTH);
      }
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    double[] y = ((DoubleVector) arguments[0]).values();
    double[] x = ((DoubleVector) arguments[1]).values();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (!arguments[1].isNull(row)) {
        addPair(x[row], y[row], group * WIDTH);
      }
    }
  }

  private void addPair(double x, double y, int at) {
    double before = states[at + N];
    double n = before + 1;
    states[at + N] = n;
    states[at + X] += x;
    states[at + Y] += y;
    if (before > 0) {
      double differenceX = x * n - states[at + X];
      double differenceY = y * n - states[at + Y];
      double scale = 1.0 / (n * before);
      states[at + XX] += differenceX * differenceX * scale;
      states[at + YY] += differenceY * differenceY * scale;
      states[at + XY] += differenceX * differenceY * scale;
      checkOverflow(x, y, at);
    } else {
      if (!Double.isFinite(x)) {
        states[at + XX] = Double.NaN;
        states[at + XY] = Double.NaN;
      }
      if (!Double.isFinite(y)) {
        states[at + YY] = Double.NaN;
        states[at + XY] = Double.NaN;
      }
    }
  }

  /** Sums of finite numbers must not become infinite; those of infinities are NaN. */
  private void checkOverflow(double x, double y, int at) {
    for (int sum = XX; sum <= XY; sum++) {
      if (sum != Y && Double.isInfinite(states[at + sum])) {
        if (Double.isFinite(x) && Double.isFinite(y)) {
          throw Errors.floatOverflow();
        }
        states[at + sum] = Double.NaN;
      }
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    double[] from = ((RegressionAccumulator) other).states;
    for (int i = 0; i < groups.length && i * WIDTH < from.length; i++) {
      int source = i * WIDTH;
      int target = groups[i] * WIDTH;
      double more = from[source + N];
      double before = states[target + N];
      if (more == 0) {
        continue;
      }
      if (before == 0) {
        System.arraycopy(from, source, states, target, WIDTH);
        continue;
      }
      double n = before + more;
      double differenceX = states[target + X] / before - from[source + X] / more;
      double differenceY = states[target + Y] / before - from[source + Y] / more;
      double weight = before * more / n;
      states[target + XX] += from[source + XX] + weight * differenceX * differenceX;
      states[target + YY] += from[source + YY] + weight * differenceY * differenceY;
      states[target + XY] += from[source + XY] + weight * differenceX * differenceY;
      states[target + X] += from[source + X];
      states[target + Y] += from[source + Y];
      states[target + N] = n;
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      int at = (firstGroup + row) * WIDTH;
      if (result == Result.COUNT) {
        ((LongVector) target).setLong(row, (long) states[at + N]);
      } else if (isDefined(at)) {
        ((DoubleVector) target).setDouble(row, value(at));
      } else {
        target.setNull(row);
      }
    }
  }

  private boolean isDefined(int at) {
    boolean hasSpreadX = states[at + XX] != 0;
    return switch (result) {
      case COVAR_SAMP -> states[at + N] > 1;
      case CORR -> states[at + N] > 0 && hasSpreadX && states[at + YY] != 0;
      case R2, SLOPE, INTERCEPT -> states[at + N] > 0 && hasSpreadX;
      default -> states[at + N] > 0;
    };
  }

  private double value(int at) {
    double n = states[at + N];
    double xx = states[at + XX];
    double yy = states[at + YY];
    double xy = states[at + XY];
    return switch (result) {
      case COUNT -> n;
      case SXX -> xx;
      case SYY -> yy;
      case SXY -> xy;
      case AVGX -> states[at + X] / n;
      case AVGY -> states[at + Y] / n;
      case COVAR_POP -> xy / n;
      case COVAR_SAMP -> xy / (n - 1);
      case CORR -> xy / Math.sqrt(xx * yy);
      case R2 -> yy == 0 ? 1 : xy * xy / (xx * yy);
      case SLOPE -> xy / xx;
      case INTERCEPT -> (states[at + Y] - states[at + X] * xy / xx) / n;
    };
  }

  @Override
  public long retainedBytes() {
    return 8L * states.length;
  }
}
