package org.orrery.sql.function.kernel;

import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** The six comparisons, with loops of their own for longs and doubles. */
enum Comparison {
  EQ("eq"),
  NE("ne"),
  LT("lt"),
  LE("le"),
  GT("gt"),
  GE("ge");

  /** Orders the values of two vectors at a row. */
  @FunctionalInterface
  interface RowOrder {
    int compare(EvaluationContext context, Vector left, Vector right, int row);
  }

  private final String suffix;

  Comparison(String suffix) {
    this.suffix = suffix;
  }

  /** How PostgreSQL's function names end. */
  String suffix() {
    return suffix;
  }

  /** Whether an order of the operands makes this comparison true. */
  boolean holds(int order) {
    return switch (this) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  /** Compares values of any type by an order. */
  ScalarKernel by(RowOrder order) {
    return Kernels.test(
        (context, arguments, row) ->
            holds(order.compare(context, arguments[0], arguments[1], row)));
  }

  /** Compares longs. */
  ScalarKernel longs() {
    return (_, arguments, selection, count, result) -> {
      long[] a = ((LongVector) arguments[0]).values();
      long[] b = ((LongVector) arguments[1]).values();
      long[] target = ((LongVector) result).values();
      switch (this) {
        case EQ -> equal(a, b, selection, count, target);
        case NE -> unequal(a, b, selection, count, target);
        case LT -> less(a, b, selection, count, target);
        case LE -> atMost(a, b, selection, count, target);
        case GT -> less(b, a, selection, count, target);
        case GE -> atMost(b, a, selection, count, target);
      }
    };
  }

  /** Compares doubles as PostgreSQL does: NaN equals itself and is above all numbers. */
  ScalarKernel doubles() {
    return (_, arguments, selection, count, result) -> {
      double[] a = ((DoubleVector) arguments[0]).values();
      double[] b = ((DoubleVector) arguments[1]).values();
      long[] target = ((LongVector) result).values();
      switch (this) {
        case EQ -> equal(a, b, selection, count, target, 1);
        case NE -> equal(a, b, selection, count, target, 0);
        case LT -> less(a, b, selection, count, target, 1);
        case LE -> less(b, a, selection, count, target, 0);
        case GT -> less(b, a, selection, count, target, 1);
        case GE -> less(a, b, selection, count, target, 0);
      }
    };
  }

  /** Compares byte strings, which for text is code-point order. */
  ScalarKernel bytes() {
    if (this == EQ || this == NE) {
      return Kernels.test(
          (_, arguments, row) ->
              sameBytes((BytesVector) arguments[0], (BytesVector) arguments[1], row)
                  == (this == EQ));
    }
    return by((_, a, b, row) -> BytesVector.compare((BytesVector) a, row, (BytesVector) b, row));
  }

  /** Compares numerics. */
  ScalarKernel numerics() {
    return by((_, a, b, row) -> compare((NumericVector) a, (NumericVector) b, row));
  }

  static int compare(NumericVector a, NumericVector b, int row) {
    if (!a.isBig(row) && !b.isBig(row) && a.scales()[row] == b.scales()[row]) {
      return Long.compare(a.mantissas()[row], b.mantissas()[row]);
    }
    return a.getNumeric(row).compareTo(b.getNumeric(row));
  }

  /** PostgreSQL's order of floats; zeros of both signs are equal. */
  static int compare(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  private static boolean sameBytes(BytesVector a, BytesVector b, int row) {
    return a.lengths()[row] == b.lengths()[row] && BytesVector.compare(a, row, b, row) == 0;
  }

  private static void equal(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target) {
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        target[i] = a[i] == b[i] ? 1 : 0;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      target[row] = a[row] == b[row] ? 1 : 0;
    }
  }

  private static void unequal(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target) {
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        target[i] = a[i] != b[i] ? 1 : 0;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      target[row] = a[row] != b[row] ? 1 : 0;
    }
  }

  private static void less(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target) {
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        target[i] = a[i] < b[i] ? 1 : 0;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      target[row] = a[row] < b[row] ? 1 : 0;
    }
  }

  private static void atMost(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target) {
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        target[i] = a[i] <= b[i] ? 1 : 0;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      target[row] = a[row] <= b[row] ? 1 : 0;
    }
  }

  /** Writes {@code yes} where the values are equal and its opposite elsewhere. */
  private static void equal(
      double[] a, double[] b, int @Nullable [] selection, int count, long[] target, long yes) {
    long no = 1 - yes;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      double x = a[row];
      double y = b[row];
      target[row] = x == y || (Double.isNaN(x) && Double.isNaN(y)) ? yes : no;
    }
  }

  private static void less(
      double[] a, double[] b, int @Nullable [] selection, int count, long[] target, long yes) {
    long no = 1 - yes;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      double x = a[row];
      double y = b[row];
      target[row] = x < y || (Double.isNaN(y) && !Double.isNaN(x)) ? yes : no;
    }
  }
}
