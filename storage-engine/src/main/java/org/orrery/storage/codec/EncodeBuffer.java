package org.orrery.storage.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing little-endian byte buffer that encoders append to. Keeps its array when reset. Not
 * thread-safe.
 */
public final class EncodeBuffer {

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  /** A buffer that starts with room for {@code capacity} bytes. */
  public EncodeBuffer(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** Bytes written since the last {@link #reset}. */
  public int size() {
    return size;
  }

  /** The backing array; valid up to {@link #size} and until the next append. */
  public byte[] array() {
    return bytes;
  }

  /** A view of what was written; valid until the next append. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Forgets the content, keeps the memory. */
  public void reset() {
    size = 0;
  }

  /** Cuts the content back to {@code newSize} bytes, to take back what was appended since. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /** Appends zero bytes up to the next multiple of {@code alignment} (a power of two). */
  public void align(int alignment) {
    int padding = -size & (alignment - 1);
    reserve(padding);
    Arrays.fill(bytes, size, size + padding, (byte) 0);
    size += padding;
  }

  /** Makes room for {@code more} bytes. */
  public void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }

  /** Moves the end forward over {@code count} bytes that the caller wrote into {@link #array}. */
  public void advance(int count) {
    size += count;
  }

  public void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void putShort(int value) {
    reserve(2);
    SHORTS.set(bytes, size, (short) value);
    size += 2;
  }

  public void putInt(int value) {
    reserve(4);
    INTS.set(bytes, size, value);
    size += 4;
  }

  public void putLong(long value) {
    reserve(8);
    LONGS.set(bytes, size, value);
    size += 8;
  }

  /** Appends the low {@code count} (0 to 8) bytes of a value. */
  public void putTruncated(long value, int count) {
    reserve(8);
    LONGS.set(bytes, size, value);
    size += count;
  }

  /** Appends an unsigned LEB128 number: 7 bits a byte, low group first. */
  public void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Appends a signed number as the varint of its zig-zag form. */
  public void putZigZag(long value) {
    putVarint(zigZag(value));
  }

  public void putBytes(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, size, count);
    size += count;
  }

  public void putInts(int[] source, int count) {
    reserve(Math.multiplyExact(count, 4));
    MemorySegment.copy(source, 0, MemorySegment.ofArray(bytes), INT, size, count);
    size += count * 4;
  }

  public void putLongs(long[] source, int from, int count) {
    reserve(Math.multiplyExact(count, 8));
    MemorySegment.copy(source, from, MemorySegment.ofArray(bytes), LONG, size, count);
    size += count * 8;
  }

  /** Overwrites four bytes written before. */
  public void setInt(int position, int value) {
    INTS.set(bytes, position, value);
  }

  static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long unZigZag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
