package org.orrery.storage.hot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Dictionary;

/**
 * Distinct byte strings numbered in the order they came. One thread adds; others read what {@link
 * #publish} made visible. Values are never moved, so a code means the same for ever.
 */
public final class SeriesDictionary {

  private byte[] data = new byte[64];
  private int[] offsets = new int[17];
  private int size;
  private int[] table = new int[32];
  private volatile Published published = new Published(data, offsets, 0);

  /** What readers may see of the dictionary. */
  private static final class Published {
    private final byte[] data;
    private final int[] offsets;
    private final int size;
    private @Nullable Dictionary dictionary;

    Published(byte[] data, int[] offsets, int size) {
      this.data = data;
      this.offsets = offsets;
      this.size = size;
    }

    /** Built once by whoever asks first; two threads may both build it, to the same content. */
    Dictionary dictionary() {
      Dictionary known = dictionary;
      if (known == null) {
        known = new Dictionary(data, Arrays.copyOf(offsets, size + 1));
        dictionary = known;
      }
      return known;
    }
  }

  /** Values so far. */
  public int size() {
    return size;
  }

  /** The code of a value, new or known. */
  public int codeOf(byte[] source, int from, int length) {
    int slot = hash(source, from, length) & (table.length - 1);
    while (table[slot] != 0) {
      int code = table[slot] - 1;
      if (isEqual(code, source, from, length)) {
        return code;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return add(slot, source, from, length);
  }

  /** Whether {@code code}'s value is these bytes. */
  boolean isEqual(int code, byte[] source, int from, int length) {
    return Arrays.equals(data, offsets[code], offsets[code + 1], source, from, from + length);
  }

  private int add(int slot, byte[] source, int from, int length) {
    int end = offsets[size];
    if (data.length - end < length) {
      data = Arrays.copyOf(data, Math.addExact(end, Math.max(length, end)));
    }
    if (size + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    System.arraycopy(source, from, data, end, length);
    offsets[size + 1] = end + length;
    table[slot] = ++size;
    if (size * 2 > table.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    table = new int[table.length * 2];
    for (int code = 0; code < size; code++) {
      int length = offsets[code + 1] - offsets[code];
      int slot = hash(data, offsets[code], length) & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = code + 1;
    }
  }

  private static int hash(byte[] source, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + source[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  /** Lets readers see all values so far. */
  public void publish() {
    if (published.size != size) {
      published = new Published(data, offsets, size);
    }
  }

  /** The values that were published, as an immutable dictionary. Any thread. */
  public Dictionary dictionary() {
    return published.dictionary();
  }

  /** Heap taken. */
  long bytes() {
    return data.length + 4L * offsets.length + 4L * table.length;
  }
}
