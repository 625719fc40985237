package org.orrery.storage.kernel;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/**
 * How a column's values are hashed for a space dimension: as PostgreSQL hashes its type, without
 * the sign, so that results are from 0 to 2³¹ - 1. The names of constants are part of no format.
 *
 * @see <a href="http://burtleburtle.net/bob/hash/doobs.html">Jenkins, lookup3, which PostgreSQL's
 *     {@code hash_bytes} is</a>
 */
public enum PartitionHash {
  /** 16 and 32 bit integers, {@code oid}, {@code boolean}, {@code "char"}. */
  INTEGER,
  /** 64 bit integers and times of day. */
  BIGINT,
  /** Days since 1970, hashed as days since 2000. */
  DATE,
  /** Microseconds since 1970, hashed as microseconds since 2000. */
  TIMESTAMP,
  /** Floating point; 4 bytes as 8. */
  FLOAT,
  /** Bytes of any length. */
  BYTES,
  /** Text whose trailing blanks do not count. */
  PADDED;

  private static final int SEED = 0x9e3779b9 + 3923095;
  private static final long DAYS_TO_2000 = 10_957;
  private static final long MICROS_TO_2000 = 946_684_800_000_000L;
  private static final int POSITIVE = Integer.MAX_VALUE;

  /** How values of a type are hashed; null when they cannot be. */
  public static @Nullable PartitionHash of(SqlType type) {
    return switch (type.name()) {
      case "int2", "int4", "oid", "bool", "char" -> INTEGER;
      case "int8", "time" -> BIGINT;
      case "date" -> DATE;
      case "timestamp", "timestamptz" -> TIMESTAMP;
      case "float4", "float8" -> FLOAT;
      case "text", "varchar", "name", "bytea", "uuid" -> BYTES;
      case "bpchar" -> PADDED;
      default -> null;
    };
  }

  /** The hash of a row's value, from 0 to 2³¹ - 1; 0 for NULL. */
  public int of(Vector vector, int row) {
    if (vector.isNull(row)) {
      return 0;
    }
    return switch (vector) {
      case LongVector longs -> of(longs.getLong(row));
      case DoubleVector doubles -> of(doubles.getDouble(row));
      case BytesVector bytes -> of(bytes.data(), bytes.offsets()[row], bytes.lengths()[row]);
      default -> throw Invariant.broken("a hash of a kind without one");
    };
  }

  /** The hash of a value as of {@link Vector#get}; 0 for null. */
  public int of(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Long number -> of(number.longValue());
      case Double number -> of(number.doubleValue());
      case byte[] bytes -> of(bytes, 0, bytes.length);
      default -> throw Invariant.broken("a hash of a kind without one");
    };
  }

  private int of(long value) {
    return switch (this) {
      case INTEGER -> uint32((int) value) & POSITIVE;
      case DATE -> uint32((int) (value - DAYS_TO_2000)) & POSITIVE;
      case TIMESTAMP -> int64(value - MICROS_TO_2000) & POSITIVE;
      case BIGINT, FLOAT, BYTES, PADDED -> int64(value) & POSITIVE;
    };
  }

  private static int of(double value) {
    // Zeros are equal, and so are NaNs.
    if (value == 0) {
      return 0;
    }
    long bits = Double.doubleToLongBits(value);
    var bytes = new byte[Double.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bits >>> (8 * i));
    }
    return bytes(bytes, 0, bytes.length) & POSITIVE;
  }

  private int of(byte[] data, int offset, int length) {
    int end = offset + length;
    while (this == PADDED && end > offset && data[end - 1] == ' ') {
      end--;
    }
    return bytes(data, offset, end - offset) & POSITIVE;
  }

  /** PostgreSQL's {@code hashint8}: equal to that of a smaller integer of the same value. */
  private static int int64(long value) {
    int low = (int) value;
    int high = (int) (value >>> 32);
    return uint32(low ^ (value >= 0 ? high : ~high));
  }

  /** PostgreSQL's {@code hash_bytes_uint32}. */
  private static int uint32(int value) {
    int start = SEED + Integer.BYTES;
    return finish(start + value, start, start);
  }

  /** PostgreSQL's {@code hash_bytes} of a little-endian machine. */
  private static int bytes(byte[] data, int offset, int length) {
    int a = SEED + length;
    int b = a;
    int c = a;
    int at = offset;
    int left = length;
    while (left >= 12) {
      a += word(data, at, 4);
      b += word(data, at + 4, 4);
      c += word(data, at + 8, 4);
      a -= c;
      a ^= Integer.rotateLeft(c, 4);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 6);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 8);
      b += a;
      a -= c;
      a ^= Integer.rotateLeft(c, 16);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 19);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 4);
      b += a;
      at += 12;
      left -= 12;
    }
    // The lowest byte of c is kept for the length.
    c += word(data, at + 8, left - 8) << 8;
    b += word(data, at + 4, Math.min(4, left - 4));
    a += word(data, at, Math.min(4, left));
    return finish(a, b, c);
  }

  private static int word(byte[] data, int at, int count) {
    int word = 0;
    for (int i = 0; i < count; i++) {
      word |= (data[at + i] & 0xff) << (8 * i);
    }
    return word;
  }

  private static int finish(int firstOfThree, int second, int third) {
    int a = firstOfThree;
    int b = second;
    int c = third;
    c ^= b;
    c -= Integer.rotateLeft(b, 14);
    a ^= c;
    a -= Integer.rotateLeft(c, 11);
    b ^= a;
    b -= Integer.rotateLeft(a, 25);
    c ^= b;
    c -= Integer.rotateLeft(b, 16);
    a ^= c;
    a -= Integer.rotateLeft(c, 4);
    b ^= a;
    b -= Integer.rotateLeft(a, 14);
    c ^= b;
    c -= Integer.rotateLeft(b, 24);
    return c;
  }
}
