package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.data.Interval;
import org.orrery.data.Numeric;

/** Comparing values as of {@link org.orrery.data.Vector#get} in PostgreSQL's order. */
final class Ranges {

  private Ranges() {}

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
