package org.orrery.storage.codec;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/**
 * Writes one column of 1 to 1,024 rows as a self-describing block; {@link ColumnDecoder} reads it.
 * Decoding gives back the very bits of every value that is not NULL. Segments and log entries use
 * the same bytes. Owns scratch arrays (about 100 KiB), allocates nothing per row, not thread-safe.
 *
 * <p>Layout, little-endian; varint = unsigned LEB128, zigzag = varint of a zig-zag number:
 *
 * <pre>
 * block    u8 kind (1 LONG, 2 DOUBLE, 3 BYTES, 4 NUMERIC, 5 INTERVAL), varint rows,
 *          u8 null mode (0 none, 1 all, 2 bits) [ceil(rows / 8) bytes of bits, set = NULL],
 *          body (absent when all are NULL)
 * LONG     integers
 * DOUBLE   u8 0: one u64 of raw bits, all rows equal
 *          u8 1: rows × u64
 *          u8 2: u8 exponent, integers (mantissas), varint n, n × u16 row, n × u64: the values at
 *                these rows; every other value is mantissa / 10^exponent
 *          u8 3: u8 bits, integers (upper 64 − bits bits of the raw bits), integers (the others)
 * BYTES    u8 0: integers (lengths), the bytes
 *          u8 1: integers (lengths), varint total, u32 length of the zstd frame, the frame
 *          u8 2: varint n, n × varint length, the n entries' bytes, integers (codes)
 * NUMERIC  integers (mantissas), integers (scales), varint n, n × (u16 row,
 *          u8 0 -Infinity, 1 finite, 2 Infinity, 3 NaN; when finite: varint scale, varint length, big-endian two's complement mantissa)
 * INTERVAL integers (months), integers (days), integers (microseconds)
 * integers u8 0 CONST: zigzag value
 *          u8 1 FOR: u8 width, zigzag base, varint n [u8 bytes], packed words, n × u16 row,
 *                n × zig-zag distance from base in that many bytes
 *          u8 2 DELTA-FOR: u8 width, zigzag first value, then as FOR over v[i] - v[i - 1]
 *          u8 3 RAW: u8 bytes, zigzag base, rows × distance from base in that many bytes
 *          u8 4 LINEAR-FOR: u8 width, zigzag first, zigzag step, varint fraction ({@link Line}),
 *                then as FOR over the distances from the line
 *          u8 5 FACTOR: zigzag base, varint factor, integers (distance from base / factor)
 * </pre>
 *
 * Packed words are {@link BitPack32}'s for widths up to 32, else {@link BitPack64}'s. A NULL's slot
 * repeats its neighbour, which packs best.
 */
public final class ColumnEncoder {

  static final int DOUBLE_CONST = 0;
  static final int DOUBLE_RAW = 1;
  static final int DOUBLE_DECIMAL = 2;
  static final int DOUBLE_SPLIT = 3;

  static final int NUMERIC_NEGATIVE_INFINITY = 0;
  static final int NUMERIC_FINITE = 1;
  static final int NUMERIC_INFINITY = 2;
  static final int NUMERIC_NAN = 3;

  private final IntegerEncoder integers = new IntegerEncoder();
  private final BytesEncoder bytes = new BytesEncoder(integers);
  private final Decimalizer decimalizer = new Decimalizer();
  private final DoubleSplit split = new DoubleSplit();
  private final long[] mask = new long[NullMask.WORDS_MAX];
  private final long[] longs = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final double[] doubles = new double[BlockLimits.BLOCK_ROWS_MAX];
  private int decimalExponent = Decimalizer.NOT_DECIMAL;

  /** The byte that stands for a kind on disk. */
  static int kindCode(PhysicalKind kind) {
    return switch (kind) {
      case LONG -> 1;
      case DOUBLE -> 2;
      case BYTES -> 3;
      case NUMERIC -> 4;
      case INTERVAL -> 5;
    };
  }

  /**
   * Appends rows {@code [from, from + rows)} of a vector to {@code target}.
   *
   * @param rows 1 to 1,024
   * @return what the values were stored as
   */
  public BlockCodec encode(Vector vector, int from, int rows, EncodeBuffer target) {
    Invariant.check(
        rows > 0 && rows <= BlockLimits.BLOCK_ROWS_MAX && from + rows <= vector.capacity(),
        "rows of a block");
    decimalExponent = Decimalizer.NOT_DECIMAL;
    target.putByte(kindCode(vector.kind()));
    target.putVarint(rows);
    long[] nulls = vector.nulls();
    int mode = NullMask.ALL_VALID;
    if (nulls == null) {
      target.putByte(mode);
    } else {
      NullMask.copy(nulls, from, rows, mask);
      mode = NullMask.encode(mask, rows, target);
    }
    if (mode == NullMask.ALL_NULL) {
      return BlockCodec.ALL_NULL;
    }
    long[] present = mode == NullMask.BITS ? mask : null;
    return switch (vector) {
      case LongVector v -> encodeLongs(v.values(), from, rows, present, target);
      case DoubleVector v -> encodeDoubles(v.values(), from, rows, present, target);
      case BytesVector v -> bytes.encode(v, from, rows, present, target);
      case NumericVector v -> encodeNumerics(v, from, rows, present, target);
      case IntervalVector v -> encodeIntervals(v, from, rows, present, target);
    };
  }

  /**
   * After a DOUBLE block: the exponent under which every value is a decimal without exceptions, so
   * that sums can be exact, or {@link Decimalizer#NOT_DECIMAL}.
   */
  public int decimalExponent() {
    return decimalExponent;
  }

  private BlockCodec encodeLongs(
      long[] values, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    System.arraycopy(values, from, longs, 0, rows);
    fillNulls(rows, nulls);
    return BlockCodec.of(integers.encode(longs, rows, target));
  }

  private BlockCodec encodeInts(
      int[] values, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    for (int i = 0; i < rows; i++) {
      longs[i] = values[from + i];
    }
    fillNulls(rows, nulls);
    return BlockCodec.of(integers.encode(longs, rows, target));
  }

  private void fillNulls(int rows, long @Nullable [] nulls) {
    if (nulls == null) {
      return;
    }
    long last = longs[firstPresent(rows, nulls)];
    for (int i = 0; i < rows; i++) {
      if (NullMask.isNull(nulls, i)) {
        longs[i] = last;
      }
      last = longs[i];
    }
  }

  private static int firstPresent(int rows, long[] nulls) {
    int row = 0;
    while (row < rows - 1 && NullMask.isNull(nulls, row)) {
      row++;
    }
    return row;
  }

  private BlockCodec encodeDoubles(
      double[] values, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    System.arraycopy(values, from, doubles, 0, rows);
    if (nulls != null) {
      double last = doubles[firstPresent(rows, nulls)];
      for (int i = 0; i < rows; i++) {
        if (NullMask.isNull(nulls, i)) {
          doubles[i] = last;
        }
        last = doubles[i];
      }
    }
    if (isConstant(rows)) {
      decimalExponent = Decimalizer.leastExponent(doubles[0]);
      target.putByte(DOUBLE_CONST);
      target.putLong(Double.doubleToRawLongBits(doubles[0]));
      return BlockCodec.CONST;
    }
    int start = target.size();
    int exponent = decimalizer.toMantissas(doubles, rows, longs);
    decimalExponent = decimalizer.exceptionCount() == 0 ? exponent : Decimalizer.NOT_DECIMAL;
    if (exponent != Decimalizer.NOT_DECIMAL) {
      BlockCodec codec = encodeDecimals(exponent, rows, target);
      if (target.size() - start <= 1 + rows * Double.BYTES) {
        return codec;
      }
      target.truncate(start);
    }
    for (int i = 0; i < rows; i++) {
      longs[i] = Double.doubleToRawLongBits(doubles[i]);
    }
    target.putByte(DOUBLE_SPLIT);
    split.encode(longs, rows, integers, target);
    if (target.size() - start <= 1 + rows * Double.BYTES) {
      return BlockCodec.SPLIT;
    }
    target.truncate(start);
    target.putByte(DOUBLE_RAW);
    target.putLongs(longs, 0, rows);
    return BlockCodec.RAW;
  }

  private boolean isConstant(int rows) {
    long first = Double.doubleToRawLongBits(doubles[0]);
    for (int i = 1; i < rows; i++) {
      if (Double.doubleToRawLongBits(doubles[i]) != first) {
        return false;
      }
    }
    return true;
  }

  private BlockCodec encodeDecimals(int exponent, int rows, EncodeBuffer target) {
    target.putByte(DOUBLE_DECIMAL);
    target.putByte(exponent);
    BlockCodec codec = BlockCodec.of(integers.encode(longs, rows, target));
    int exceptions = decimalizer.exceptionCount();
    int[] positions = decimalizer.exceptionPositions();
    target.putVarint(exceptions);
    for (int i = 0; i < exceptions; i++) {
      target.putShort(positions[i]);
    }
    for (int i = 0; i < exceptions; i++) {
      target.putLong(Double.doubleToRawLongBits(doubles[positions[i]]));
    }
    return codec;
  }

  private BlockCodec encodeNumerics(
      NumericVector vector, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    BlockCodec codec = encodeLongs(vector.mantissas(), from, rows, nulls, target);
    encodeInts(vector.scales(), from, rows, nulls, target);
    int bigCount = 0;
    for (int i = 0; i < rows; i++) {
      bigCount += isBig(vector, from, i, nulls) ? 1 : 0;
    }
    target.putVarint(bigCount);
    for (int i = 0; bigCount > 0 && i < rows; i++) {
      if (isBig(vector, from, i, nulls)) {
        target.putShort(i);
        encodeBig(vector.getNumeric(from + i), target);
      }
    }
    return codec;
  }

  private static boolean isBig(NumericVector vector, int from, int row, long @Nullable [] nulls) {
    return vector.isBig(from + row) && !NullMask.isNull(nulls, row);
  }

  private static int numericCode(Numeric.Kind kind) {
    return switch (kind) {
      case NEGATIVE_INFINITY -> NUMERIC_NEGATIVE_INFINITY;
      case FINITE -> NUMERIC_FINITE;
      case INFINITY -> NUMERIC_INFINITY;
      case NAN -> NUMERIC_NAN;
    };
  }

  private static void encodeBig(Numeric value, EncodeBuffer target) {
    target.putByte(numericCode(value.kind()));
    if (value.isFinite()) {
      BigDecimal number = value.value();
      byte[] mantissa = number.unscaledValue().toByteArray();
      target.putVarint(number.scale());
      target.putVarint(mantissa.length);
      target.putBytes(mantissa, 0, mantissa.length);
    }
  }

  private BlockCodec encodeIntervals(
      IntervalVector vector, int from, int rows, long @Nullable [] nulls, EncodeBuffer target) {
    encodeInts(vector.months(), from, rows, nulls, target);
    encodeInts(vector.days(), from, rows, nulls, target);
    return encodeLongs(vector.micros(), from, rows, nulls, target);
  }
}
