package org.orrery.storage.hot;

import org.jspecify.annotations.Nullable;
import org.orrery.data.IntervalVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** Intervals as three columns. */
public final class IntervalColumn extends HotColumn {

  private final IntSlabs months = new IntSlabs();
  private final IntSlabs days = new IntSlabs();
  private final LongSlabs micros = new LongSlabs();

  IntervalColumn(int columnId) {
    super(columnId);
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.INTERVAL;
  }

  @Override
  void append(int at, Vector source, int @Nullable [] positions, int from, int count) {
    var vector = (IntervalVector) source;
    if (positions == null) {
      months.append(at, vector.months(), from, count);
      days.append(at, vector.days(), from, count);
      micros.append(at, vector.micros(), from, count);
    } else {
      months.appendSelected(at, vector.months(), positions, from, count);
      days.appendSelected(at, vector.days(), positions, from, count);
      micros.appendSelected(at, vector.micros(), positions, from, count);
    }
    nulls.append(at, source, positions, from, count);
  }

  @Override
  public void read(int from, int count, Vector target) {
    var vector = (IntervalVector) target;
    months.copyTo(from, count, vector.months());
    days.copyTo(from, count, vector.days());
    micros.copyTo(from, count, vector.micros());
    nulls.copyTo(from, count, target);
  }

  @Override
  public void readRow(int row, Vector target, int targetRow) {
    if (isNull(row)) {
      target.setNull(targetRow);
    } else {
      target.setNotNull(targetRow);
      ((IntervalVector) target)
          .setInterval(targetRow, months.get(row), days.get(row), micros.get(row));
    }
  }

  @Override
  long bytes() {
    return 4 * months.capacity() + 4 * days.capacity() + 8 * micros.capacity() + nulls.bytes();
  }
}
