package org.orrery.storage.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/**
 * The values that a scan wants of one column, to be compared with the statistics of many blocks at
 * once. Immutable; allocates nothing per block.
 */
public final class BlockPruner {

  /** {low, high}, NULL where open, or the ascending list. */
  private final Vector wanted;

  private final int listed;

  private BlockPruner(Vector wanted, int listed) {
    this.wanted = wanted;
    this.listed = listed;
  }

  /**
   * What a range wants.
   *
   * @param kind the column's
   */
  public static BlockPruner of(ColumnRange range, PhysicalKind kind) {
    List<Object> list = range.anyOf();
    if (list != null) {
      Vector values = Vector.allocate(kind, list.size());
      for (int i = 0; i < list.size(); i++) {
        values.set(i, list.get(i));
      }
      return new BlockPruner(values, list.size());
    }
    Vector bounds = Vector.allocate(kind, 2);
    setBound(bounds, 0, range.low());
    setBound(bounds, 1, range.high());
    return new BlockPruner(bounds, -1);
  }

  private static void setBound(Vector bounds, int row, @Nullable Object value) {
    if (value == null) {
      bounds.setNull(row);
    } else {
      bounds.set(row, value);
    }
  }

  /**
   * Clears the bits of the blocks in which no row is wanted.
   *
   * @param statistics a page of the column
   * @param candidates a bit for each block of the page
   */
  void prune(ColumnStatistics statistics, long[] candidates) {
    for (int word = 0; word < candidates.length; word++) {
      for (long bits = candidates[word]; bits != 0; bits &= bits - 1) {
        int block = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (!mayHold(statistics, block)) {
          candidates[word] &= ~(1L << block);
        }
      }
    }
  }

  private boolean mayHold(ColumnStatistics statistics, int block) {
    if (!statistics.hasBounds(block)) {
      return true;
    }
    Vector minima = statistics.minima();
    Vector maxima = statistics.maxima();
    if (minima.isNull(block)) {
      return false;
    }
    if (listed >= 0) {
      int first = firstFrom(minima, block);
      return first < listed && ValueOrder.compare(wanted, first, maxima, block) <= 0;
    }
    return (wanted.isNull(0) || ValueOrder.compare(wanted, 0, maxima, block) <= 0)
        && (wanted.isNull(1) || ValueOrder.compare(wanted, 1, minima, block) >= 0);
  }

  /** Whether a value, of a vector of the column's kind, is wanted; NULL is not. */
  public boolean wants(Vector values, int row) {
    if (values.isNull(row)) {
      return false;
    }
    if (listed >= 0) {
      int first = firstFrom(values, row);
      return first < listed && ValueOrder.compare(wanted, first, values, row) == 0;
    }
    return (wanted.isNull(0) || ValueOrder.compare(wanted, 0, values, row) <= 0)
        && (wanted.isNull(1) || ValueOrder.compare(wanted, 1, values, row) >= 0);
  }

  /** The first of the list that is at least a block's minimum, or a value. */
  private int firstFrom(Vector minima, int block) {
    int low = 0;
    int high = listed;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ValueOrder.compare(wanted, middle, minima, block) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
