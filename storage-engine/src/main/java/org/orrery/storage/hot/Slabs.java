package org.orrery.storage.hot;

/** Sizes of slabs. 16,384 values of 8 bytes stay below half a G1 region of 1 MiB. */
final class Slabs {

  static final int SLAB_BITS = 14;
  static final int SLAB_ROWS = 1 << SLAB_BITS;
  static final int SLAB_MASK = SLAB_ROWS - 1;

  private static final int FIRST_ROWS_MIN = 16;

  private Slabs() {}

  /** Rows to allocate: the first slab doubles from 16, so that tiny tables stay tiny. */
  static int capacityFor(int slab, int needed) {
    if (slab > 0) {
      return SLAB_ROWS;
    }
    return Math.max(FIRST_ROWS_MIN, Integer.highestOneBit(Math.max(1, needed - 1)) << 1);
  }
}
