package org.orrery.storage.hot;

import java.util.Arrays;

/**
 * A growing column of {@code int} values in slabs of {@link Slabs#SLAB_ROWS}. One thread appends,
 * others read rows that were published to them. Only the first slab is ever replaced (it starts
 * small), so growing never moves more than one slab.
 */
final class IntSlabs {

  private volatile int[][] slabs = new int[0][];

  /** The slab of {@code row} with room for {@code count} rows from there, or to the slab's end. */
  private int[] slabFor(int row, int count) {
    int[][] directory = slabs;
    int slab = row >> Slabs.SLAB_BITS;
    int needed = Math.min(Slabs.SLAB_ROWS, (row & Slabs.SLAB_MASK) + count);
    if (slab == directory.length) {
      int[][] grown = Arrays.copyOf(directory, slab + 1);
      grown[slab] = new int[Slabs.capacityFor(slab, needed)];
      slabs = grown;
      return grown[slab];
    }
    if (directory[slab].length < needed) {
      int[][] grown = directory.clone();
      grown[slab] = Arrays.copyOf(directory[slab], Slabs.capacityFor(slab, needed));
      slabs = grown;
      return grown[slab];
    }
    return directory[slab];
  }

  /** Stores {@code count} values from row {@code at} on. */
  void append(int at, int[] source, int from, int count) {
    int done = 0;
    while (done < count) {
      int row = at + done;
      int offset = row & Slabs.SLAB_MASK;
      int run = Math.min(count - done, Slabs.SLAB_ROWS - offset);
      System.arraycopy(source, from + done, slabFor(row, run), offset, run);
      done += run;
    }
  }

  /** Stores {@code source[positions[from]]} and on. */
  void appendSelected(int at, int[] source, int[] positions, int from, int count) {
    int done = 0;
    while (done < count) {
      int row = at + done;
      int offset = row & Slabs.SLAB_MASK;
      int run = Math.min(count - done, Slabs.SLAB_ROWS - offset);
      int[] slab = slabFor(row, run);
      for (int i = 0; i < run; i++) {
        slab[offset + i] = source[positions[from + done + i]];
      }
      done += run;
    }
  }

  /** Stores one value. */
  void set(int row, int value) {
    slabFor(row, 1)[row & Slabs.SLAB_MASK] = value;
  }

  /** Stores one value {@code count} times. */
  void fill(int at, int value, int count) {
    int done = 0;
    while (done < count) {
      int row = at + done;
      int offset = row & Slabs.SLAB_MASK;
      int run = Math.min(count - done, Slabs.SLAB_ROWS - offset);
      Arrays.fill(slabFor(row, run), offset, offset + run, value);
      done += run;
    }
  }

  /** Copies rows to the start of {@code target}; they must lie in one slab. */
  void copyTo(int from, int count, int[] target) {
    System.arraycopy(slabs[from >> Slabs.SLAB_BITS], from & Slabs.SLAB_MASK, target, 0, count);
  }

  int get(int row) {
    return slabs[row >> Slabs.SLAB_BITS][row & Slabs.SLAB_MASK];
  }

  /** Heap taken, in values. */
  long capacity() {
    int[][] all = slabs;
    return all.length == 0 ? 0 : all[0].length + (all.length - 1L) * Slabs.SLAB_ROWS;
  }
}
