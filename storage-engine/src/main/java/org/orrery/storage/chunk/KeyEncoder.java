package org.orrery.storage.chunk;

import java.math.BigDecimal;
import java.util.Arrays;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * The values of a unique key as bytes that are equal exactly when PostgreSQL's {@code =} says the
 * keys are: 1.0 and 1.00 are one numeric, -0.0 and 0.0 one double, a month and 30 days one
 * interval. Owners may use them to find duplicates among rows they have not proposed yet. Not
 * thread-safe.
 */
public final class KeyEncoder {

  private final int[] positions;
  private final Vector[] vectors;
  private final ByteSink bytes = new ByteSink(64);

  /** An encoder for batches of {@code schema}. */
  public KeyEncoder(TableSchema schema, UniqueKey key) {
    positions = new int[key.columnIds().size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = schema.indexOf(key.columnIds().get(i));
      Invariant.check(positions[i] >= 0, "key column is not in the table");
    }
    vectors = new Vector[positions.length];
  }

  /** Encodes the key of the row at {@code position}; false when it has a NULL. */
  public boolean encode(Batch batch, int position) {
    for (int i = 0; i < positions.length; i++) {
      vectors[i] = batch.column(positions[i]);
    }
    return encode(vectors, position);
  }

  /** Encodes a row of the key's columns; false when it has a NULL. */
  boolean encode(Vector[] columns, int row) {
    bytes.truncate(0);
    for (Vector column : columns) {
      if (column.isNull(row)) {
        return false;
      }
      append(column, row);
    }
    return true;
  }

  private void append(Vector column, int row) {
    switch (column) {
      case LongVector v -> bytes.writeLong(v.getLong(row));
      case DoubleVector v -> bytes.writeLong(Double.doubleToLongBits(v.getDouble(row) + 0.0));
      case BytesVector v -> {
        bytes.writeInt(v.lengths()[row]);
        bytes.writeBytes(v.data(), v.offsets()[row], v.lengths()[row]);
      }
      case NumericVector v -> appendNumeric(v.getNumeric(row));
      case IntervalVector v -> {
        Interval interval = v.getInterval(row);
        bytes.writeLong(interval.wholeDays());
        bytes.writeLong(interval.microsOfDay());
      }
    }
  }

  private void appendNumeric(Numeric value) {
    bytes.writeByte(value.isFinite() ? 1 : 0);
    if (!value.isFinite()) {
      bytes.writeString(value.kind().name());
    } else {
      BigDecimal stripped = value.value().stripTrailingZeros();
      BigDecimal number = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
      byte[] mantissa = number.unscaledValue().toByteArray();
      bytes.writeInt(number.scale());
      bytes.writeInt(mantissa.length);
      bytes.writeBytes(mantissa, 0, mantissa.length);
    }
  }

  /** The key encoded last, copied. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** Whether two encoders hold equal keys. */
  boolean isSame(KeyEncoder other) {
    return Arrays.equals(
        bytes.array(), 0, bytes.length(), other.bytes.array(), 0, other.bytes.length());
  }

  /** A hash of the key encoded last. */
  int hash() {
    return (int) (hash64() >>> 32);
  }

  /** A longer hash of the key encoded last. */
  public long hash64() {
    long hash = 0xCBF29CE484222325L;
    byte[] array = bytes.array();
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ (array[i] & 0xff)) * 0x100000001B3L;
    }
    return hash * 0x9E3779B97F4A7C15L;
  }
}
