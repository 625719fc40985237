package org.orrery.sql.timeseries;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.DoubleVector;
import org.orrery.data.Interval;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** One value or NULL per group, of any kind. Longs and doubles are kept without objects. */
final class GroupValues {

  private final PhysicalKind kind;
  private boolean[] isNull = new boolean[0];
  private long[] longs = new long[0];
  private double[] doubles = new double[0];
  private @Nullable Object[] objects = new Object[0];

  GroupValues(PhysicalKind kind) {
    this.kind = kind;
  }

  void grow(int count) {
    isNull = Arrays.copyOf(isNull, count);
    switch (kind) {
      case LONG -> longs = Arrays.copyOf(longs, count);
      case DOUBLE -> doubles = Arrays.copyOf(doubles, count);
      case BYTES, NUMERIC, INTERVAL -> objects = Arrays.copyOf(objects, count);
    }
  }

  boolean isNull(int group) {
    return isNull[group];
  }

  /** The longs of all groups, for loops over a column of longs. */
  long[] longs() {
    return longs;
  }

  void set(int group, Vector source, int row) {
    isNull[group] = source.isNull(row);
    if (isNull[group]) {
      return;
    }
    switch (kind) {
      case LONG -> longs[group] = ((LongVector) source).values()[row];
      case DOUBLE -> doubles[group] = ((DoubleVector) source).values()[row];
      case BYTES, NUMERIC, INTERVAL -> objects[group] = source.get(row);
    }
  }

  void set(int group, GroupValues source, int sourceGroup) {
    isNull[group] = source.isNull[sourceGroup];
    switch (kind) {
      case LONG -> longs[group] = source.longs[sourceGroup];
      case DOUBLE -> doubles[group] = source.doubles[sourceGroup];
      case BYTES, NUMERIC, INTERVAL -> objects[group] = source.objects[sourceGroup];
    }
  }

  void get(int group, Vector target, int row) {
    if (isNull[group]) {
      target.setNull(row);
      return;
    }
    switch (kind) {
      case LONG -> ((LongVector) target).values()[row] = longs[group];
      case DOUBLE -> ((DoubleVector) target).values()[row] = doubles[group];
      case BYTES, NUMERIC, INTERVAL -> target.set(row, objects[group]);
    }
  }

  /** Orders a value that is not NULL against a group's, which is not NULL either. */
  int compare(Vector source, int row, int group) {
    return switch (kind) {
      case LONG -> Long.compare(((LongVector) source).values()[row], longs[group]);
      case DOUBLE -> Double.compare(((DoubleVector) source).values()[row], doubles[group]);
      case BYTES, NUMERIC, INTERVAL -> compareObjects(source.get(row), objects[group]);
    };
  }

  int compare(GroupValues source, int sourceGroup, int group) {
    return switch (kind) {
      case LONG -> Long.compare(source.longs[sourceGroup], longs[group]);
      case DOUBLE -> Double.compare(source.doubles[sourceGroup], doubles[group]);
      case BYTES, NUMERIC, INTERVAL -> compareObjects(source.objects[sourceGroup], objects[group]);
    };
  }

  private static int compareObjects(@Nullable Object a, @Nullable Object b) {
    return switch (Objects.requireNonNull(a)) {
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) b);
      case Numeric numeric -> numeric.compareTo((Numeric) Objects.requireNonNull(b));
      case Interval interval -> interval.compareTo((Interval) Objects.requireNonNull(b));
      default -> throw Invariant.broken("a value of an unknown class");
    };
  }

  long retainedBytes() {
    long bytes = isNull.length + 8L * (longs.length + doubles.length);
    for (Object object : objects) {
      bytes += 8 + (object instanceof byte[] array ? 16 + array.length : object == null ? 0 : 64);
    }
    return bytes;
  }
}
