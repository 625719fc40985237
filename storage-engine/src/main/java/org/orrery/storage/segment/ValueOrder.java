package org.orrery.storage.segment;

import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;

/** PostgreSQL's order of values that are not NULL; strings compare as unsigned bytes. */
public final class ValueOrder {

  private ValueOrder() {}

  /** Compares two values of vectors of one kind. */
  static int compare(Vector a, int rowA, Vector b, int rowB) {
    return switch (a) {
      case LongVector v -> Long.compare(v.getLong(rowA), ((LongVector) b).getLong(rowB));
      case DoubleVector v -> compare(v.getDouble(rowA), ((DoubleVector) b).getDouble(rowB));
      case BytesVector v -> BytesVector.compare(v, rowA, (BytesVector) b, rowB);
      case NumericVector v -> compare(v, rowA, (NumericVector) b, rowB);
      case IntervalVector v ->
          v.getInterval(rowA).compareTo(((IntervalVector) b).getInterval(rowB));
    };
  }

  /** Compares doubles: NaN is equal to itself and greatest, -0 equals 0. */
  static int compare(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  private static int compare(NumericVector a, int rowA, NumericVector b, int rowB) {
    boolean isSmall = !a.isBig(rowA) && !b.isBig(rowB);
    if (isSmall && a.scales()[rowA] == b.scales()[rowB]) {
      return Long.compare(a.mantissas()[rowA], b.mantissas()[rowB]);
    }
    return a.getNumeric(rowA).compareTo(b.getNumeric(rowB));
  }

  /** Compares rows under a direction and a place for NULLs. */
  public static int compare(SortColumn order, Vector a, int rowA, Vector b, int rowB) {
    boolean isNullA = a.isNull(rowA);
    boolean isNullB = b.isNull(rowB);
    if (isNullA || isNullB) {
      int nullsLast = Boolean.compare(isNullA, isNullB);
      return order.isNullsFirst() ? -nullsLast : nullsLast;
    }
    int ascending = compare(a, rowA, b, rowB);
    return order.isDescending() ? -ascending : ascending;
  }
}
