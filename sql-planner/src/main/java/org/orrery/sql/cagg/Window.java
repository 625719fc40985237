package org.orrery.sql.cagg;

/**
 * A range of buckets, in the physical unit of the time column.
 *
 * @param start start of the first bucket, {@link InternalTime#MIN} for no limit
 * @param end start of the bucket behind the last, {@link InternalTime#MAX} for no limit
 */
public record Window(long start, long end) {

  /** All buckets. */
  public static final Window ALL = new Window(InternalTime.MIN, InternalTime.MAX);

  /** Whether it begins somewhere. */
  boolean hasStart() {
    return start != InternalTime.MIN;
  }

  /** Whether it ends somewhere. */
  boolean hasEnd() {
    return end != InternalTime.MAX;
  }

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return start >= end;
  }

  /** What is in both. */
  Window intersect(Window other) {
    return new Window(Math.max(start, other.start), Math.min(end, other.end));
  }
}
