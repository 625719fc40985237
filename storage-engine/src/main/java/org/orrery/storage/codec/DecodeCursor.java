package org.orrery.storage.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads little-endian bytes of a memory segment (mapped file or heap array) front to back. Large
 * parts leave by one bulk copy, because per-element access to segments does not vectorise. Every
 * read past the end is {@code XX001}. Not thread-safe.
 */
public final class DecodeCursor {

  private MemorySegment source = MemorySegment.NULL;
  private long position;
  private long limit;

  /** Starts over at {@code length} bytes of {@code newSource} from {@code offset}. */
  public void open(MemorySegment newSource, long offset, long length) {
    Corruption.check(
        offset >= 0 && length >= 0 && offset <= newSource.byteSize() - length,
        "block outside of its file");
    source = newSource;
    position = offset;
    limit = offset + length;
  }

  /** Bytes not read yet. */
  public long remaining() {
    return limit - position;
  }

  private long take(long count) {
    long at = position;
    Corruption.check(count >= 0 && count <= limit - at, "unexpected end");
    position = at + count;
    return at;
  }

  /** Skips {@code count} bytes. */
  public void skip(long count) {
    take(count);
  }

  /** The next {@code count} bytes as a segment; skips them. */
  public MemorySegment slice(long count) {
    return source.asSlice(take(count), count);
  }

  public int getByte() {
    return source.get(ValueLayout.JAVA_BYTE, take(1)) & 0xFF;
  }

  public int getInt() {
    return source.get(EncodeBuffer.INT, take(4));
  }

  public long getLong() {
    return source.get(EncodeBuffer.LONG, take(8));
  }

  /** An unsigned number of {@code count} (0 to 8) bytes. */
  public long getTruncated(int count) {
    long at = take(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (source.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << (8 * i);
    }
    return value;
  }

  /** An unsigned LEB128 number. */
  public long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = getByte();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw Corruption.of("overlong number");
  }

  /** A varint that must lie in [0, {@code max}]. */
  public int getCount(int max) {
    long value = getVarint();
    Corruption.check(value >= 0 && value <= max, "count out of range");
    return (int) value;
  }

  public long getZigZag() {
    return EncodeBuffer.unZigZag(getVarint());
  }

  public void getBytes(byte[] target, int at, int count) {
    long from = take(count);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, target, at, count);
  }

  public void getInts(int[] target, int count) {
    long from = take(4L * count);
    MemorySegment.copy(source, EncodeBuffer.INT, from, target, 0, count);
  }

  public void getLongs(long[] target, int at, int count) {
    long from = take(8L * count);
    MemorySegment.copy(source, EncodeBuffer.LONG, from, target, at, count);
  }
}
