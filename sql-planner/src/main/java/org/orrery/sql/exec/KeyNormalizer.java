package org.orrery.sql.exec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;
import org.orrery.data.DoubleVector;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonParser;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/**
 * Turns the values of a key column into longs that are equal exactly when PostgreSQL's {@code =}
 * holds: numbers and times as they are, doubles with one zero and one NaN, everything else
 * interned.
 */
final class KeyNormalizer {

  /** What an unknown value becomes when nothing may be added; equals no known value's number. */
  private static final long UNKNOWN = -1;

  private static final int ROWS_SMALL_MAX = 16;

  private final boolean isTrimmed;
  private final boolean isJsonb;
  private final BytesInterner interner = new BytesInterner();
  private long[] normalized = new long[0];

  KeyNormalizer(SqlType type) {
    this.isTrimmed = type.oid() == BuiltinTypes.BPCHAR.oid();
    this.isJsonb = type.oid() == BuiltinTypes.JSONB.oid();
  }

  /**
   * The longs of the selected rows, at the rows' positions; unspecified for NULLs.
   *
   * @param isAdding whether new values may be interned; unknown ones become {@link #UNKNOWN}, which
   *     only interned kinds have
   */
  long[] normalize(Vector vector, int @Nullable [] selection, int count, boolean isAdding) {
    if (!(vector instanceof LongVector)) {
      ensureRows(count == 0 ? 0 : selection == null ? count : selection[count - 1] + 1);
    }
    return switch (vector) {
      case LongVector longs -> longs.values();
      case DoubleVector doubles -> doubles(doubles.values(), selection, count);
      case BytesVector bytes -> bytes(bytes, selection, count, isAdding);
      case NumericVector numerics -> {
        for (int i = 0; i < count; i++) {
          int row = selection == null ? i : selection[i];
          if (!vector.isNull(row)) {
            normalized[row] = intern(canonical(numerics.getNumeric(row)), isAdding);
          }
        }
        yield normalized;
      }
      case IntervalVector intervals -> {
        for (int i = 0; i < count; i++) {
          int row = selection == null ? i : selection[i];
          if (!vector.isNull(row)) {
            normalized[row] = intern(canonical(intervals.getInterval(row)), isAdding);
          }
        }
        yield normalized;
      }
    };
  }

  private void ensureRows(int extent) {
    if (normalized.length < extent) {
      normalized = new long[extent <= ROWS_SMALL_MAX ? ROWS_SMALL_MAX : Batch.ROWS_MAX];
    }
  }

  private long[] doubles(double[] values, int @Nullable [] selection, int count) {
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      // Adding zero makes one zero of the two; doubleToLongBits makes one NaN of all.
      normalized[row] = Double.doubleToLongBits(values[row] + 0.0);
    }
    return normalized;
  }

  private long[] bytes(
      BytesVector vector, int @Nullable [] selection, int count, boolean isAdding) {
    if (isJsonb) {
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (!vector.isNull(row)) {
          normalized[row] = intern(canonicalJson(vector.getString(row)), isAdding);
        }
      }
      return normalized;
    }
    Dictionary dictionary = vector.dictionary();
    int[] codes = vector.codes();
    if (dictionary == null || codes == null) {
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (!vector.isNull(row)) {
          normalized[row] = interner.id(vector, row, isTrimmed, isAdding);
        }
      }
      return normalized;
    }
    int[] ids = interner.idsOf(dictionary);
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (vector.isNull(row)) {
        continue;
      }
      int id = ids[codes[row]];
      if (id < 0) {
        id = interner.id(vector, row, isTrimmed, isAdding);
        ids[codes[row]] = id;
      }
      normalized[row] = id;
    }
    return normalized;
  }

  private long intern(String canonical, boolean isAdding) {
    byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
    int id = interner.id(bytes, 0, bytes.length, isAdding);
    return id < 0 ? UNKNOWN : id;
  }

  static String canonical(Numeric numeric) {
    if (!numeric.isFinite()) {
      return numeric.toString();
    }
    BigDecimal value = numeric.value();
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }

  static String canonical(Interval interval) {
    return interval.wholeDays() + ":" + interval.microsOfDay();
  }

  /** Only numbers with a point have two forms of one value. */
  static String canonicalJson(String json) {
    return json.indexOf('.') < 0 ? json : JsonParser.parse(json).withoutTrailingZeros().toText();
  }

  long retainedBytes() {
    return interner.retainedBytes() + 8L * normalized.length;
  }
}
