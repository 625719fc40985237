package org.orrery.sql.cagg;

/**
 * A range of times.
 *
 * @param low the first, {@link InternalTime#MIN} for no limit
 * @param high the last, inclusive, {@link InternalTime#MAX} for no limit
 */
record Range(long low, long high) {

  /** The least range that holds both. */
  Range span(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }
}
