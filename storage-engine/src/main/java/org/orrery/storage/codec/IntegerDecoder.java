package org.orrery.storage.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams of {@link IntegerEncoder}. {@link #open} parses the header and copies the packed
 * words; then the values may be decoded or aggregated. Allocates nothing after construction. Not
 * thread-safe.
 */
public final class IntegerDecoder {

  private final int[] intWords = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] ints = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] longWords = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] longs = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] positions = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] distances = new long[BlockLimits.BLOCK_ROWS_MAX];

  /** Reads the stream that a stream is made of; made when first needed, null in such a one. */
  private @Nullable IntegerDecoder parts;

  private final boolean isPart;
  private IntegerCodec codec = IntegerCodec.CONST;
  private Line line = new Line(0, 0, 0);
  private long factor;
  private int count;
  private int width;
  private long first;
  private long base;
  private int exceptionCount;

  public IntegerDecoder() {
    this(false);
  }

  private IntegerDecoder(boolean isPart) {
    this.isPart = isPart;
  }

  /** Parses a stream of {@code newCount} values (1 to 1,024) and moves the cursor behind it. */
  public void open(DecodeCursor cursor, int newCount) {
    Corruption.check(newCount > 0 && newCount <= BlockLimits.BLOCK_ROWS_MAX, "row count");
    count = newCount;
    exceptionCount = 0;
    codec = IntegerCodec.ofCode(cursor.getByte());
    switch (codec) {
      case CONST -> base = cursor.getZigZag();
      case RAW -> openRaw(cursor);
      case FOR, DELTA_FOR, LINEAR_FOR -> openWindow(cursor);
      case FACTOR -> openMultiples(cursor);
    }
  }

  /** Fills {@link #longs} with the distances from the base. */
  private void openMultiples(DecodeCursor cursor) {
    base = cursor.getZigZag();
    factor = cursor.getVarint();
    Corruption.check(!isPart, "a part of a stream is made of another");
    if (parts == null) {
      parts = new IntegerDecoder(true);
    }
    parts.open(cursor, count);
    parts.decode(longs, 0);
    for (int i = 0; i < count; i++) {
      longs[i] *= factor;
    }
  }

  private void openRaw(DecodeCursor cursor) {
    int bytes = cursor.getByte();
    Corruption.check(bytes > 0 && bytes <= Long.BYTES, "raw width");
    base = cursor.getZigZag();
    for (int i = 0; i < count; i++) {
      longs[i] = cursor.getTruncated(bytes);
    }
  }

  private void openWindow(DecodeCursor cursor) {
    width = cursor.getByte();
    Corruption.check(width <= Long.SIZE, "bit width");
    first = codec == IntegerCodec.DELTA_FOR ? cursor.getZigZag() : 0;
    if (codec == IntegerCodec.LINEAR_FOR) {
      line =
          new Line(
              cursor.getZigZag(),
              cursor.getZigZag(),
              cursor.getCount((1 << Line.FRACTION_BITS) - 1));
    }
    base = cursor.getZigZag();
    exceptionCount = cursor.getCount(count);
    int exceptionBytes = exceptionCount == 0 ? 0 : cursor.getByte();
    Corruption.check(exceptionBytes <= Long.BYTES, "exception width");
    if (width <= Integer.SIZE) {
      cursor.getInts(intWords, BitPack32.wordCount(count, width));
    } else {
      cursor.getLongs(longWords, 0, BitPack64.wordCount(count, width));
    }
    for (int i = 0; i < exceptionCount; i++) {
      positions[i] = (int) cursor.getTruncated(2);
      Corruption.check(positions[i] < count, "exception position");
    }
    for (int i = 0; i < exceptionCount; i++) {
      distances[i] = EncodeBuffer.unZigZag(cursor.getTruncated(exceptionBytes));
    }
  }

  /** The stream's codec. */
  public IntegerCodec codec() {
    return codec;
  }

  /** Values in the stream. */
  public int count() {
    return count;
  }

  /** Bits of a packed word (FOR, DELTA-FOR and LINEAR-FOR). */
  public int width() {
    return width;
  }

  /** What packed words are added to; the value itself for CONST. */
  public long base() {
    return base;
  }

  /** Values that were patched in. */
  public int exceptionCount() {
    return exceptionCount;
  }

  /** Decodes all values into {@code target[at..at + count)}. */
  public void decode(long[] target, int at) {
    switch (codec) {
      case CONST -> Arrays.fill(target, at, at + count, base);
      case RAW, FACTOR -> addBase(longs, base, target, at, count);
      case FOR -> {
        unpackTo(target, at);
        patch(target, at);
      }
      case DELTA_FOR -> decodeDeltas(target, at);
      case LINEAR_FOR -> {
        unpackTo(target, at);
        patch(target, at);
        line.addTo(target, at, count);
      }
    }
  }

  /** Decodes all values into ints, which must hold them. */
  public void decode(int[] target, int at) {
    if (codec == IntegerCodec.CONST) {
      Arrays.fill(target, at, at + count, (int) base);
      return;
    }
    decode(longWords, 0);
    for (int i = 0; i < count; i++) {
      target[at + i] = (int) longWords[i];
    }
  }

  /**
   * Unpacks the offsets from {@link #base()} of an unpatched FOR stream of at most 32 bits, as
   * unsigned ints, for aggregation without widening. The array is valid until the next call.
   */
  public int[] unpackInts() {
    BitPack32.unpack(intWords, count, width, ints);
    return ints;
  }

  /** Whether {@link #unpackInts} gives this stream's values. */
  public boolean isPlainInts() {
    return codec == IntegerCodec.FOR && exceptionCount == 0 && width <= Integer.SIZE;
  }

  private void unpackTo(long[] target, int at) {
    if (width <= Integer.SIZE) {
      BitPack32.unpack(intWords, count, width, ints);
      widen(ints, base, target, at, count);
    } else {
      BitPack64.unpack(longWords, count, width, longs);
      addBase(longs, base, target, at, count);
    }
  }

  private void patch(long[] target, int at) {
    for (int i = 0; i < exceptionCount; i++) {
      target[at + positions[i]] = base + distances[i];
    }
  }

  private void decodeDeltas(long[] target, int at) {
    if (width <= Integer.SIZE && exceptionCount == 0) {
      BitPack32.unpack(intWords, count, width, ints);
      prefixSum(ints, first, base, target, at, count);
      return;
    }
    unpackTo(target, at);
    patch(target, at);
    long value = first;
    target[at] = value;
    for (int i = 1; i < count; i++) {
      value += target[at + i];
      target[at + i] = value;
    }
  }

  private static void prefixSum(
      int[] packed, long first, long base, long[] target, int at, int count) {
    long value = first;
    target[at] = value;
    for (int i = 1; i < count; i++) {
      value += base + (packed[i] & 0xFFFF_FFFFL);
      target[at + i] = value;
    }
  }

  private static void widen(int[] packed, long base, long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = base + (packed[i] & 0xFFFF_FFFFL);
    }
  }

  private static void addBase(long[] packed, long base, long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = base + packed[i];
    }
  }
}
