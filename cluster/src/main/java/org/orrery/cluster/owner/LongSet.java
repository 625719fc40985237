package org.orrery.cluster.owner;

import java.util.Arrays;

/** A set of longs, for key hashes. Grows only. One thread. */
final class LongSet {

  private long[] slots = new long[64];
  private int size;
  private boolean hasZero;

  /** Adds a value; false when it was there. */
  boolean add(long value) {
    if (value == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int mask = slots.length - 1;
    int at = (int) value & mask;
    while (slots[at] != 0) {
      if (slots[at] == value) {
        return false;
      }
      at = at + 1 & mask;
    }
    slots[at] = value;
    if (++size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long value : old) {
      if (value != 0) {
        int at = (int) value & mask;
        while (slots[at] != 0) {
          at = at + 1 & mask;
        }
        slots[at] = value;
      }
    }
  }

  /** Whether a value was added. */
  boolean contains(long value) {
    if (value == 0) {
      return hasZero;
    }
    int mask = slots.length - 1;
    for (int at = (int) value & mask; slots[at] != 0; at = at + 1 & mask) {
      if (slots[at] == value) {
        return true;
      }
    }
    return false;
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    hasZero = false;
  }
}
