package org.orrery.sql.exec.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;

/** ARRAY[…], array[i] and ROW(…). */
final class ArrayEvaluators {

  private ArrayEvaluators() {}

  private static Vector[] evaluateAll(
      Evaluator[] evaluators, Batch input, int @Nullable [] selection, int count) {
    var vectors = new Vector[evaluators.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = evaluators[i].evaluate(input, selection, count);
    }
    return vectors;
  }

  /** ARRAY[…]. */
  static final class Construct implements Evaluator {
    private final Evaluator[] elements;
    private final boolean isNested;
    private final SqlType elementType;
    private final Scratch scratch = new Scratch(PhysicalKind.BYTES);

    Construct(List<Evaluator> elements, Expr.ArrayOf array) {
      this.elements = elements.toArray(Evaluator[]::new);
      this.isNested = array.isNested();
      this.elementType = Objects.requireNonNull(array.type().element());
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector[] values = evaluateAll(elements, input, selection, count);
      var result = (BytesVector) scratch.cleared(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        (isNested ? nested(values, row) : flat(values, row)).store(result, row);
      }
      return result;
    }

    private ArrayValue flat(Vector[] values, int row) {
      Vector items = Vector.allocate(elementType.kind(), values.length);
      for (int i = 0; i < values.length; i++) {
        items.copyFrom(values[i], row, i);
      }
      return ArrayValue.of(elementType, items, values.length);
    }

    private ArrayValue nested(Vector[] values, int row) {
      var parts = new ArrayValue[values.length];
      int total = 0;
      for (int i = 0; i < values.length; i++) {
        if (values[i].isNull(row)) {
          throw mismatch();
        }
        parts[i] = ArrayValue.read(elementType, (BytesVector) values[i], row);
        total += parts[i].count();
        if (!Arrays.equals(parts[i].sizes(), parts[0].sizes())) {
          throw mismatch();
        }
      }
      if (total == 0) {
        return ArrayValue.empty(elementType);
      }
      Vector items = Vector.allocate(elementType.kind(), total);
      int at = 0;
      for (ArrayValue part : parts) {
        for (int i = 0; i < part.count(); i++) {
          items.copyFrom(part.elements(), i, at++);
        }
      }
      int dimensions = parts[0].dimensions() + 1;
      var sizes = new int[dimensions];
      var lowerBounds = new int[dimensions];
      sizes[0] = parts.length;
      lowerBounds[0] = 1;
      System.arraycopy(parts[0].sizes(), 0, sizes, 1, dimensions - 1);
      System.arraycopy(parts[0].lowerBounds(), 0, lowerBounds, 1, dimensions - 1);
      return new ArrayValue(elementType, sizes, lowerBounds, items);
    }

    private static OrreryException mismatch() {
      return OrreryException.of(
          SqlState.ARRAY_SUBSCRIPT_ERROR,
          "multidimensional arrays must have array expressions with matching dimensions");
    }
  }

  /** array[i][j]…. */
  static final class Subscript implements Evaluator {
    private final Evaluator array;
    private final Evaluator[] indexes;
    private final SqlType elementType;
    private final Scratch scratch;

    Subscript(Evaluator array, List<Evaluator> indexes, Expr.Subscript subscript) {
      this.array = array;
      this.indexes = indexes.toArray(Evaluator[]::new);
      this.elementType = Objects.requireNonNull(subscript.array().type().element());
      this.scratch = new Scratch(subscript.type().kind());
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector arrays = array.evaluate(input, selection, count);
      Vector[] positions = evaluateAll(indexes, input, selection, count);
      Vector result = scratch.cleared(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        int element = -1;
        if (!arrays.isNull(row)) {
          ArrayValue value = ArrayValue.read(elementType, (BytesVector) arrays, row);
          element = elementIndex(value, positions, row);
          if (element >= 0) {
            result.copyFrom(value.elements(), element, row);
          }
        }
        if (element < 0) {
          result.setNull(row);
        }
      }
      return result;
    }

    /** Row-major index of the addressed element; -1 when out of bounds or an index is NULL. */
    private static int elementIndex(ArrayValue value, Vector[] positions, int row) {
      if (value.dimensions() != positions.length) {
        return -1;
      }
      int element = 0;
      for (int d = 0; d < positions.length; d++) {
        if (positions[d].isNull(row)) {
          return -1;
        }
        long offset = ((LongVector) positions[d]).getLong(row) - value.lowerBounds()[d];
        if (offset < 0 || offset >= value.sizes()[d]) {
          return -1;
        }
        element = element * value.sizes()[d] + (int) offset;
      }
      return element;
    }
  }

  /** ROW(…) in PostgreSQL's binary record format. */
  static final class Row implements Evaluator {
    private final Evaluator[] fields;
    private final SqlType[] types;
    private final List<String> names;
    private final Scratch scratch = new Scratch(PhysicalKind.BYTES);
    private final ByteSink sink = new ByteSink(64);

    Row(List<Evaluator> fields, Expr.RowOf row) {
      this.fields = fields.toArray(Evaluator[]::new);
      this.types = row.fields().stream().map(Expr::type).toArray(SqlType[]::new);
      this.names = row.names();
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector[] values = evaluateAll(fields, input, selection, count);
      var result = (BytesVector) scratch.cleared(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        sink.truncate(0);
        sink.writeInt(values.length);
        for (int field = 0; field < values.length; field++) {
          writeField(values[field], row, types[field]);
        }
        RecordValue.writeNames(names, sink);
        result.setBytes(row, sink.array(), 0, sink.length());
      }
      return result;
    }

    private void writeField(Vector value, int row, SqlType type) {
      sink.writeInt(type.oid());
      int lengthAt = sink.length();
      sink.writeInt(-1);
      if (!value.isNull(row)) {
        type.codec().formatBinary(value, row, sink);
        sink.putInt(lengthAt, sink.length() - lengthAt - 4);
      }
    }
  }
}
