package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.boolAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** Operators and functions of arrays. */
final class ArrayFunctions {

  private static final int HEADER_BYTES = 12;

  private ArrayFunctions() {}

  static void bind(Bindings to) {
    bindComparisons(to);
    bindShapes(to);
    bindChanges(to);
    bindSearches(to);
    bindTexts(to);
  }

  private static void bindComparisons(Bindings to) {
    for (Comparison comparison : Comparison.values()) {
      to.scalar(
          comparison.by(
              (_, a, b, row) ->
                  ArrayElements.compare(ArrayElements.read(a, row), ArrayElements.read(b, row))),
          "array_" + comparison.suffix() + "(anyarray,anyarray)");
    }
    to.scalar(
        Kernels.test((_, a, row) -> contains(read(a, 0, row), read(a, 1, row))),
        "arraycontains(anyarray,anyarray)");
    to.scalar(
        Kernels.test((_, a, row) -> contains(read(a, 1, row), read(a, 0, row))),
        "arraycontained(anyarray,anyarray)");
    to.scalar(
        Kernels.test((_, a, row) -> overlaps(read(a, 0, row), read(a, 1, row))),
        "arrayoverlap(anyarray,anyarray)");
  }

  private static ArrayValue read(Vector[] arguments, int index, int row) {
    return ArrayElements.read(arguments[index], row);
  }

  private static boolean contains(ArrayValue outer, ArrayValue inner) {
    for (int i = 0; i < inner.count(); i++) {
      if (inner.elements().isNull(i) || indexOf(outer, inner.elements(), i, 0) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean overlaps(ArrayValue a, ArrayValue b) {
    for (int i = 0; i < b.count(); i++) {
      if (!b.elements().isNull(i) && indexOf(a, b.elements(), i, 0) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int indexOf(ArrayValue array, Vector wanted, int row, int from) {
    for (int i = Math.max(0, from); i < array.count(); i++) {
      if (ArrayElements.isSame(array.elements(), i, wanted, row)) {
        return i;
      }
    }
    return -1;
  }

  private static void bindShapes(Bindings to) {
    to.scalar(dimension(0), "array_length(anyarray,int4)");
    to.scalar(dimension(1), "array_lower(anyarray,int4)");
    to.scalar(dimension(2), "array_upper(anyarray,int4)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              int dimensions = ArrayElements.dimensions(a, 0, row);
              result.set(row, dimensions == 0 ? null : (Long) (long) dimensions);
            }),
        "array_ndims(anyarray)");
    to.scalar(Kernels.toLong((_, a, row) -> read(a, 0, row).count()), "cardinality(anyarray)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> {
              ArrayValue array = read(a, 0, row);
              var text = new StringBuilder();
              for (int i = 0; i < array.dimensions(); i++) {
                int low = array.lowerBounds()[i];
                text.append('[').append(low).append(':');
                text.append(low + array.sizes()[i] - 1).append(']');
              }
              return text.isEmpty() ? null : text.toString();
            }),
        "array_dims(anyarray)");
  }

  /** 0 for the length, 1 for the lower and 2 for the upper bound of a dimension. */
  private static ScalarKernel dimension(int what) {
    return Kernels.rows(
        (_, a, row, result) -> {
          int dimension = intAt(a, 1, row);
          if (dimension < 1 || dimension > ArrayElements.dimensions(a, 0, row)) {
            result.setNull(row);
            return;
          }
          int at = HEADER_BYTES + 8 * (dimension - 1);
          long size = ArrayElements.intAt((BytesVector) a[0], row, at);
          long low = ArrayElements.intAt((BytesVector) a[0], row, at + 4);
          result.set(row, what == 0 ? size : what == 1 ? low : low + size - 1);
        });
  }

  private static void bindChanges(Bindings to) {
    to.scalar(
        Kernels.typed(
            (_, type) -> Kernels.rows((_, a, row, result) -> extend(type, a, 0, 1, row, result))),
        "array_append(anycompatiblearray,anycompatible)");
    to.scalar(
        Kernels.typed(
            (_, type) -> Kernels.rows((_, a, row, result) -> extend(type, a, 1, 0, row, result))),
        "array_prepend(anycompatible,anycompatiblearray)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> concatenate(a, row, result)),
        "array_cat(anycompatiblearray,anycompatiblearray)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> replace(a, row, result, true)),
        "array_remove(anycompatiblearray,anycompatible)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> replace(a, row, result, false)),
        "array_replace(anycompatiblearray,anycompatible,anycompatible)");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.rows((_, a, row, result) -> fill(types.getFirst(), a, row, result))),
        "array_fill(anyelement,_int4)");
  }

  private static SqlType element(SqlType arrayType) {
    return Objects.requireNonNull(arrayType.element());
  }

  private static void extend(
      SqlType arrayType, Vector[] a, int arrayAt, int valueAt, int row, Vector result) {
    SqlType type = element(arrayType);
    Object value = a[valueAt].get(row);
    var target = (BytesVector) result;
    if (a[arrayAt].isNull(row)) {
      ArrayElements.store(type, Arrays.asList(value), 1, target, row);
      return;
    }
    ArrayValue array = read(a, arrayAt, row);
    checkOneDimension(array);
    List<@Nullable Object> objects = ArrayElements.objects(array);
    int low = array.dimensions() == 0 ? 1 : array.lowerBounds()[0];
    if (arrayAt == 0) {
      objects.add(value);
    } else {
      objects.addFirst(value);
    }
    ArrayElements.store(type, objects, low, target, row);
  }

  private static void checkOneDimension(ArrayValue array) {
    if (array.dimensions() > 1) {
      throw OrreryException.of(
          SqlState.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
    }
  }

  private static void concatenate(Vector[] a, int row, Vector result) {
    if (a[0].isNull(row) || a[1].isNull(row)) {
      result.copyFrom(a[0].isNull(row) ? a[1] : a[0], row, row);
      return;
    }
    ArrayValue left = read(a, 0, row);
    ArrayValue right = read(a, 1, row);
    if (left.dimensions() == 0 || right.dimensions() == 0) {
      result.copyFrom(left.dimensions() == 0 ? a[1] : a[0], row, row);
      return;
    }
    boolean isDeeper = left.dimensions() > right.dimensions();
    ArrayValue larger = isDeeper ? left : right;
    ArrayValue smaller = isDeeper ? right : left;
    int depth = larger.dimensions();
    int difference = depth - smaller.dimensions();
    if (difference > 1 || !isCompatible(larger, smaller, difference)) {
      throw OrreryException.of(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays");
    }
    int[] sizes = larger.sizes().clone();
    sizes[0] += difference == 0 ? smaller.sizes()[0] : 1;
    List<@Nullable Object> objects = ArrayElements.objects(left);
    objects.addAll(ArrayElements.objects(right));
    Vector elements = Vector.allocate(left.elementType().kind(), objects.size());
    for (int i = 0; i < objects.size(); i++) {
      elements.set(i, objects.get(i));
    }
    int[] bounds = difference == 0 ? left.lowerBounds() : larger.lowerBounds();
    new ArrayValue(left.elementType(), sizes, bounds, elements).store((BytesVector) result, row);
  }

  private static boolean isCompatible(ArrayValue larger, ArrayValue smaller, int difference) {
    for (int i = 1; i < larger.dimensions(); i++) {
      if (larger.sizes()[i] != smaller.sizes()[i - difference]) {
        return false;
      }
    }
    return true;
  }

  private static void replace(Vector[] a, int row, Vector result, boolean isRemoval) {
    if (a[0].isNull(row)) {
      result.setNull(row);
      return;
    }
    ArrayValue array = read(a, 0, row);
    if (isRemoval && array.dimensions() > 1) {
      throw OrreryException.notSupported(
          "removing elements from multidimensional arrays is not supported");
    }
    var objects = new ArrayList<@Nullable Object>();
    for (int i = 0; i < array.count(); i++) {
      if (!ArrayElements.isSame(array.elements(), i, a[1], row)) {
        objects.add(array.elements().get(i));
      } else if (!isRemoval) {
        objects.add(a[2].get(row));
      }
    }
    Vector elements = Vector.allocate(array.elementType().kind(), objects.size());
    for (int i = 0; i < objects.size(); i++) {
      elements.set(i, objects.get(i));
    }
    int[] sizes = isRemoval ? new int[] {objects.size()} : array.sizes();
    if (objects.isEmpty()) {
      ArrayValue.empty(array.elementType()).store((BytesVector) result, row);
    } else {
      new ArrayValue(array.elementType(), sizes, array.lowerBounds(), elements)
          .store((BytesVector) result, row);
    }
  }

  private static void fill(SqlType type, Vector[] a, int row, Vector result) {
    if (a[1].isNull(row)) {
      throw OrreryException.of(
          SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
    }
    ArrayValue shape = read(a, 1, row);
    int[] sizes = new int[shape.count()];
    int[] bounds = new int[sizes.length];
    Arrays.fill(bounds, 1);
    long count = sizes.length == 0 ? 0 : 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) (long) (Long) Objects.requireNonNull(shape.elements().get(i));
      count *= Math.max(0, sizes[i]);
    }
    if (count > ArrayValue.ELEMENTS_MAX || sizes.length > ArrayValue.DIMENSIONS_MAX) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "array size exceeds the maximum allowed (%d)",
          ArrayValue.ELEMENTS_MAX);
    }
    Vector elements = Vector.allocate(type.kind(), (int) count);
    for (int i = 0; i < count; i++) {
      elements.copyFrom(a[0], row, i);
    }
    new ArrayValue(type, count == 0 ? new int[0] : sizes, bounds, elements)
        .store((BytesVector) result, row);
  }

  private static void bindSearches(Bindings to) {
    to.scalar(
        Kernels.rows((_, a, row, result) -> position(a, row, result, false)),
        "array_position(anycompatiblearray,anycompatible)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              if (a[0].isNull(row)) {
                result.setNull(row);
                return;
              }
              ArrayValue array = read(a, 0, row);
              var found = new ArrayList<Object>();
              for (int i = indexOf(array, a[1], row, 0);
                  i >= 0;
                  i = indexOf(array, a[1], row, i + 1)) {
                found.add((long) i + array.lowerBounds()[0]);
              }
              ArrayElements.store(BuiltinTypes.INT4, found, 1, (BytesVector) result, row);
            }),
        "array_positions(anycompatiblearray,anycompatible)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              ArrayValue array = read(a, 0, row);
              int size = array.dimensions() == 0 ? 0 : array.sizes()[0];
              int count = intAt(a, 1, row);
              if (count < 0 || count > size) {
                throw OrreryException.of(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "number of elements to trim must be between 0 and %d",
                    size);
              }
              ArraySlices.first(array, size - count).store((BytesVector) result, row);
            }),
        "trim_array(anyarray,int4)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> position(a, row, result, true)),
        "array_position(anycompatiblearray,anycompatible,int4)");
  }

  private static void position(Vector[] a, int row, Vector result, boolean hasStart) {
    if (a[0].isNull(row)) {
      result.setNull(row);
      return;
    }
    ArrayValue array = read(a, 0, row);
    int low = array.dimensions() == 0 ? 1 : array.lowerBounds()[0];
    int from = hasStart && !a[2].isNull(row) ? intAt(a, 2, row) - low : 0;
    int index = indexOf(array, a[1], row, from);
    result.set(row, index < 0 ? null : (Long) (long) (index + low));
  }

  private static void bindTexts(Bindings to) {
    to.scalar(
        Kernels.toText((context, a, row) -> join(context, a, row, null)),
        "array_to_string(anyarray,text)");
    to.scalar(
        Kernels.toText(
            (context, a, row) ->
                a[0].isNull(row) || a[1].isNull(row)
                    ? null
                    : join(context, a, row, a[2].isNull(row) ? null : textAt(a, 2, row))),
        "array_to_string(anyarray,text,text)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> split(a, row, null, result)),
        "string_to_array(text,text)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) ->
                split(a, row, a[2].isNull(row) ? null : textAt(a, 2, row), result)),
        "string_to_array(text,text,text)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) ->
                TextArrays.storeTexts(
                    Identifiers.parse(textAt(a, 0, row), boolAt(a, 1, row)),
                    (BytesVector) result,
                    row)),
        "parse_ident(text,bool)");
  }

  private static String join(
      EvaluationContext context, Vector[] a, int row, @Nullable String nullText) {
    ArrayValue array = read(a, 0, row);
    String separator = textAt(a, 1, row);
    var sink = new ByteSink(64);
    boolean isFirst = true;
    for (int i = 0; i < array.count(); i++) {
      boolean isNull = array.elements().isNull(i);
      if (isNull && nullText == null) {
        continue;
      }
      if (!isFirst) {
        sink.writeString(separator);
      }
      isFirst = false;
      if (isNull && nullText != null) {
        sink.writeString(nullText);
      } else {
        array.elementType().codec().formatText(array.elements(), i, context.format(), sink);
      }
    }
    return sink.toString();
  }

  private static void split(Vector[] a, int row, @Nullable String nullText, Vector result) {
    if (a[0].isNull(row)) {
      result.setNull(row);
      return;
    }
    String separator = a[1].isNull(row) ? null : textAt(a, 1, row);
    TextArrays.storeTexts(
        TextArrays.split(textAt(a, 0, row), separator, nullText), (BytesVector) result, row);
  }
}
