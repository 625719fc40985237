package org.orrery.data;

import org.jspecify.annotations.Nullable;

/** Intervals as three columns. */
public final class IntervalVector extends Vector {

  private final int[] months;
  private final int[] days;
  private final long[] micros;

  /** A vector of {@code capacity} zero intervals. */
  public IntervalVector(int capacity) {
    super(capacity);
    this.months = new int[capacity];
    this.days = new int[capacity];
    this.micros = new long[capacity];
  }

  /** Months of each row. */
  public int[] months() {
    return months;
  }

  /** Days of each row. */
  public int[] days() {
    return days;
  }

  /** Microseconds of each row. */
  public long[] micros() {
    return micros;
  }

  /** The value of a row that is not NULL. */
  public Interval getInterval(int row) {
    return new Interval(months[row], days[row], micros[row]);
  }

  /** Sets a value; the row must not be NULL already. */
  public void setInterval(int row, int newMonths, int newDays, long newMicros) {
    months[row] = newMonths;
    days[row] = newDays;
    micros[row] = newMicros;
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.INTERVAL;
  }

  @Override
  public void copyFrom(Vector source, int sourceRow, int targetRow) {
    if (source.isNull(sourceRow)) {
      setNull(targetRow);
    } else {
      setNotNull(targetRow);
      var from = (IntervalVector) source;
      setInterval(targetRow, from.months[sourceRow], from.days[sourceRow], from.micros[sourceRow]);
    }
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : getInterval(row);
  }

  @Override
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setNotNull(row);
      var interval = (Interval) value;
      setInterval(row, interval.months(), interval.days(), interval.micros());
    }
  }

  @Override
  public long retainedBytes() {
    return 16L * micros.length;
  }
}
