package org.orrery.storage.api;

/**
 * A range of a dimension.
 *
 * @param dimensionId which dimension: {@link TableSchema.Dimension#id}, or 0 for time
 * @param start first value, inclusive; {@code Long.MIN_VALUE} if unbounded
 * @param end end, exclusive; {@code Long.MAX_VALUE} if unbounded
 */
public record Slice(long dimensionId, long start, long end) {

  /** A range of time. */
  public static Slice ofTime(long start, long end) {
    return new Slice(0, start, end);
  }

  /** All values of a dimension. */
  public static Slice all(long dimensionId) {
    return new Slice(dimensionId, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * The whole multiple of a width around a value. Saturates: the slices at both ends of the line
   * are open.
   */
  public static Slice around(long dimensionId, long value, long width) {
    long multiple = Math.floorDiv(value, width);
    boolean isFirst = multiple < Math.floorDiv(Long.MIN_VALUE, width) + 1;
    boolean isLast = multiple >= Math.floorDiv(Long.MAX_VALUE, width);
    return new Slice(
        dimensionId,
        isFirst ? Long.MIN_VALUE : multiple * width,
        isLast ? Long.MAX_VALUE : (multiple + 1) * width);
  }

  /** Whether a value is in the range. */
  public boolean contains(long value) {
    return value >= start && (value < end || end == Long.MAX_VALUE);
  }

  /** Whether there are values in both ranges. */
  public boolean overlaps(Slice other) {
    return start < other.end && other.start < end;
  }
}
