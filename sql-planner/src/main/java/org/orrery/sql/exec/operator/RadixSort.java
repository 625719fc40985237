package org.orrery.sql.exec.operator;

import org.orrery.data.Batch;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;

/**
 * Stable sorts of row numbers by keys that are numbers: least significant byte first, skipping
 * bytes that are the same everywhere, so times of one day cost five passes. Several keys are sorted
 * by from the last to the first.
 */
final class RadixSort {

  private static final int BUCKETS = 256;

  private final RowStore rows;
  private final int rowCount;
  private int[] order;
  private int[] spareOrder;
  private long[] keys;
  private long[] spareKeys;

  RadixSort(RowStore rows) {
    this.rows = rows;
    this.rowCount = rows.rowCount();
    this.order = new int[rowCount];
    this.spareOrder = new int[rowCount];
    this.keys = new long[rowCount];
    this.spareKeys = new long[rowCount];
    for (int i = 0; i < rowCount; i++) {
      order[i] = i;
    }
  }

  /** Row numbers in the order sorted by so far. */
  int[] order() {
    return order;
  }

  /** Sorts by a column of kind LONG or DOUBLE; equal rows keep their order. */
  void by(int column, boolean isDescending, boolean nullsFirst) {
    int present = load(column, isDescending, nullsFirst);
    int first = nullsFirst ? rowCount - present : 0;
    if (isSorted(first, first + present)) {
      return;
    }
    long varying = 0;
    for (int i = first; i < first + present; i++) {
      varying |= keys[i] ^ keys[first];
    }
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((varying >>> shift & 0xff) != 0) {
        pass(shift, first, first + present);
      }
    }
  }

  /**
   * Puts NULLs to their end and the others' keys in order to the rest; returns the others' count.
   */
  private int load(int column, boolean isDescending, boolean nullsFirst) {
    int nulls = 0;
    for (int i = 0; i < rowCount; i++) {
      int row = order[i];
      if (rows.columnOf(row, column).isNull(RowStore.positionOf(row))) {
        nulls++;
      }
    }
    int nextNull = nullsFirst ? 0 : rowCount - nulls;
    int nextPresent = nullsFirst ? nulls : 0;
    for (int i = 0; i < rowCount; i++) {
      int row = order[i];
      Vector values = rows.columnOf(row, column);
      int position = row % Batch.ROWS_MAX;
      if (nulls > 0 && values.isNull(position)) {
        spareOrder[nextNull++] = row;
      } else {
        long key = unsigned(values, position);
        keys[nextPresent] = isDescending ? ~key : key;
        spareOrder[nextPresent++] = row;
      }
    }
    int[] loaded = spareOrder;
    spareOrder = order;
    order = loaded;
    return rowCount - nulls;
  }

  /** A long that orders, as unsigned, like the value: NaN greatest, one zero. */
  private static long unsigned(Vector values, int position) {
    if (values instanceof LongVector longs) {
      return longs.getLong(position) ^ Long.MIN_VALUE;
    }
    long bits = Double.doubleToLongBits(((DoubleVector) values).getDouble(position) + 0.0);
    return bits ^ (bits >> (Long.SIZE - 1) | Long.MIN_VALUE);
  }

  private boolean isSorted(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (Long.compareUnsigned(keys[i - 1], keys[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  private void pass(int shift, int from, int to) {
    var starts = new int[BUCKETS + 1];
    for (int i = from; i < to; i++) {
      starts[(int) (keys[i] >>> shift & 0xff) + 1]++;
    }
    starts[0] = from;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      starts[bucket + 1] += starts[bucket];
    }
    for (int i = from; i < to; i++) {
      int at = starts[(int) (keys[i] >>> shift & 0xff)]++;
      spareKeys[at] = keys[i];
      spareOrder[at] = order[i];
    }
    System.arraycopy(spareKeys, from, keys, from, to - from);
    System.arraycopy(spareOrder, from, order, from, to - from);
  }
}
