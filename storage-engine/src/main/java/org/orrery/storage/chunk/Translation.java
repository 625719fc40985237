package org.orrery.storage.chunk;

/**
 * Where rows went when their hot table was sealed or their segment was merged with others.
 *
 * @param firstName former name of the first; the others' follow
 * @param ordinals for each of them the ordinal in the segment, -1 when no snapshot saw it any more
 * @param container the segment's number
 * @param retiredAfter once no snapshot reads at or before this, nobody knows the old names; {@code
 *     Long.MAX_VALUE} while that is not known
 */
public record Translation(long firstName, int[] ordinals, int container, long retiredAfter) {

  boolean contains(long rowId) {
    return rowId >= firstName && rowId - firstName < ordinals.length;
  }

  /** Whether it has any of the names {@code [first, last]}. */
  boolean meets(long first, long last) {
    return firstName <= last && firstName + ordinals.length > first;
  }

  long translate(long rowId) {
    int ordinal = ordinals[(int) (rowId - firstName)];
    return ordinal < 0 ? RowIds.NONE : RowIds.sealed(container, ordinal);
  }

  /** Where the rows are once those of the segment they went to have moved as {@code later} says. */
  Translation andThen(Translation later) {
    if (!later.contains(RowIds.sealed(container, 0))) {
      return this;
    }
    int[] moved = ordinals.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = moved[i] < 0 ? -1 : later.ordinals[moved[i]];
    }
    return new Translation(firstName, moved, later.container, retiredAfter);
  }

  Translation dated(long timestamp) {
    return retiredAfter == Long.MAX_VALUE
        ? new Translation(firstName, ordinals, container, timestamp)
        : this;
  }
}
