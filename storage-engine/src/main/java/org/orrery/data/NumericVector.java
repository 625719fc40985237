package org.orrery.data;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Decimal numbers. A value is {@code mantissa × 10^-scale}; one whose mantissa needs more than 64
 * bits, NaN and the infinities are objects in {@link #big()}.
 */
public final class NumericVector extends Vector {

  private final long[] mantissas;
  private final int[] scales;
  private @Nullable Numeric @Nullable [] big;

  /** A vector of {@code capacity} zeros. */
  public NumericVector(int capacity) {
    super(capacity);
    this.mantissas = new long[capacity];
    this.scales = new int[capacity];
  }

  /** The mantissa of each row that is not big. */
  public long[] mantissas() {
    return mantissas;
  }

  /** The display scale of each row that is not big, from 0. */
  public int[] scales() {
    return scales;
  }

  /**
   * The values that are objects, null where {@link #mantissas()} hold; null when there are none.
   */
  public @Nullable Numeric @Nullable [] big() {
    return big;
  }

  /** Whether the row's value is in {@link #big()}. */
  public boolean isBig(int row) {
    return big != null && big[row] != null;
  }

  /** Sets {@code mantissa × 10^-scale}; the row must not be NULL already. */
  public void setSmall(int row, long mantissa, int scale) {
    mantissas[row] = mantissa;
    scales[row] = scale;
    if (big != null) {
      big[row] = null;
    }
  }

  /** The value of a row that is not NULL. */
  public Numeric getNumeric(int row) {
    if (big != null) {
      Numeric value = big[row];
      if (value != null) {
        return value;
      }
    }
    return Numeric.of(BigDecimal.valueOf(mantissas[row], scales[row]));
  }

  /** Sets a value; the row must not be NULL already. */
  public void setNumeric(int row, Numeric value) {
    if (value.isFinite() && value.value().unscaledValue().bitLength() < Long.SIZE) {
      setSmall(row, value.value().unscaledValue().longValue(), value.value().scale());
      return;
    }
    if (big == null) {
      big = new @Nullable Numeric[capacity()];
    }
    big[row] = value;
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.NUMERIC;
  }

  @Override
  public void clear() {
    super.clear();
    big = null;
  }

  @Override
  public void copyFrom(Vector source, int sourceRow, int targetRow) {
    if (source.isNull(sourceRow)) {
      setNull(targetRow);
      return;
    }
    setNotNull(targetRow);
    var from = (NumericVector) source;
    if (from.isBig(sourceRow)) {
      setNumeric(targetRow, from.getNumeric(sourceRow));
    } else {
      setSmall(targetRow, from.mantissas[sourceRow], from.scales[sourceRow]);
    }
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : getNumeric(row);
  }

  @Override
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setNotNull(row);
      setNumeric(row, (Numeric) value);
    }
  }

  @Override
  public long retainedBytes() {
    return 12L * mantissas.length + (big == null ? 0 : 64L * big.length);
  }
}
