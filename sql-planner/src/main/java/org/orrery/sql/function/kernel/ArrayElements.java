package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** Reads arrays whose element type is only known from their bytes, and orders elements. */
public final class ArrayElements {

  private static final int ELEMENT_TYPE_AT = 8;

  private ArrayElements() {}

  /** Takes apart the array of a row that is not NULL. */
  public static ArrayValue read(Vector source, int row) {
    var bytes = (BytesVector) source;
    SqlType type = BuiltinTypes.find(intAt(bytes, row, ELEMENT_TYPE_AT));
    if (type == null) {
      throw Invariant.broken("an array of an unknown element type");
    }
    return ArrayValue.read(type, bytes, row);
  }

  /** A big-endian int of a row's bytes. */
  static int intAt(BytesVector vector, int row, int offset) {
    byte[] data = vector.data();
    int at = vector.offsets()[row] + offset;
    return (data[at] & 0xff) << 24
        | (data[at + 1] & 0xff) << 16
        | (data[at + 2] & 0xff) << 8
        | (data[at + 3] & 0xff);
  }

  /** Dimensions of the array of a row. */
  static int dimensions(Vector[] arguments, int index, int row) {
    return intAt((BytesVector) arguments[index], row, 0);
  }

  /** Orders two elements that are not NULL. */
  public static int compare(Vector a, int rowA, Vector b, int rowB) {
    return switch (a) {
      case LongVector longs -> Long.compare(longs.values()[rowA], ((LongVector) b).values()[rowB]);
      case DoubleVector doubles ->
          Comparison.compare(doubles.values()[rowA], ((DoubleVector) b).values()[rowB]);
      case BytesVector bytes -> BytesVector.compare(bytes, rowA, (BytesVector) b, rowB);
      case NumericVector numerics ->
          numerics.getNumeric(rowA).compareTo(((NumericVector) b).getNumeric(rowB));
      case IntervalVector intervals ->
          intervals.getInterval(rowA).compareTo(((IntervalVector) b).getInterval(rowB));
    };
  }

  /** Whether two elements are the same; NULL equals NULL. */
  static boolean isSame(Vector a, int rowA, Vector b, int rowB) {
    if (a.isNull(rowA) || b.isNull(rowB)) {
      return a.isNull(rowA) && b.isNull(rowB);
    }
    return compare(a, rowA, b, rowB) == 0;
  }

  /** PostgreSQL's order of arrays: by elements, NULL last, then by length and dimensions. */
  static int compare(ArrayValue a, ArrayValue b) {
    int countA = a.count();
    int countB = b.count();
    for (int i = 0; i < Math.min(countA, countB); i++) {
      boolean isNullA = a.elements().isNull(i);
      boolean isNullB = b.elements().isNull(i);
      int order =
          isNullA || isNullB
              ? Boolean.compare(isNullA, isNullB)
              : compare(a.elements(), i, b.elements(), i);
      if (order != 0) {
        return order;
      }
    }
    if (countA != countB) {
      return Integer.compare(countA, countB);
    }
    if (a.dimensions() != b.dimensions()) {
      return Integer.compare(a.dimensions(), b.dimensions());
    }
    for (int i = 0; i < a.dimensions(); i++) {
      int order = Integer.compare(a.sizes()[i], b.sizes()[i]);
      order = order == 0 ? Integer.compare(a.lowerBounds()[i], b.lowerBounds()[i]) : order;
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** PostgreSQL's order of the arrays of two rows that are not NULL. */
  public static int compareArrays(Vector a, int rowA, Vector b, int rowB) {
    return compare(read(a, rowA), read(b, rowB));
  }

  /** The elements as objects, null for NULL. */
  static List<@Nullable Object> objects(ArrayValue array) {
    int count = array.count();
    var objects = new ArrayList<@Nullable Object>(count);
    for (int i = 0; i < count; i++) {
      objects.add(array.elements().get(i));
    }
    return objects;
  }

  /** Stores a one-dimensional array of objects. */
  static void store(
      SqlType elementType,
      List<? extends @Nullable Object> objects,
      int lowerBound,
      BytesVector target,
      int row) {
    Vector elements = Vector.allocate(elementType.kind(), objects.size());
    for (int i = 0; i < objects.size(); i++) {
      elements.set(i, objects.get(i));
    }
    if (objects.isEmpty()) {
      ArrayValue.empty(elementType).store(target, row);
      return;
    }
    new ArrayValue(elementType, new int[] {objects.size()}, new int[] {lowerBound}, elements)
        .store(target, row);
  }
}
