package org.orrery.storage.codec;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;

/**
 * Writes blocks of byte strings as a dictionary, one zstd frame or plain bytes; {@link
 * ColumnEncoder} documents the bytes. Not thread-safe.
 */
final class BytesEncoder {

  static final int RAW = 0;
  static final int ZSTD = 1;
  static final int DICT = 2;

  /** Level 1 came within 2 % of level 3 with 1,024 strings a frame. */
  private static final int ZSTD_LEVEL = 1;

  /** Frames of fewer bytes are not worth their header. */
  private static final int ZSTD_BYTES_MIN = 64;

  /** A dictionary this many times smaller than the values wins without trying zstd. */
  private static final int DICT_GAIN = 4;

  /** Dictionaries up to this size are sorted, so that blocks with the same values share one. */
  private static final int SORTED_ENTRIES_MAX = 64;

  private static final int SLOTS = 2 * BlockLimits.BLOCK_ROWS_MAX;
  private static final int SLOT_SHIFT = Integer.SIZE - 11;

  private final IntegerEncoder integers;
  private final int[] slots = new int[SLOTS];
  private final long[] codes = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] lengths = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] entryRows = new int[BlockLimits.BLOCK_ROWS_MAX];
  private byte[] gathered = new byte[0];
  private final int[] sortedRows = new int[SORTED_ENTRIES_MAX];
  private final int[] newCodes = new int[SORTED_ENTRIES_MAX];
  private int entryCount;

  BytesEncoder(IntegerEncoder integers) {
    this.integers = integers;
  }

  /** Appends rows [from, from + rows) of {@code vector}, at least one of which is not NULL. */
  BlockCodec encode(
      BytesVector vector, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    long total = 0;
    for (int i = 0; i < rows; i++) {
      lengths[i] = NullMask.isNull(nulls, i) ? 0 : vector.lengths()[from + i];
      total += lengths[i];
    }
    if (total > BlockLimits.BLOCK_BYTES_MAX) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "%d values of a column take more than %d bytes",
          rows,
          BlockLimits.BLOCK_BYTES_MAX);
    }
    int start = target.size();
    int dictionaryBytes = Integer.MAX_VALUE;
    if (buildDictionary(vector, from, rows, nulls)) {
      sortEntries(vector, rows);
      writeDictionary(vector, rows, target);
      dictionaryBytes = target.size() - start;
      if (entryCount == 1) {
        return BlockCodec.CONST;
      }
      if ((long) dictionaryBytes * DICT_GAIN <= total || total < ZSTD_BYTES_MIN) {
        return BlockCodec.DICT;
      }
    }
    int plainStart = target.size();
    BlockCodec codec = writePlain(vector, from, rows, nulls, (int) total, target);
    int plainBytes = target.size() - plainStart;
    if (dictionaryBytes <= plainBytes) {
      target.truncate(plainStart);
      return BlockCodec.DICT;
    }
    if (plainStart > start) {
      System.arraycopy(target.array(), plainStart, target.array(), start, plainBytes);
      target.truncate(start + plainBytes);
    }
    return codec;
  }

  /** Renumbers the entries of a small dictionary in the order of their bytes. */
  private void sortEntries(BytesVector vector, int rows) {
    if (entryCount < 2 || entryCount > SORTED_ENTRIES_MAX) {
      return;
    }
    boolean isSorted = true;
    for (int entry = 0; entry < entryCount; entry++) {
      int row = entryRows[entry];
      int at = entry;
      for (; at > 0 && BytesVector.compare(vector, sortedRows[at - 1], vector, row) > 0; at--) {
        sortedRows[at] = sortedRows[at - 1];
        isSorted = false;
      }
      sortedRows[at] = row;
    }
    if (isSorted) {
      return;
    }
    for (int entry = 0; entry < entryCount; entry++) {
      int at = 0;
      while (sortedRows[at] != entryRows[entry]) {
        at++;
      }
      newCodes[entry] = at;
    }
    System.arraycopy(sortedRows, 0, entryRows, 0, entryCount);
    for (int i = 0; i < rows; i++) {
      codes[i] = newCodes[(int) codes[i]];
    }
  }

  /** Numbers the distinct values in order of appearance; false when they are over half the rows. */
  private boolean buildDictionary(BytesVector vector, int from, int rows, long @Nullable [] nulls) {
    Arrays.fill(slots, -1);
    entryCount = 0;
    int entriesMax = Math.max(1, rows / 2);
    int previous = -1;
    int leadingNulls = 0;
    for (int i = 0; i < rows; i++) {
      if (NullMask.isNull(nulls, i)) {
        codes[i] = previous < 0 ? 0 : codes[previous];
        leadingNulls += previous < 0 ? 1 : 0;
        continue;
      }
      if (previous >= 0 && isEqual(vector, from + previous, from + i)) {
        codes[i] = codes[previous];
      } else {
        codes[i] = codeOf(vector, from + i);
        if (entryCount > entriesMax) {
          return false;
        }
      }
      previous = i;
    }
    return leadingNulls < rows;
  }

  private int codeOf(BytesVector vector, int row) {
    byte[] data = vector.data();
    int start = vector.offsets()[row];
    int hash = 1;
    for (int i = start; i < start + vector.lengths()[row]; i++) {
      hash = hash * 31 + data[i];
    }
    int slot = (hash * 0x9E3779B9) >>> SLOT_SHIFT;
    while (slots[slot] >= 0) {
      if (isEqual(vector, entryRows[slots[slot]], row)) {
        return slots[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    slots[slot] = entryCount;
    entryRows[entryCount] = row;
    return entryCount++;
  }

  private static boolean isEqual(BytesVector vector, int a, int b) {
    int[] offsets = vector.offsets();
    int[] lengths = vector.lengths();
    if (lengths[a] != lengths[b]) {
      return false;
    }
    return offsets[a] == offsets[b]
        || Arrays.equals(
            vector.data(),
            offsets[a],
            offsets[a] + lengths[a],
            vector.data(),
            offsets[b],
            offsets[b] + lengths[b]);
  }

  private void writeDictionary(BytesVector vector, int rows, EncodeBuffer target) {
    target.putByte(DICT);
    target.putVarint(entryCount);
    for (int entry = 0; entry < entryCount; entry++) {
      target.putVarint(vector.lengths()[entryRows[entry]]);
    }
    for (int entry = 0; entry < entryCount; entry++) {
      int row = entryRows[entry];
      target.putBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
    }
    integers.encode(codes, rows, target);
  }

  private BlockCodec writePlain(
      BytesVector vector,
      int from,
      int rows,
      long @Nullable [] nulls,
      int total,
      EncodeBuffer target) {
    gather(vector, from, rows, nulls, total);
    int start = target.size();
    if (total >= ZSTD_BYTES_MIN) {
      target.putByte(ZSTD);
      integers.encode(lengths, rows, target);
      target.putVarint(total);
      int lengthAt = target.size();
      target.putInt(0);
      int bound = Math.toIntExact(Zstd.compressBound(total));
      target.reserve(bound);
      long written =
          Zstd.compressByteArray(
              target.array(), target.size(), bound, gathered, 0, total, ZSTD_LEVEL);
      Invariant.check(!Zstd.isError(written), "zstd refused to compress");
      if (written < total) {
        target.setInt(lengthAt, (int) written);
        target.advance((int) written);
        return BlockCodec.ZSTD;
      }
      target.truncate(start);
    }
    target.putByte(RAW);
    integers.encode(lengths, rows, target);
    target.putBytes(gathered, 0, total);
    return BlockCodec.RAW;
  }

  private void gather(BytesVector vector, int from, int rows, long @Nullable [] nulls, int total) {
    if (gathered.length < total) {
      gathered = new byte[Math.max(total, gathered.length * 2)];
    }
    int at = 0;
    for (int i = 0; i < rows; i++) {
      if (!NullMask.isNull(nulls, i)) {
        int length = vector.lengths()[from + i];
        System.arraycopy(vector.data(), vector.offsets()[from + i], gathered, at, length);
        at += length;
      }
    }
  }
}
