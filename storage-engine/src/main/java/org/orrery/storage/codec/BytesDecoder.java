package org.orrery.storage.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;

/**
 * Reads blocks of {@link BytesEncoder}. Allocates the data array a block. Neighbouring blocks with
 * the same dictionary get the same object. Not thread-safe.
 */
final class BytesDecoder {

  private final IntegerDecoder integers;
  private final int[] lengths = new int[BlockLimits.BLOCK_ROWS_MAX];
  private byte[] compressed = new byte[0];
  private @Nullable Dictionary dictionary;

  BytesDecoder(IntegerDecoder integers) {
    this.integers = integers;
  }

  void decode(DecodeCursor cursor, int rows, BytesVector target) {
    switch (cursor.getByte()) {
      case BytesEncoder.DICT -> decodeDictionary(cursor, rows, target);
      case BytesEncoder.ZSTD -> {
        integers.open(cursor, rows);
        integers.decode(lengths, 0);
        int total = cursor.getCount(BlockLimits.BLOCK_BYTES_MAX);
        place(decompress(cursor, total), rows, target);
      }
      case BytesEncoder.RAW -> {
        integers.open(cursor, rows);
        integers.decode(lengths, 0);
        long total = totalLength(rows);
        Corruption.check(total <= cursor.remaining(), "string lengths");
        byte[] data = new byte[(int) total];
        cursor.getBytes(data, 0, data.length);
        place(data, rows, target);
      }
      default -> throw Corruption.of("unknown string codec");
    }
  }

  private byte[] decompress(DecodeCursor cursor, int total) {
    int size = cursor.getInt();
    Corruption.check(size >= 0 && size <= cursor.remaining(), "compressed length");
    if (compressed.length < size) {
      compressed = new byte[Math.max(size, compressed.length * 2)];
    }
    cursor.getBytes(compressed, 0, size);
    byte[] data = new byte[total];
    try {
      long written = Zstd.decompressByteArray(data, 0, total, compressed, 0, size);
      Corruption.check(written == total, "compressed strings");
      return data;
    } catch (ZstdException e) {
      throw Corruption.of("compressed strings").causedBy(e);
    }
  }

  private long totalLength(int rows) {
    long total = 0;
    for (int i = 0; i < rows; i++) {
      Corruption.check(lengths[i] >= 0, "string length");
      total += lengths[i];
    }
    return total;
  }

  private void place(byte[] data, int rows, BytesVector target) {
    Corruption.check(totalLength(rows) == data.length, "string lengths");
    target.shareData(data);
    int[] offsets = target.offsets();
    int at = 0;
    for (int i = 0; i < rows; i++) {
      offsets[i] = at;
      at += lengths[i];
    }
    System.arraycopy(lengths, 0, target.lengths(), 0, rows);
  }

  private void decodeDictionary(DecodeCursor cursor, int rows, BytesVector target) {
    int entries = cursor.getCount(rows);
    int[] offsets = new int[entries + 1];
    for (int entry = 0; entry < entries; entry++) {
      int end = offsets[entry] + cursor.getCount(BlockLimits.BLOCK_BYTES_MAX);
      Corruption.check(end >= 0 && end <= cursor.remaining(), "dictionary length");
      offsets[entry + 1] = end;
    }
    byte[] data = new byte[offsets[entries]];
    cursor.getBytes(data, 0, data.length);
    integers.open(cursor, rows);
    int[] codes = new int[target.capacity()];
    integers.decode(codes, 0);
    for (int i = 0; i < rows; i++) {
      Corruption.check(codes[i] >= 0 && codes[i] < entries, "dictionary code");
    }
    target.setCodes(shared(data, offsets), codes, rows);
  }

  /** The previous block's dictionary if this one equals it, so that codes stay comparable. */
  private Dictionary shared(byte[] data, int[] offsets) {
    Dictionary previous = dictionary;
    if (previous != null
        && Arrays.equals(previous.offsets(), offsets)
        && Arrays.equals(previous.data(), data)) {
      return previous;
    }
    dictionary = new Dictionary(data, offsets);
    return dictionary;
  }
}
