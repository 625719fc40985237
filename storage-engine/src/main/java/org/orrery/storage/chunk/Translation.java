package org.orrery.storage.chunk;

/**
 * Where the rows of a hot table went when it was sealed.
 *
 * @param firstArrival arrival number of its row 0
 * @param ordinals for each of its rows the ordinal in the segment, -1 when no snapshot saw it any
 *     more
 * @param container the segment's number
 * @param retiredAfter once no snapshot reads at or before this, nobody knows the old names; {@code
 *     Long.MAX_VALUE} while that is not known
 */
record Translation(long firstArrival, int[] ordinals, int container, long retiredAfter) {

  boolean contains(long arrival) {
    return arrival >= firstArrival && arrival < firstArrival + ordinals.length;
  }

  long translate(long arrival) {
    int ordinal = ordinals[(int) (arrival - firstArrival)];
    return ordinal < 0 ? RowIds.NONE : RowIds.sealed(container, ordinal);
  }

  Translation dated(long timestamp) {
    return retiredAfter == Long.MAX_VALUE
        ? new Translation(firstArrival, ordinals, container, timestamp)
        : this;
  }
}
