package org.orrery.storage.hot;

import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** Integers, booleans and times. */
public final class LongColumn extends HotColumn {

  private final LongSlabs values = new LongSlabs();

  LongColumn(int columnId) {
    super(columnId);
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.LONG;
  }

  @Override
  void append(int at, Vector source, int @Nullable [] positions, int from, int count) {
    long[] array = ((LongVector) source).values();
    if (positions == null) {
      values.append(at, array, from, count);
    } else {
      values.appendSelected(at, array, positions, from, count);
    }
    nulls.append(at, source, positions, from, count);
  }

  /** The value of a row that is not NULL. */
  public long getLong(int row) {
    return values.get(row);
  }

  @Override
  public void read(int from, int count, Vector target) {
    values.copyTo(from, count, ((LongVector) target).values());
    nulls.copyTo(from, count, target);
  }

  @Override
  public void readRow(int row, Vector target, int targetRow) {
    if (isNull(row)) {
      target.setNull(targetRow);
    } else {
      target.setNotNull(targetRow);
      ((LongVector) target).setLong(targetRow, values.get(row));
    }
  }

  @Override
  long bytes() {
    return 8 * values.capacity() + nulls.bytes();
  }
}
