package org.orrery.storage.kernel;

/**
 * Filters that write the ascending positions of the rows that pass to a selection, branch-free, and
 * return their count. A selection may be narrowed in place: input and output may be one array.
 */
@SuppressWarnings("ShortCircuitBoolean") // Branch-free: a short circuit would be a branch.
public final class FilterKernels {

  private FilterKernels() {}

  /** Positions in [from, to) with {@code low <= value <= high}. */
  public static int between(long[] values, int from, int to, long low, long high, int[] selection) {
    int selected = 0;
    for (int i = from; i < to; i++) {
      selection[selected] = i;
      selected += values[i] >= low & values[i] <= high ? 1 : 0;
    }
    return selected;
  }

  /** The selected positions with {@code low <= value <= high}. */
  public static int between(
      long[] values, int[] input, int inputCount, long low, long high, int[] selection) {
    int selected = 0;
    for (int i = 0; i < inputCount; i++) {
      int row = input[i];
      selection[selected] = row;
      selected += values[row] >= low & values[row] <= high ? 1 : 0;
    }
    return selected;
  }

  /** Positions in [from, to) with {@code low <= value <= high}; NaN passes no range. */
  public static int between(
      double[] values, int from, int to, double low, double high, int[] selection) {
    int selected = 0;
    for (int i = from; i < to; i++) {
      selection[selected] = i;
      selected += values[i] >= low & values[i] <= high ? 1 : 0;
    }
    return selected;
  }

  /** Positions in [from, to) with {@code value > bound}; NaN is greater than all numbers. */
  public static int greaterThan(double[] values, int from, int to, double bound, int[] selection) {
    int selected = 0;
    for (int i = from; i < to; i++) {
      selection[selected] = i;
      selected += !(values[i] <= bound) ? 1 : 0;
    }
    return selected;
  }

  /** The positions of [from, to) whose dictionary code is accepted. */
  public static int codes(int[] codes, int from, int to, boolean[] isAccepted, int[] selection) {
    int selected = 0;
    for (int i = from; i < to; i++) {
      selection[selected] = i;
      selected += isAccepted[codes[i]] ? 1 : 0;
    }
    return selected;
  }

  /** The selected positions that are not NULL. */
  public static int notNull(long[] nulls, int[] input, int inputCount, int[] selection) {
    int selected = 0;
    for (int i = 0; i < inputCount; i++) {
      int row = input[i];
      selection[selected] = row;
      selected += (int) (~(nulls[row >> 6] >>> row) & 1);
    }
    return selected;
  }
}
