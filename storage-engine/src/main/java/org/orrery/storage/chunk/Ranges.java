package org.orrery.storage.chunk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Interval;
import org.orrery.data.Numeric;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Comparing values as of {@link org.orrery.data.Vector#get} in PostgreSQL's order. */
final class Ranges {

  private Ranges() {}

  /** Whether a block with these statistics may hold a row within the range. */
  static boolean mayMatch(ColumnRange range, @Nullable BlockStatistics statistics, int rows) {
    if (statistics == null) {
      return true;
    }
    if (statistics.nullCount() == rows) {
      return false;
    }
    Object low = range.low();
    Object high = range.high();
    Object min = statistics.min();
    Object max = statistics.max();
    return (low == null || max == null || compare(max, low) >= 0)
        && (high == null || min == null || compare(min, high) <= 0);
  }

  /** Compares two values of one kind; NaN is greatest and equals itself, -0 equals 0. */
  static int compare(Object a, Object b) {
    return switch (a) {
      case Long value -> Long.compare(value, (Long) b);
      case Double value -> Double.compare(value + 0.0, (Double) b + 0.0);
      case byte[] value -> Arrays.compareUnsigned(value, (byte[]) b);
      case Numeric value -> value.compareTo((Numeric) b);
      case Interval value -> value.compareTo((Interval) b);
      default -> throw new IllegalArgumentException(a.getClass().getName());
    };
  }
}
