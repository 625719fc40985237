package org.orrery.cluster.placement;

/**
 * Where a row is in the dimensions beside time.
 *
 * @param dimensionIds the dimensions
 * @param coordinates the row's value in each, or its hash; may be set anew for the next row
 */
@SuppressWarnings("ArrayRecordComponent") // Made for the loop over a batch's rows.
public record Point(long[] dimensionIds, long[] coordinates) {

  /** Of a table without dimensions beside time. */
  public static final Point NONE = new Point(new long[0], new long[0]);

  /** How many dimensions there are. */
  public int size() {
    return coordinates.length;
  }
}
