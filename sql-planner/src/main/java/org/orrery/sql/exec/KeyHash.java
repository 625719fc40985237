package org.orrery.sql.exec;

import java.util.List;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/**
 * A hash of keys that is the same wherever PostgreSQL's {@code =} holds, in every table and file of
 * a query. NULL has a hash of its own.
 */
public final class KeyHash {

  private static final long NULL_HASH = 0x5851F42D4C957F2DL;

  private final List<SqlType> types;
  private final long seed;

  /**
   * A hash function.
   *
   * @param types the key columns'
   * @param seed another one gives another function
   */
  public KeyHash(List<SqlType> types, long seed) {
    this.types = List.copyOf(types);
    this.seed = seed;
  }

  /** The hash of a row's key; its high bits are as good as any. */
  public long of(Vector[] key, int row) {
    long hash = mix(seed, key.length);
    for (int column = 0; column < key.length; column++) {
      hash = mix(hash, value(key[column], types.get(column), row));
    }
    return hash;
  }

  private static long value(Vector vector, SqlType type, int row) {
    if (vector.isNull(row)) {
      return NULL_HASH;
    }
    return switch (vector) {
      case LongVector longs -> longs.getLong(row);
      case DoubleVector doubles -> Double.doubleToLongBits(doubles.getDouble(row) + 0.0);
      case NumericVector numerics -> KeyNormalizer.canonical(numerics.getNumeric(row)).hashCode();
      case IntervalVector intervals ->
          KeyNormalizer.canonical(intervals.getInterval(row)).hashCode();
      case BytesVector bytes ->
          type.oid() == BuiltinTypes.JSONB.oid()
              ? KeyNormalizer.canonicalJson(bytes.getString(row)).hashCode()
              : hash(bytes, row, type.oid() == BuiltinTypes.BPCHAR.oid());
    };
  }

  private static long hash(BytesVector vector, int row, boolean isTrimmed) {
    byte[] data = vector.data();
    int start = vector.offsets()[row];
    int end = start + vector.lengths()[row];
    while (isTrimmed && end > start && data[end - 1] == ' ') {
      end--;
    }
    long hash = (long) end - start;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + data[i];
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 32;
    return mixed * 0xD6E8FEB86659FD93L;
  }
}
