package org.orrery.data;

import org.jspecify.annotations.Nullable;

/** Floating-point numbers: see {@link PhysicalKind#DOUBLE}. */
public final class DoubleVector extends Vector {

  private final double[] values;

  /** A vector of {@code capacity} zeros. */
  public DoubleVector(int capacity) {
    this(new double[capacity]);
  }

  /** A vector over {@code values}, which it keeps. */
  public DoubleVector(double[] values) {
    super(values.length);
    this.values = values;
  }

  /** The backing array, for hot loops. */
  public double[] values() {
    return values;
  }

  /** The value of a row that is not NULL. */
  public double getDouble(int row) {
    return values[row];
  }

  /** Sets a value; the row must not be NULL already. */
  public void setDouble(int row, double value) {
    values[row] = value;
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.DOUBLE;
  }

  @Override
  public void copyFrom(Vector source, int sourceRow, int targetRow) {
    if (source.isNull(sourceRow)) {
      setNull(targetRow);
    } else {
      setNotNull(targetRow);
      values[targetRow] = ((DoubleVector) source).values[sourceRow];
    }
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : (Double) values[row];
  }

  @Override
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setNotNull(row);
      values[row] = (Double) value;
    }
  }

  @Override
  public long retainedBytes() {
    return 8L * values.length;
  }
}
