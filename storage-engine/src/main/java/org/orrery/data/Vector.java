package org.orrery.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.limit.HeapGuard;

/**
 * The values of one column for up to {@link #capacity()} rows. Which rows are NULL is a bitmap (bit
 * set = NULL) that exists only once a NULL was set; the value under a NULL is unspecified.
 */
public abstract sealed class Vector
    permits LongVector, DoubleVector, BytesVector, NumericVector, IntervalVector {

  /** What a row of the widest kind takes. */
  private static final int ROW_BYTES_MAX = 16;

  private final int capacity;
  private long @Nullable [] nulls;

  Vector(int capacity) {
    this.capacity = capacity;
  }

  /**
   * A vector of {@code kind} with room for {@code capacity} rows, none of them NULL.
   *
   * @throws org.orrery.base.error.OrreryException {@code 53200} when the heap has no room for it
   */
  public static Vector allocate(PhysicalKind kind, int capacity) {
    long bytes = (long) capacity * ROW_BYTES_MAX;
    return bytes < HeapGuard.REQUEST_BYTES_MIN
        ? create(kind, capacity)
        : HeapGuard.allocate(bytes, () -> create(kind, capacity));
  }

  private static Vector create(PhysicalKind kind, int capacity) {
    return switch (kind) {
      case LONG -> new LongVector(capacity);
      case DOUBLE -> new DoubleVector(capacity);
      case BYTES -> new BytesVector(capacity);
      case NUMERIC -> new NumericVector(capacity);
      case INTERVAL -> new IntervalVector(capacity);
    };
  }

  /** Rows there is room for. */
  public final int capacity() {
    return capacity;
  }

  /** How the values lie in memory. */
  public abstract PhysicalKind kind();

  /** Whether any row may be NULL. False is certain, true is not. */
  public final boolean mayHaveNulls() {
    return nulls != null;
  }

  /** The NULL bitmap, row {@code i} at bit {@code i & 63} of word {@code i >> 6}; null for none. */
  public final long @Nullable [] nulls() {
    return nulls;
  }

  /** Whether {@code row} is NULL. */
  public final boolean isNull(int row) {
    return nulls != null && (nulls[row >> 6] & (1L << row)) != 0;
  }

  /** Makes {@code row} NULL. */
  public final void setNull(int row) {
    if (nulls == null) {
      nulls = new long[(capacity + 63) >> 6];
    }
    nulls[row >> 6] |= 1L << row;
  }

  /** Makes {@code row} not NULL; its value must be set too. */
  public final void setNotNull(int row) {
    if (nulls != null) {
      nulls[row >> 6] &= ~(1L << row);
    }
  }

  /** Takes over a NULL bitmap of at least {@code capacity} bits; null for no NULLs. */
  public final void setNulls(long @Nullable [] bitmap) {
    nulls = bitmap;
  }

  /** Makes the first {@code rowCount} rows NULL. */
  public final void setAllNull(int rowCount) {
    for (int row = 0; row < rowCount; row++) {
      setNull(row);
    }
  }

  /** Forgets all NULLs and values, for reuse. */
  public void clear() {
    if (nulls != null) {
      Arrays.fill(nulls, 0);
      nulls = null;
    }
  }

  /**
   * Copies a value or NULL of a vector of the same kind.
   *
   * @throws ClassCastException when the kinds differ
   */
  public abstract void copyFrom(Vector source, int sourceRow, int targetRow);

  /**
   * The value as an object, or null: {@link Long}, {@link Double}, {@code byte[]} (a copy), {@link
   * Numeric}, {@link Interval} by {@link #kind()}. Not for hot paths.
   */
  public abstract @Nullable Object get(int row);

  /** Sets a value of the classes that {@link #get} returns, or NULL. Not for hot paths. */
  public abstract void set(int row, @Nullable Object value);

  /** Bytes of heap this vector holds, roughly; what memory budgets count. */
  public abstract long retainedBytes();
}
