package org.orrery.sql.function.kernel;

import org.orrery.data.DoubleVector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/**
 * Floating-point arithmetic with PostgreSQL's checks: a result that is infinite or zero when no
 * operand asks for it is an error. float4 results are rounded to a float. The loops only note that
 * some row is suspect; then the rows are looked at one by one.
 */
final class FloatArithmetic {

  private enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE
  }

  private FloatArithmetic() {}

  static void bind(Bindings to) {
    String[][] pairs = {
      {"float4", "float4", "float4"}, {"float8", "float8", "float8"},
      {"float48", "float4", "float8"}, {"float84", "float8", "float4"}
    };
    for (String[] pair : pairs) {
      boolean isSingle = pair[0].equals("float4");
      String arguments = "(" + pair[1] + "," + pair[2] + ")";
      to.scalar(kernel(Operation.ADD, isSingle), pair[0] + "pl" + arguments);
      to.scalar(kernel(Operation.SUBTRACT, isSingle), pair[0] + "mi" + arguments);
      to.scalar(kernel(Operation.MULTIPLY, isSingle), pair[0] + "mul" + arguments);
      to.scalar(kernel(Operation.DIVIDE, isSingle), pair[0] + "div" + arguments);
    }
    for (String type : new String[] {"float4", "float8"}) {
      String one = "(" + type + ")";
      String two = "(" + type + "," + type + ")";
      to.scalar(Kernels.doubles(a -> -a), type + "um" + one);
      to.scalar(Kernels.identity(), type + "up" + one);
      to.scalar(Kernels.doubles(Math::abs), type + "abs" + one, "abs" + one);
      to.scalar(
          Kernels.doubles((a, b) -> Comparison.compare(a, b) > 0 ? a : b), type + "larger" + two);
      to.scalar(
          Kernels.doubles((a, b) -> Comparison.compare(a, b) < 0 ? a : b), type + "smaller" + two);
    }
  }

  private static ScalarKernel kernel(Operation operation, boolean isSingle) {
    return (_, arguments, selection, count, result) -> {
      double[] a = ((DoubleVector) arguments[0]).values();
      double[] b = ((DoubleVector) arguments[1]).values();
      double[] target = ((DoubleVector) result).values();
      boolean isSuspect;
      if (selection == null) {
        isSuspect =
            switch (operation) {
              case ADD -> add(a, b, count, target);
              case SUBTRACT -> subtract(a, b, count, target);
              case MULTIPLY -> multiply(a, b, count, target);
              case DIVIDE -> divide(a, b, count, target);
            };
      } else {
        isSuspect = selected(operation, a, b, selection, count, target);
      }
      if (isSuspect || isSingle) {
        for (int i = 0; i < count; i++) {
          int row = selection == null ? i : selection[i];
          double value = isSingle ? (float) target[row] : target[row];
          check(operation, a[row], b[row], value);
          target[row] = value;
        }
      }
    };
  }

  private static boolean add(double[] a, double[] b, int count, double[] target) {
    double worst = 0;
    for (int i = 0; i < count; i++) {
      double value = a[i] + b[i];
      worst = Math.max(worst, Math.abs(value));
      target[i] = value;
    }
    return !(worst < Double.POSITIVE_INFINITY);
  }

  private static boolean subtract(double[] a, double[] b, int count, double[] target) {
    double worst = 0;
    for (int i = 0; i < count; i++) {
      double value = a[i] - b[i];
      worst = Math.max(worst, Math.abs(value));
      target[i] = value;
    }
    return !(worst < Double.POSITIVE_INFINITY);
  }

  private static boolean multiply(double[] a, double[] b, int count, double[] target) {
    boolean isSuspect = false;
    for (int i = 0; i < count; i++) {
      double value = a[i] * b[i];
      isSuspect |= Double.isInfinite(value);
      isSuspect |= value == 0;
      target[i] = value;
    }
    return isSuspect;
  }

  private static boolean divide(double[] a, double[] b, int count, double[] target) {
    boolean isSuspect = false;
    for (int i = 0; i < count; i++) {
      double value = a[i] / b[i];
      isSuspect |= Double.isInfinite(value);
      isSuspect |= value == 0;
      isSuspect |= b[i] == 0;
      target[i] = value;
    }
    return isSuspect;
  }

  private static boolean selected(
      Operation operation, double[] a, double[] b, int[] selection, int count, double[] target) {
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      target[row] =
          switch (operation) {
            case ADD -> a[row] + b[row];
            case SUBTRACT -> a[row] - b[row];
            case MULTIPLY -> a[row] * b[row];
            case DIVIDE -> a[row] / b[row];
          };
    }
    return true;
  }

  private static void check(Operation operation, double a, double b, double value) {
    if (operation == Operation.DIVIDE && b == 0 && !Double.isNaN(a)) {
      throw Errors.divisionByZero();
    }
    if (Double.isInfinite(value) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw Errors.floatOverflow();
    }
    if (value != 0) {
      return;
    }
    boolean isUnderflow =
        switch (operation) {
          case ADD, SUBTRACT -> false;
          case MULTIPLY -> a != 0 && b != 0;
          case DIVIDE -> a != 0 && !Double.isInfinite(b);
        };
    if (isUnderflow) {
      throw Errors.floatUnderflow();
    }
  }
}
