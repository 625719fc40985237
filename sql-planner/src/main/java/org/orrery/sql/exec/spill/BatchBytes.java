package org.orrery.sql.exec.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.VectorCopy;

/**
 * A batch as bytes, little-endian, as its arrays lie in memory:
 *
 * <pre>
 * batch    i32 rows, columns
 * column   u8 1 when there is a bitmap of NULLs, i64 words of it, values
 * values   LONG, DOUBLE: 8 bytes a row. BYTES: i32 length a row (0 when NULL), then the bytes.
 *          INTERVAL: i32 months, i32 days, i64 micros, an array each. NUMERIC: i64 mantissas,
 *          i32 scales, i32 number of big values, each i32 row, i32 length, its text
 * </pre>
 */
final class BatchBytes {

  private BatchBytes() {}

  /** Bytes that {@link #write} writes. */
  static int size(Vector[] columns, int rows) {
    long size = Integer.BYTES;
    for (Vector column : columns) {
      size += 1 + (column.mayHaveNulls() ? words(rows) * (long) Long.BYTES : 0);
      size +=
          switch (column) {
            case LongVector _, DoubleVector _ -> (long) rows * Long.BYTES;
            case IntervalVector _ -> 16L * rows;
            case BytesVector bytes -> 4L * rows + textBytes(bytes, rows);
            case NumericVector numerics -> 12L * rows + Integer.BYTES + bigBytes(numerics, rows);
          };
    }
    return Math.toIntExact(size);
  }

  private static int words(int rows) {
    return (rows + Long.SIZE - 1) / Long.SIZE;
  }

  private static long textBytes(BytesVector vector, int rows) {
    long bytes = 0;
    for (int row = 0; row < rows; row++) {
      bytes += lengthOf(vector, row);
    }
    return bytes;
  }

  /** What lies under a NULL is not kept. */
  private static int lengthOf(BytesVector vector, int row) {
    return vector.isNull(row) ? 0 : vector.lengths()[row];
  }

  private static long bigBytes(NumericVector vector, int rows) {
    long bytes = 0;
    for (int row = 0; vector.big() != null && row < rows; row++) {
      if (isBig(vector, row)) {
        bytes += 2L * Integer.BYTES + bigText(vector, row).length;
      }
    }
    return bytes;
  }

  private static boolean isBig(NumericVector vector, int row) {
    return vector.isBig(row) && !vector.isNull(row);
  }

  private static byte[] bigText(NumericVector vector, int row) {
    return vector.getNumeric(row).toString().getBytes(UTF_8);
  }

  static void write(Vector[] columns, int rows, ByteBuffer target) {
    target.putInt(rows);
    for (Vector column : columns) {
      long[] nulls = column.nulls();
      target.put((byte) (nulls == null ? 0 : 1));
      if (nulls != null) {
        putLongs(target, nulls, words(rows));
      }
      switch (column) {
        case LongVector longs -> putLongs(target, longs.values(), rows);
        case DoubleVector doubles -> {
          target.asDoubleBuffer().put(doubles.values(), 0, rows);
          target.position(target.position() + rows * Double.BYTES);
        }
        case IntervalVector intervals -> {
          putInts(target, intervals.months(), rows);
          putInts(target, intervals.days(), rows);
          putLongs(target, intervals.micros(), rows);
        }
        case BytesVector bytes -> putTexts(target, bytes, rows);
        case NumericVector numerics -> putNumerics(target, numerics, rows);
      }
    }
  }

  private static void putLongs(ByteBuffer target, long[] values, int count) {
    target.asLongBuffer().put(values, 0, count);
    target.position(target.position() + count * Long.BYTES);
  }

  private static void putInts(ByteBuffer target, int[] values, int count) {
    target.asIntBuffer().put(values, 0, count);
    target.position(target.position() + count * Integer.BYTES);
  }

  private static void putTexts(ByteBuffer target, BytesVector vector, int rows) {
    for (int row = 0; row < rows; row++) {
      target.putInt(lengthOf(vector, row));
    }
    for (int row = 0; row < rows; row++) {
      target.put(vector.data(), vector.offsets()[row], lengthOf(vector, row));
    }
  }

  private static void putNumerics(ByteBuffer target, NumericVector vector, int rows) {
    putLongs(target, vector.mantissas(), rows);
    putInts(target, vector.scales(), rows);
    int countAt = target.position();
    target.putInt(0);
    int count = 0;
    for (int row = 0; vector.big() != null && row < rows; row++) {
      if (isBig(vector, row)) {
        byte[] text = bigText(vector, row);
        target.putInt(row).putInt(text.length).put(text);
        count++;
      }
    }
    target.putInt(countAt, count);
  }

  static Batch read(List<SqlType> types, ByteBuffer source) {
    int rows = source.getInt();
    Vector[] columns = VectorCopy.allocate(types, rows);
    for (Vector column : columns) {
      if (source.get() != 0) {
        long[] nulls = new long[words(rows)];
        getLongs(source, nulls, nulls.length);
        column.setNulls(nulls);
      }
      switch (column) {
        case LongVector longs -> getLongs(source, longs.values(), rows);
        case DoubleVector doubles -> {
          source.asDoubleBuffer().get(doubles.values(), 0, rows);
          source.position(source.position() + rows * Double.BYTES);
        }
        case IntervalVector intervals -> {
          getInts(source, intervals.months(), rows);
          getInts(source, intervals.days(), rows);
          getLongs(source, intervals.micros(), rows);
        }
        case BytesVector bytes -> getTexts(source, bytes, rows);
        case NumericVector numerics -> getNumerics(source, numerics, rows);
      }
    }
    return new Batch(columns, rows);
  }

  private static void getLongs(ByteBuffer source, long[] values, int count) {
    source.asLongBuffer().get(values, 0, count);
    source.position(source.position() + count * Long.BYTES);
  }

  private static void getInts(ByteBuffer source, int[] values, int count) {
    source.asIntBuffer().get(values, 0, count);
    source.position(source.position() + count * Integer.BYTES);
  }

  private static void getTexts(ByteBuffer source, BytesVector vector, int rows) {
    int[] lengths = vector.lengths();
    int[] offsets = vector.offsets();
    getInts(source, lengths, rows);
    int total = 0;
    for (int row = 0; row < rows; row++) {
      offsets[row] = total;
      total += lengths[row];
    }
    byte[] data = new byte[total];
    source.get(data);
    vector.shareData(data);
  }

  private static void getNumerics(ByteBuffer source, NumericVector vector, int rows) {
    getLongs(source, vector.mantissas(), rows);
    getInts(source, vector.scales(), rows);
    int count = source.getInt();
    for (int i = 0; i < count; i++) {
      int row = source.getInt();
      byte[] text = new byte[source.getInt()];
      source.get(text);
      vector.setNumeric(row, numeric(new String(text, UTF_8)));
    }
  }

  private static Numeric numeric(String text) {
    return switch (text) {
      case "NaN" -> Numeric.NAN;
      case "Infinity" -> Numeric.INFINITY;
      case "-Infinity" -> Numeric.NEGATIVE_INFINITY;
      default -> Numeric.of(new BigDecimal(text));
    };
  }
}
