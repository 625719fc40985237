package org.orrery.sql.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;

/**
 * Cuts the rows of a batch into runs of equal keys. Stored rows come sorted, so a batch has a few
 * runs, and what costs per key is paid once a run. May cut between keys that are equal (such as 0
 * and -0, or bytes in two dictionaries), never joins keys that are not.
 */
final class KeyRuns {

  private long[] differences = new long[0];

  /** First row of each run, as an index into the selected rows. */
  private int[] starts = new int[0];

  private int count;

  /** Runs found. */
  int count() {
    return count;
  }

  /** For each run the index, among the selected rows, of its first row. */
  int[] starts() {
    return starts;
  }

  /** Finds the runs of {@code rowCount} selected rows, at least one. */
  void find(Vector[] key, int @Nullable [] selection, int rowCount) {
    if (differences.length < rowCount) {
      int capacity = rowCount <= 16 ? 16 : Batch.ROWS_MAX;
      differences = new long[capacity];
      starts = new int[capacity + 1];
    }
    Arrays.fill(differences, 0, rowCount, 0);
    for (Vector column : key) {
      compare(column, selection, rowCount);
      if (column.mayHaveNulls()) {
        compareNulls(column, selection, rowCount);
      }
    }
    int found = 1;
    starts[0] = 0;
    for (int i = 1; i < rowCount; i++) {
      starts[found] = i;
      found += differences[i] != 0 ? 1 : 0;
    }
    count = found;
  }

  private void compare(Vector column, int @Nullable [] selection, int rowCount) {
    switch (column) {
      case LongVector longs -> compare(longs.values(), selection, rowCount);
      case DoubleVector doubles -> compare(doubles.values(), selection, rowCount);
      case BytesVector bytes -> compare(bytes, selection, rowCount);
      case NumericVector numerics -> {
        if (numerics.big() != null) {
          Arrays.fill(differences, 0, rowCount, 1);
          return;
        }
        compare(numerics.mantissas(), selection, rowCount);
        compare(numerics.scales(), selection, rowCount);
      }
      case IntervalVector intervals -> {
        compare(intervals.micros(), selection, rowCount);
        compare(intervals.days(), selection, rowCount);
        compare(intervals.months(), selection, rowCount);
      }
    }
  }

  private void compare(long[] values, int @Nullable [] selection, int rowCount) {
    if (selection == null) {
      for (int i = 1; i < rowCount; i++) {
        differences[i] |= values[i] ^ values[i - 1];
      }
      return;
    }
    for (int i = 1; i < rowCount; i++) {
      differences[i] |= values[selection[i]] ^ values[selection[i - 1]];
    }
  }

  private void compare(int[] values, int @Nullable [] selection, int rowCount) {
    if (selection == null) {
      for (int i = 1; i < rowCount; i++) {
        differences[i] |= values[i] ^ values[i - 1];
      }
      return;
    }
    for (int i = 1; i < rowCount; i++) {
      differences[i] |= values[selection[i]] ^ values[selection[i - 1]];
    }
  }

  private void compare(double[] values, int @Nullable [] selection, int rowCount) {
    for (int i = 1; i < rowCount; i++) {
      int row = selection == null ? i : selection[i];
      int before = selection == null ? i - 1 : selection[i - 1];
      differences[i] |=
          Double.doubleToRawLongBits(values[row]) ^ Double.doubleToRawLongBits(values[before]);
    }
  }

  private void compare(BytesVector column, int @Nullable [] selection, int rowCount) {
    Dictionary dictionary = column.dictionary();
    int[] codes = column.codes();
    if (dictionary != null && codes != null) {
      compare(codes, selection, rowCount);
      return;
    }
    byte[] data = column.data();
    int[] offsets = column.offsets();
    int[] lengths = column.lengths();
    for (int i = 1; i < rowCount; i++) {
      int row = selection == null ? i : selection[i];
      int before = selection == null ? i - 1 : selection[i - 1];
      if (differences[i] == 0 && !column.isNull(row) && !column.isNull(before)) {
        int a = offsets[row];
        int b = offsets[before];
        boolean isSame =
            lengths[row] == lengths[before]
                && (a == b || Arrays.equals(data, a, a + lengths[row], data, b, b + lengths[row]));
        differences[i] = isSame ? 0 : 1;
      }
    }
  }

  /** What lies under NULLs is no matter: two make a run, one makes none. */
  private void compareNulls(Vector column, int @Nullable [] selection, int rowCount) {
    for (int i = 1; i < rowCount; i++) {
      boolean isNull = column.isNull(selection == null ? i : selection[i]);
      boolean wasNull = column.isNull(selection == null ? i - 1 : selection[i - 1]);
      if (isNull != wasNull) {
        differences[i] = 1;
      }
    }
  }
}
