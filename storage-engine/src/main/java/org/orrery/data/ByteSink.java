package org.orrery.data;

import java.nio.charset.StandardCharsets;

/** A growing array of bytes; multi-byte numbers are big-endian, as on PostgreSQL's wire. */
public final class ByteSink {

  private byte[] bytes;
  private int length;

  /** An empty sink with room for {@code capacity} bytes before it grows. */
  public ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** The backing array; only the first {@link #length()} bytes count. Changes as the sink grows. */
  public byte[] array() {
    return bytes;
  }

  /** Bytes written. */
  public int length() {
    return length;
  }

  /** Forgets everything from {@code newLength} on. */
  public void truncate(int newLength) {
    length = newLength;
  }

  /** Forgets the first {@code count} bytes; the others move to the front. */
  public void removeFirst(int count) {
    System.arraycopy(bytes, count, bytes, 0, length - count);
    length -= count;
  }

  /** Gives a backing array above {@code capacityMax} bytes back, when nothing in it counts. */
  public void trim(int capacityMax) {
    if (length == 0 && bytes.length > capacityMax) {
      bytes = new byte[capacityMax];
    }
  }

  /**
   * Makes room for {@code more} bytes, so that they may be written through {@link #array()}.
   *
   * @throws org.orrery.base.error.OrreryException {@code 54000} beyond {@link
   *     ByteArrays#BYTES_MAX}, {@code 53200} when the heap has no room
   */
  public void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = ByteArrays.grown(bytes, length, more);
    }
  }

  /** Counts {@code count} bytes that were written through {@link #array()}. */
  public void advance(int count) {
    length += count;
  }

  /** Writes one byte. */
  public void writeByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  /** Writes two bytes. */
  public void writeShort(int value) {
    ensure(2);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
  }

  /** Writes four bytes. */
  public void writeInt(int value) {
    ensure(4);
    putInt(length, value);
    length += 4;
  }

  /** Writes eight bytes. */
  public void writeLong(long value) {
    writeInt((int) (value >> 32));
    writeInt((int) value);
  }

  /** Overwrites four bytes at {@code at}, such as a length known only at the end. */
  public void putInt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  /** Writes bytes as they are. */
  public void writeBytes(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Writes a string as UTF-8, without terminator. */
  public void writeString(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writeBytes(utf8, 0, utf8.length);
  }

  /** Writes a whole number in decimal digits. */
  public void writeDecimal(long value) {
    if (value == Long.MIN_VALUE) {
      writeString("-9223372036854775808");
      return;
    }
    ensure(20);
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long power = 10; digits < 19 && rest >= power; power *= 10) {
      digits++;
    }
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** The written bytes, copied. */
  public byte[] toByteArray() {
    return ByteArrays.copy(bytes, 0, length);
  }

  /** The written bytes as UTF-8 text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
