package org.orrery.data;

import org.jspecify.annotations.Nullable;

/** Integers, booleans and times: see {@link PhysicalKind#LONG}. */
public final class LongVector extends Vector {

  private final long[] values;

  /** A vector of {@code capacity} zeros. */
  public LongVector(int capacity) {
    this(new long[capacity]);
  }

  /** A vector over {@code values}, which it keeps. */
  public LongVector(long[] values) {
    super(values.length);
    this.values = values;
  }

  /** The backing array, for hot loops. */
  public long[] values() {
    return values;
  }

  /** The value of a row that is not NULL. */
  public long getLong(int row) {
    return values[row];
  }

  /** Sets a value; the row must not be NULL already. */
  public void setLong(int row, long value) {
    values[row] = value;
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.LONG;
  }

  @Override
  public void copyFrom(Vector source, int sourceRow, int targetRow) {
    if (source.isNull(sourceRow)) {
      setNull(targetRow);
    } else {
      setNotNull(targetRow);
      values[targetRow] = ((LongVector) source).values[sourceRow];
    }
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : (Long) values[row];
  }

  @Override
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setNotNull(row);
      values[row] = (Long) value;
    }
  }

  @Override
  public long retainedBytes() {
    return 8L * values.length;
  }
}
