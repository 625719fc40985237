package org.orrery.sql.exec.operator;

import java.util.List;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.StatelessContext;

/** PostgreSQL's order of a type's values. Neither row is NULL. */
@FunctionalInterface
interface ValueOrder {

  int compare(Vector a, int rowA, Vector b, int rowB);

  /** The order of a type, by its physical kind where that decides, else by its {@code <}. */
  static ValueOrder of(SqlType type, FunctionDef lessThan) {
    return switch (type.kind()) {
      case LONG ->
          (a, i, b, j) -> Long.compare(((LongVector) a).getLong(i), ((LongVector) b).getLong(j));
      case DOUBLE ->
          (a, i, b, j) ->
              // PostgreSQL has one zero; NaN is greatest in both.
              Double.compare(
                  ((DoubleVector) a).getDouble(i) + 0.0, ((DoubleVector) b).getDouble(j) + 0.0);
      case NUMERIC -> (a, i, b, j) -> compareNumeric((NumericVector) a, i, (NumericVector) b, j);
      case INTERVAL ->
          (a, i, b, j) ->
              ((IntervalVector) a).getInterval(i).compareTo(((IntervalVector) b).getInterval(j));
      case BYTES -> isBytewise(type) ? ValueOrder::compareBytes : byOperator(type, lessThan);
    };
  }

  private static boolean isBytewise(SqlType type) {
    return type == BuiltinTypes.TEXT
        || type == BuiltinTypes.VARCHAR
        || type == BuiltinTypes.NAME
        || type == BuiltinTypes.BYTEA
        || type == BuiltinTypes.UUID
        || type == BuiltinTypes.UNKNOWN;
  }

  private static int compareBytes(Vector a, int rowA, Vector b, int rowB) {
    return BytesVector.compare((BytesVector) a, rowA, (BytesVector) b, rowB);
  }

  private static int compareNumeric(NumericVector a, int rowA, NumericVector b, int rowB) {
    if (!a.isBig(rowA) && !b.isBig(rowB) && a.scales()[rowA] == b.scales()[rowB]) {
      return Long.compare(a.mantissas()[rowA], b.mantissas()[rowB]);
    }
    return a.getNumeric(rowA).compareTo(b.getNumeric(rowB));
  }

  /** For types without a simple order, such as arrays: two calls of the operator's function. */
  private static ValueOrder byOperator(SqlType type, FunctionDef lessThan) {
    if (!(lessThan.implementation() instanceof FunctionDef.Implementation.Scalar(var generic))) {
      throw org.orrery.base.error.Invariant.broken("sort operator is not a scalar function");
    }
    ScalarKernel kernel = generic.forTypes(List.of(type, type), BuiltinTypes.BOOL);
    return (a, rowA, b, rowB) -> {
      if (isLess(kernel, a, rowA, b, rowB)) {
        return -1;
      }
      return isLess(kernel, b, rowB, a, rowA) ? 1 : 0;
    };
  }

  private static boolean isLess(ScalarKernel kernel, Vector a, int rowA, Vector b, int rowB) {
    Vector left = Vector.allocate(PhysicalKind.BYTES, 1);
    Vector right = Vector.allocate(PhysicalKind.BYTES, 1);
    left.copyFrom(a, rowA, 0);
    right.copyFrom(b, rowB, 0);
    var result = new LongVector(1);
    kernel.evaluate(StatelessContext.INSTANCE, new Vector[] {left, right}, null, 1, result);
    return result.getLong(0) != 0;
  }
}
