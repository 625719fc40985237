package org.orrery.storage.hot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;

/** NULL bits of a column; slabs exist only where a NULL is. Threads as {@link LongSlabs}. */
final class NullSlabs {

  private static final int SLAB_WORDS = Slabs.SLAB_ROWS / Long.SIZE;

  private volatile long[] @Nullable [] slabs = new long[0] @Nullable [];

  /** Makes a row NULL. */
  void set(int row) {
    int slab = row >> Slabs.SLAB_BITS;
    long[] @Nullable [] directory = slabs;
    long[] words = slab < directory.length ? directory[slab] : null;
    if (words == null) {
      words = new long[SLAB_WORDS];
      directory = Arrays.copyOf(directory, Math.max(slab + 1, directory.length));
      directory[slab] = words;
      slabs = directory;
    }
    words[(row & Slabs.SLAB_MASK) >> 6] |= 1L << row;
  }

  /** Takes over the NULLs among the chosen rows of a vector. */
  void append(int at, Vector source, int @Nullable [] positions, int from, int count) {
    if (!source.mayHaveNulls()) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (source.isNull(positions == null ? from + i : positions[from + i])) {
        set(at + i);
      }
    }
  }

  boolean isNull(int row) {
    long[] words = slab(row);
    return words != null && (words[(row & Slabs.SLAB_MASK) >> 6] & (1L << row)) != 0;
  }

  /** Gives the NULLs of rows from {@code from} (a multiple of 64) on to the start of a vector. */
  void copyTo(int from, int count, Vector target) {
    long[] words = slab(from);
    if (words == null) {
      target.setNulls(null);
      return;
    }
    long[] bitmap = new long[(target.capacity() + 63) >> 6];
    System.arraycopy(words, (from & Slabs.SLAB_MASK) >> 6, bitmap, 0, (count + 63) >> 6);
    target.setNulls(bitmap);
  }

  private long @Nullable [] slab(int row) {
    long[] @Nullable [] directory = slabs;
    int slab = row >> Slabs.SLAB_BITS;
    return slab < directory.length ? directory[slab] : null;
  }

  /** Heap taken, in bytes. */
  long bytes() {
    long total = 0;
    for (long[] slab : slabs) {
      total += slab == null ? 0 : 8L * slab.length;
    }
    return total;
  }
}
