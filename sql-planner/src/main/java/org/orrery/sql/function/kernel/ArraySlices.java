package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Implementation;

/** Parts of arrays: {@code array[low:high]…}, of which either limit may be left out. */
public final class ArraySlices {

  private ArraySlices() {}

  /**
   * The function of a slice: an array, then low and high of each dimension as int4, NULL where a
   * limit was left out and {@code isGiven} is false. It has no row in {@code pg_proc}.
   *
   * @param isGiven for each limit, whether it was written; a written NULL makes the result NULL
   */
  public static FunctionDef function(SqlType array, List<Boolean> isGiven) {
    var types = new ArrayList<SqlType>();
    types.add(array);
    isGiven.forEach(_ -> types.add(BuiltinTypes.INT4));
    var given = List.copyOf(isGiven);
    return new FunctionDef(
        -1000 - given.hashCode() % 1_000_000,
        "pg_catalog",
        "array_slice",
        types,
        types.stream().map(_ -> "").toList(),
        List.of(),
        false,
        array,
        List.of(),
        false,
        FunctionDef.Volatility.IMMUTABLE,
        false,
        new Implementation.Scalar(
            Kernels.rows((_, a, row, result) -> slice(a, row, given, (BytesVector) result))));
  }

  private static void slice(Vector[] a, int row, List<Boolean> given, BytesVector result) {
    boolean isNull = a[0].isNull(row);
    for (int i = 0; i < given.size(); i++) {
      isNull |= given.get(i) && a[i + 1].isNull(row);
    }
    if (isNull) {
      result.setNull(row);
      return;
    }
    ArrayValue array = ArrayElements.read(a[0], row);
    int dimensions = array.dimensions();
    if (given.size() / 2 > dimensions) {
      ArrayValue.empty(array.elementType()).store(result, row);
      return;
    }
    int[] lows = new int[dimensions];
    int[] sizes = new int[dimensions];
    for (int d = 0; d < dimensions; d++) {
      int first = array.lowerBounds()[d];
      int last = first + array.sizes()[d] - 1;
      Integer low = limit(a, row, given, 2 * d);
      Integer high = limit(a, row, given, 2 * d + 1);
      lows[d] = low == null ? first : Math.max(first, low);
      sizes[d] = (high == null ? last : Math.min(last, high)) - lows[d] + 1;
      if (sizes[d] <= 0) {
        ArrayValue.empty(array.elementType()).store(result, row);
        return;
      }
    }
    cut(array, lows, sizes).store(result, row);
  }

  private static @Nullable Integer limit(Vector[] a, int row, List<Boolean> given, int index) {
    return index < given.size() && given.get(index)
        ? (Integer) Kernels.intAt(a, index + 1, row)
        : null;
  }

  /** The first elements of the first dimension. */
  static ArrayValue first(ArrayValue array, int count) {
    if (count == 0 || array.dimensions() == 0) {
      return ArrayValue.empty(array.elementType());
    }
    int[] sizes = array.sizes().clone();
    sizes[0] = count;
    return cut(array, array.lowerBounds(), sizes);
  }

  /** The part from {@code lows} on, whose indexes are counted from 1. */
  private static ArrayValue cut(ArrayValue array, int[] lows, int[] sizes) {
    int dimensions = sizes.length;
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    Vector elements = Vector.allocate(array.elementType().kind(), count);
    int[] place = new int[dimensions];
    for (int i = 0; i < count; i++) {
      int from = 0;
      for (int d = 0; d < dimensions; d++) {
        from = from * array.sizes()[d] + lows[d] - array.lowerBounds()[d] + place[d];
      }
      elements.copyFrom(array.elements(), from, i);
      for (int d = dimensions - 1; d >= 0 && ++place[d] == sizes[d]; d--) {
        place[d] = 0;
      }
    }
    int[] ones = new int[dimensions];
    java.util.Arrays.fill(ones, 1);
    return new ArrayValue(array.elementType(), sizes, ones, elements);
  }
}
