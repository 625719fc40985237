package org.orrery.sql.exec;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.ByteArrays;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;

/**
 * Numbers distinct byte strings from 0 in order of first sight, so that operators compare longs.
 * Strings that come as codes of a dictionary are hashed once per dictionary, not once per row.
 */
final class BytesInterner {

  private static final int DICTIONARIES_MAX = 64;

  private byte[] data = new byte[256];
  private int[] offsets = new int[17];
  private int count;
  private int[] slots = new int[32];
  private final IdentityHashMap<Dictionary, int[]> idsByDictionary = new IdentityHashMap<>();

  /** Numbers held so far. */
  int count() {
    return count;
  }

  /**
   * The number of a row's value.
   *
   * @param isTrimmed whether trailing blanks do not count
   * @param isAdding whether an unknown value gets a number; otherwise it gives -1
   */
  int id(BytesVector vector, int row, boolean isTrimmed, boolean isAdding) {
    int offset = vector.offsets()[row];
    int length = vector.lengths()[row];
    byte[] bytes = vector.data();
    if (isTrimmed) {
      while (length > 0 && bytes[offset + length - 1] == ' ') {
        length--;
      }
    }
    return id(bytes, offset, length, isAdding);
  }

  /** Numbers by code of a dictionary; -1 (when not adding) or unset (-2) until asked for. */
  int[] idsOf(Dictionary dictionary) {
    int[] ids = idsByDictionary.get(dictionary);
    if (ids == null) {
      if (idsByDictionary.size() >= DICTIONARIES_MAX) {
        idsByDictionary.clear();
      }
      ids = new int[dictionary.size()];
      Arrays.fill(ids, -2);
      idsByDictionary.put(dictionary, ids);
    }
    return ids;
  }

  int id(byte[] bytes, int offset, int length, boolean isAdding) {
    int mask = slots.length - 1;
    int slot = hash(bytes, offset, length) & mask;
    while (true) {
      int id = slots[slot] - 1;
      if (id < 0) {
        return isAdding ? add(bytes, offset, length, slot) : -1;
      }
      if (Arrays.equals(data, offsets[id], offsets[id + 1], bytes, offset, offset + length)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int add(byte[] bytes, int offset, int length, int slot) {
    int start = offsets[count];
    if (data.length - start < length) {
      data = ByteArrays.grown(data, start, length);
    }
    System.arraycopy(bytes, offset, data, start, length);
    if (count + 2 > offsets.length) {
      int longer = offsets.length * 2;
      offsets = HeapGuard.allocate(4L * longer, () -> Arrays.copyOf(offsets, longer));
    }
    offsets[count + 1] = start + length;
    slots[slot] = ++count;
    if (count * 2 > slots.length) {
      rehash();
    }
    return count - 1;
  }

  private void rehash() {
    int longer = slots.length * 2;
    slots = HeapGuard.allocate(4L * longer, () -> new int[longer]);
    int mask = slots.length - 1;
    for (int id = 0; id < count; id++) {
      int slot = hash(data, offsets[id], offsets[id + 1] - offsets[id]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id + 1;
    }
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E3779B1;
    return hash ^ (hash >>> 15);
  }

  /** Bytes of heap held, roughly. */
  long retainedBytes() {
    return data.length + 4L * offsets.length + 4L * slots.length;
  }
}
