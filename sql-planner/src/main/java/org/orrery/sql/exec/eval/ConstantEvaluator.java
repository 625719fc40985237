package org.orrery.sql.exec.eval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** The same value for every row. */
final class ConstantEvaluator implements Evaluator {

  private final SqlType type;
  private final @Nullable Object value;
  private Vector vector;

  ConstantEvaluator(SqlType type, @Nullable Object value) {
    this.type = type;
    this.value = value;
    this.vector = repeated(type, value, 1);
  }

  /** A vector of {@code capacity} rows that all hold {@code value}. */
  static Vector repeated(SqlType type, @Nullable Object value, int capacity) {
    Vector vector = Vector.allocate(type.kind(), capacity);
    if (value == null) {
      vector.setAllNull(capacity);
      return vector;
    }
    switch (vector) {
      case LongVector longs -> Arrays.fill(longs.values(), (Long) value);
      case DoubleVector doubles -> Arrays.fill(doubles.values(), (Double) value);
      case BytesVector bytes -> {
        byte[] shared = (byte[]) value;
        bytes.shareData(shared);
        Arrays.fill(bytes.lengths(), shared.length);
      }
      default -> {
        for (int row = 0; row < capacity; row++) {
          vector.set(row, value);
        }
      }
    }
    return vector;
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    int extent = Selections.extent(selection, count);
    if (vector.capacity() < extent) {
      vector = repeated(type, value, Scratch.capacity(extent));
    }
    return vector;
  }
}
