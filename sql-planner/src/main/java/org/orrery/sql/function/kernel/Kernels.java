package org.orrery.sql.function.kernel;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** Makes kernels of functions over one row, so that each SQL function is a line or two. */
public final class Kernels {

  private Kernels() {}

  /** Computes one row, reading and writing the vectors at {@code row}. */
  @FunctionalInterface
  public interface RowFunction {
    void evaluate(EvaluationContext context, Vector[] arguments, int row, Vector result);
  }

  /** A truth about one row. */
  @FunctionalInterface
  public interface RowPredicate {
    boolean test(EvaluationContext context, Vector[] arguments, int row);
  }

  /** A long from one row. */
  @FunctionalInterface
  public interface RowToLong {
    long apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** A double from one row. */
  @FunctionalInterface
  public interface RowToDouble {
    double apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** A string from one row; null for NULL. */
  @FunctionalInterface
  public interface RowToString {
    @Nullable String apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** A numeric from one row. */
  @FunctionalInterface
  public interface RowToNumeric {
    Numeric apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** An interval from one row. */
  @FunctionalInterface
  public interface RowToInterval {
    Interval apply(EvaluationContext context, Vector[] arguments, int row);
  }

  /** Any function of a row. */
  public static ScalarKernel rows(RowFunction function) {
    return (context, arguments, selection, count, result) -> {
      for (int i = 0; i < count; i++) {
        function.evaluate(context, arguments, selection == null ? i : selection[i], result);
      }
    };
  }

  /** Makes a kernel that depends on the types of a call. */
  @FunctionalInterface
  public interface KernelFactory {
    ScalarKernel kernel(List<SqlType> argumentTypes, SqlType resultType);
  }

  /** A kernel that is made once the types of a call are known. */
  public static ScalarKernel typed(KernelFactory factory) {
    return new ScalarKernel() {
      @Override
      public void evaluate(
          EvaluationContext context,
          Vector[] arguments,
          int @Nullable [] selection,
          int count,
          Vector result) {
        throw Invariant.broken("a polymorphic kernel was run without its types");
      }

      @Override
      public ScalarKernel forTypes(List<SqlType> argumentTypes, SqlType resultType) {
        return factory.kernel(argumentTypes, resultType);
      }
    };
  }

  /** A boolean of a row. */
  public static ScalarKernel test(RowPredicate predicate) {
    return (context, arguments, selection, count, result) -> {
      long[] target = ((LongVector) result).values();
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[row] = predicate.test(context, arguments, row) ? 1 : 0;
      }
    };
  }

  /** A long of a row. */
  public static ScalarKernel toLong(RowToLong function) {
    return (context, arguments, selection, count, result) -> {
      long[] target = ((LongVector) result).values();
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[row] = function.apply(context, arguments, row);
      }
    };
  }

  /** A double of a row. */
  public static ScalarKernel toDouble(RowToDouble function) {
    return (context, arguments, selection, count, result) -> {
      double[] target = ((DoubleVector) result).values();
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[row] = function.apply(context, arguments, row);
      }
    };
  }

  /** Text of a row. */
  public static ScalarKernel toText(RowToString function) {
    return rows(
        (context, arguments, row, result) -> {
          String value = function.apply(context, arguments, row);
          if (value == null) {
            result.setNull(row);
          } else {
            ((BytesVector) result).setString(row, value);
          }
        });
  }

  /** A numeric of a row. */
  public static ScalarKernel toNumeric(RowToNumeric function) {
    return rows(
        (context, arguments, row, result) ->
            ((NumericVector) result).setNumeric(row, function.apply(context, arguments, row)));
  }

  /** An interval of a row. */
  public static ScalarKernel toInterval(RowToInterval function) {
    return rows(
        (context, arguments, row, result) -> {
          Interval value = function.apply(context, arguments, row);
          ((IntervalVector) result).setInterval(row, value.months(), value.days(), value.micros());
        });
  }

  /** A long of a long. */
  public static ScalarKernel longs(LongUnaryOperator function) {
    return toLong((_, arguments, row) -> function.applyAsLong(longAt(arguments, 0, row)));
  }

  /** A long of two longs. */
  public static ScalarKernel longs(LongBinaryOperator function) {
    return toLong(
        (_, arguments, row) ->
            function.applyAsLong(longAt(arguments, 0, row), longAt(arguments, 1, row)));
  }

  /** A double of a double. */
  public static ScalarKernel doubles(DoubleUnaryOperator function) {
    return toDouble((_, arguments, row) -> function.applyAsDouble(doubleAt(arguments, 0, row)));
  }

  /** A double of two doubles. */
  public static ScalarKernel doubles(DoubleBinaryOperator function) {
    return toDouble(
        (_, arguments, row) ->
            function.applyAsDouble(doubleAt(arguments, 0, row), doubleAt(arguments, 1, row)));
  }

  /** A double of a long. */
  public static ScalarKernel longToDouble(LongToDoubleFunction function) {
    return toDouble((_, arguments, row) -> function.applyAsDouble(longAt(arguments, 0, row)));
  }

  /** A long of a double. */
  public static ScalarKernel doubleToLong(DoubleToLongFunction function) {
    return toLong((_, arguments, row) -> function.applyAsLong(doubleAt(arguments, 0, row)));
  }

  /** The first argument, unchanged: for functions that only relabel a type. */
  public static ScalarKernel identity() {
    return rows((_, arguments, row, result) -> result.copyFrom(arguments[0], row, row));
  }

  /** An argument that is a long. */
  public static long longAt(Vector[] arguments, int index, int row) {
    return ((LongVector) arguments[index]).values()[row];
  }

  /** An argument that is an int4 or int2. */
  public static int intAt(Vector[] arguments, int index, int row) {
    return (int) ((LongVector) arguments[index]).values()[row];
  }

  /** An argument that is a boolean. */
  public static boolean boolAt(Vector[] arguments, int index, int row) {
    return ((LongVector) arguments[index]).values()[row] != 0;
  }

  /** An argument that is a double. */
  public static double doubleAt(Vector[] arguments, int index, int row) {
    return ((DoubleVector) arguments[index]).values()[row];
  }

  /** An argument that is text. */
  public static String textAt(Vector[] arguments, int index, int row) {
    return ((BytesVector) arguments[index]).getString(row);
  }

  /** An argument that is bytes, copied. */
  public static byte[] bytesAt(Vector[] arguments, int index, int row) {
    return ((BytesVector) arguments[index]).getBytes(row);
  }

  /** An argument that is numeric. */
  public static Numeric numericAt(Vector[] arguments, int index, int row) {
    return ((NumericVector) arguments[index]).getNumeric(row);
  }

  /** An argument that is an interval. */
  public static Interval intervalAt(Vector[] arguments, int index, int row) {
    return ((IntervalVector) arguments[index]).getInterval(row);
  }
}
