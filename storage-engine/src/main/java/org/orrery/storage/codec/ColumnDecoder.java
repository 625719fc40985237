package org.orrery.storage.codec;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/**
 * Reads blocks of {@link ColumnEncoder}, which documents the bytes. Owns scratch arrays, allocates
 * nothing per row, not thread-safe. Bytes that no encoder wrote are {@code XX001 data_corrupted}.
 */
public final class ColumnDecoder {

  /** Most bytes of one numeric's mantissa; PostgreSQL's limit is 131,072 + 16,383 digits. */
  private static final int MANTISSA_BYTES_MAX = 1 << 16;

  private final DecodeCursor cursor = new DecodeCursor();
  private final IntegerDecoder integers = new IntegerDecoder();
  private final BytesDecoder bytes = new BytesDecoder(integers);
  private final long[] mask = new long[NullMask.WORDS_MAX];
  private final long[] longs = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] upper = new long[BlockLimits.BLOCK_ROWS_MAX];
  private int rows;
  private int nullMode;
  private int exponent;

  /**
   * Decodes the block that begins at {@code offset} into rows [0, {@link #rows}) of {@code target},
   * replacing its content. A NULL's value is unspecified.
   *
   * @param length bytes the block may take; more may follow it
   * @return bytes the block took
   */
  public long decode(MemorySegment source, long offset, long length, Vector target) {
    try {
      openBlock(source, offset, length, target.kind());
      Corruption.check(rows <= target.capacity(), "more rows than there is room for");
      target.clear();
      applyNulls(target);
      if (nullMode != NullMask.ALL_NULL) {
        decodeBody(target);
      }
      return length - cursor.remaining();
    } catch (IndexOutOfBoundsException e) {
      throw Corruption.of("value out of range").causedBy(e);
    }
  }

  /**
   * Opens a LONG block, or the mantissas of a decimal DOUBLE block without exceptions, for
   * aggregation in the integer domain; values are {@code integer / 10^}{@link #exponent}.
   *
   * @return null when the block has NULLs or is not made of integers alone: decode it instead
   */
  public @Nullable IntegerDecoder openIntegers(
      MemorySegment source, long offset, long length, PhysicalKind kind) {
    openBlock(source, offset, length, kind);
    exponent = 0;
    if (nullMode != NullMask.ALL_VALID) {
      return null;
    }
    if (kind == PhysicalKind.LONG) {
      integers.open(cursor, rows);
      return integers;
    }
    if (kind == PhysicalKind.DOUBLE && cursor.getByte() == ColumnEncoder.DOUBLE_DECIMAL) {
      exponent = cursor.getByte();
      integers.open(cursor, rows);
      return cursor.getCount(rows) == 0 ? integers : null;
    }
    return null;
  }

  /** Rows of the block opened last. */
  public int rows() {
    return rows;
  }

  /** The power of ten that {@link #openIntegers}' values are to be divided by. */
  public int exponent() {
    return exponent;
  }

  private void openBlock(MemorySegment source, long offset, long length, PhysicalKind kind) {
    cursor.open(source, offset, length);
    Corruption.check(cursor.getByte() == ColumnEncoder.kindCode(kind), "kind of values");
    rows = cursor.getCount(BlockLimits.BLOCK_ROWS_MAX);
    Corruption.check(rows > 0, "no rows");
    nullMode = cursor.getByte();
    Corruption.check(nullMode <= NullMask.BITS, "null mode");
    if (nullMode == NullMask.BITS) {
      NullMask.decodeBits(cursor, rows, mask);
    } else if (nullMode == NullMask.ALL_NULL) {
      Arrays.fill(mask, -1L);
    }
  }

  private void applyNulls(Vector target) {
    if (nullMode != NullMask.ALL_VALID) {
      int words = (target.capacity() + 63) >> 6;
      target.setNulls(Arrays.copyOf(Arrays.copyOf(mask, (rows + 63) >> 6), words));
    }
  }

  private void decodeBody(Vector target) {
    switch (target) {
      case LongVector v -> {
        integers.open(cursor, rows);
        integers.decode(v.values(), 0);
      }
      case DoubleVector v -> decodeDoubles(v.values());
      case BytesVector v -> bytes.decode(cursor, rows, v);
      case NumericVector v -> decodeNumerics(v);
      case IntervalVector v -> {
        decodeInts(v.months());
        decodeInts(v.days());
        integers.open(cursor, rows);
        integers.decode(v.micros(), 0);
      }
    }
  }

  private void decodeInts(int[] target) {
    integers.open(cursor, rows);
    integers.decode(target, 0);
  }

  private void decodeDoubles(double[] target) {
    switch (cursor.getByte()) {
      case ColumnEncoder.DOUBLE_CONST ->
          Arrays.fill(target, 0, rows, Double.longBitsToDouble(cursor.getLong()));
      case ColumnEncoder.DOUBLE_RAW -> {
        cursor.getLongs(longs, 0, rows);
        for (int i = 0; i < rows; i++) {
          target[i] = Double.longBitsToDouble(longs[i]);
        }
      }
      case ColumnEncoder.DOUBLE_DECIMAL -> decodeDecimals(target);
      case ColumnEncoder.DOUBLE_SPLIT ->
          DoubleSplit.decode(cursor, integers, rows, longs, upper, target);
      default -> throw Corruption.of("unknown double codec");
    }
  }

  private void decodeDecimals(double[] target) {
    int power = cursor.getByte();
    integers.open(cursor, rows);
    integers.decode(longs, 0);
    Decimalizer.toDoubles(longs, rows, power, target, 0);
    int exceptions = cursor.getCount(rows);
    for (int i = 0; i < exceptions; i++) {
      int position = (int) cursor.getTruncated(2);
      Corruption.check(position < rows, "exception position");
      longs[i] = position;
    }
    for (int i = 0; i < exceptions; i++) {
      target[(int) longs[i]] = Double.longBitsToDouble(cursor.getLong());
    }
  }

  private void decodeNumerics(NumericVector target) {
    integers.open(cursor, rows);
    integers.decode(target.mantissas(), 0);
    decodeInts(target.scales());
    int bigCount = cursor.getCount(rows);
    for (int i = 0; i < bigCount; i++) {
      int row = (int) cursor.getTruncated(2);
      Corruption.check(row < rows, "numeric position");
      target.setNumeric(row, decodeBig());
    }
  }

  private Numeric decodeBig() {
    return switch (cursor.getByte()) {
      case ColumnEncoder.NUMERIC_NAN -> Numeric.NAN;
      case ColumnEncoder.NUMERIC_INFINITY -> Numeric.INFINITY;
      case ColumnEncoder.NUMERIC_NEGATIVE_INFINITY -> Numeric.NEGATIVE_INFINITY;
      case ColumnEncoder.NUMERIC_FINITE -> {
        int scale = cursor.getCount(Integer.MAX_VALUE);
        int length = cursor.getCount(MANTISSA_BYTES_MAX);
        Corruption.check(length > 0, "numeric length");
        byte[] mantissa = new byte[length];
        cursor.getBytes(mantissa, 0, length);
        yield Numeric.of(new BigDecimal(new BigInteger(mantissa), scale));
      }
      default -> throw Corruption.of("kind of numeric");
    };
  }
}
