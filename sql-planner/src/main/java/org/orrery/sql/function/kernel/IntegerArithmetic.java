package org.orrery.sql.function.kernel;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.LongVector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/**
 * Integer arithmetic that reports overflow. The loops only collect whether any row overflowed, so
 * that they have no branch.
 */
final class IntegerArithmetic {

  /** The integer types, by bits. */
  private enum Width {
    SMALLINT("int2", 16, "smallint"),
    INTEGER("int4", 32, "integer"),
    BIGINT("int8", 64, "bigint");

    final String type;
    final int bits;
    final String title;

    Width(String type, int bits, String title) {
      this.type = type;
      this.bits = bits;
      this.title = title;
    }

    OrreryException outOfRange() {
      return Errors.outOfRange(title);
    }

    /** The value, or {@code 22003} when it does not fit. */
    long checked(long value) {
      if (narrow(value, 64 - bits) != value) {
        throw outOfRange();
      }
      return value;
    }
  }

  private IntegerArithmetic() {}

  static void bind(Bindings to) {
    String[][] pairs = {
      {"int2", "int2", "int2"}, {"int4", "int4", "int4"}, {"int8", "int8", "int8"},
      {"int24", "int2", "int4"}, {"int42", "int4", "int2"}, {"int28", "int2", "int8"},
      {"int82", "int8", "int2"}, {"int48", "int4", "int8"}, {"int84", "int8", "int4"}
    };
    for (String[] pair : pairs) {
      Width result = width(pair[1]).bits >= width(pair[2]).bits ? width(pair[1]) : width(pair[2]);
      String arguments = "(" + pair[1] + "," + pair[2] + ")";
      to.scalar(add(result), pair[0] + "pl" + arguments);
      to.scalar(subtract(result), pair[0] + "mi" + arguments);
      to.scalar(multiply(result), pair[0] + "mul" + arguments);
      to.scalar(Kernels.longs((a, b) -> divide(a, b, result)), pair[0] + "div" + arguments);
    }
    for (Width width : Width.values()) {
      bindUnary(to, width);
      bindBits(to, width);
    }
    to.scalar(Kernels.longs((a, b) -> gcd(a, b, Width.INTEGER)), "gcd(int4,int4)");
    to.scalar(Kernels.longs((a, b) -> gcd(a, b, Width.BIGINT)), "gcd(int8,int8)");
    to.scalar(Kernels.longs((a, b) -> lcm(a, b, Width.INTEGER)), "lcm(int4,int4)");
    to.scalar(Kernels.longs((a, b) -> lcm(a, b, Width.BIGINT)), "lcm(int8,int8)");
  }

  private static Width width(String type) {
    return switch (type) {
      case "int2" -> Width.SMALLINT;
      case "int4" -> Width.INTEGER;
      default -> Width.BIGINT;
    };
  }

  private static void bindUnary(Bindings to, Width width) {
    String type = width.type;
    String one = "(" + type + ")";
    String two = "(" + type + "," + type + ")";
    to.scalar(Kernels.longs(a -> negate(a, width)), type + "um" + one);
    to.scalar(Kernels.identity(), type + "up" + one);
    ScalarKernel absolute = Kernels.longs(a -> a < 0 ? negate(a, width) : a);
    to.scalar(absolute, type + "abs" + one, "abs" + one);
    ScalarKernel modulo = Kernels.longs(IntegerArithmetic::modulo);
    to.scalar(modulo, type + "mod" + two, "mod" + two);
    if (width == Width.BIGINT) {
      to.scalar(Kernels.longs(a -> addExact(a, 1, width)), "int8inc(int8)");
    }
  }

  private static void bindBits(Bindings to, Width width) {
    String type = width.type;
    String two = "(" + type + "," + type + ")";
    to.scalar(Kernels.longs((a, b) -> a & b), type + "and" + two);
    to.scalar(Kernels.longs((a, b) -> a | b), type + "or" + two);
    to.scalar(Kernels.longs((a, b) -> a ^ b), type + "xor" + two);
    to.scalar(Kernels.longs(a -> ~a), type + "not(" + type + ")");
    int unused = 64 - width.bits;
    // The count wraps at the width of an int (or long), as on the machines PostgreSQL runs on.
    int mask = width == Width.BIGINT ? 63 : 31;
    to.scalar(
        Kernels.longs((a, b) -> narrow(a << (b & mask), unused)), type + "shl(" + type + ",int4)");
    to.scalar(Kernels.longs((a, b) -> a >> (b & mask)), type + "shr(" + type + ",int4)");
  }

  private static long narrow(long value, int unusedBits) {
    return value << unusedBits >> unusedBits;
  }

  private static long addExact(long a, long b, Width width) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw width.outOfRange();
    }
    return width.checked(sum);
  }

  private static long negate(long value, Width width) {
    if (value == Long.MIN_VALUE) {
      throw width.outOfRange();
    }
    return width.checked(-value);
  }

  private static long divide(long a, long b, Width width) {
    if (b == 0) {
      throw Errors.divisionByZero();
    }
    return b == -1 ? negate(a, width) : a / b;
  }

  private static long modulo(long a, long b) {
    if (b == 0) {
      throw Errors.divisionByZero();
    }
    return a % b;
  }

  private static long gcd(long a, long b, Width width) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x < 0 ? negate(x, width) : x;
  }

  private static long lcm(long a, long b, Width width) {
    if (a == 0 || b == 0) {
      return 0;
    }
    long quotient = a / gcd(a, b, width);
    if (Math.multiplyHigh(quotient, b) != (quotient * b) >> 63) {
      throw width.outOfRange();
    }
    long product = width.checked(quotient * b);
    return product < 0 ? negate(product, width) : product;
  }

  private static ScalarKernel add(Width width) {
    int unused = 64 - width.bits;
    return (_, arguments, selection, count, result) -> {
      long[] a = ((LongVector) arguments[0]).values();
      long[] b = ((LongVector) arguments[1]).values();
      if (add(a, b, selection, count, ((LongVector) result).values(), unused) < 0) {
        throw width.outOfRange();
      }
    };
  }

  private static ScalarKernel subtract(Width width) {
    int unused = 64 - width.bits;
    return (_, arguments, selection, count, result) -> {
      long[] a = ((LongVector) arguments[0]).values();
      long[] b = ((LongVector) arguments[1]).values();
      if (subtract(a, b, selection, count, ((LongVector) result).values(), unused) < 0) {
        throw width.outOfRange();
      }
    };
  }

  private static ScalarKernel multiply(Width width) {
    int unused = 64 - width.bits;
    return (_, arguments, selection, count, result) -> {
      long[] a = ((LongVector) arguments[0]).values();
      long[] b = ((LongVector) arguments[1]).values();
      if (multiply(a, b, selection, count, ((LongVector) result).values(), unused) != 0) {
        throw width.outOfRange();
      }
    };
  }

  /** Returns a negative number when a row overflowed. */
  private static long add(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target, int unused) {
    long bad = 0;
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        long sum = a[i] + b[i];
        bad |= ((a[i] ^ sum) & (b[i] ^ sum)) | (narrow(sum, unused) ^ sum);
        target[i] = sum;
      }
      return bad;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      long sum = a[row] + b[row];
      bad |= ((a[row] ^ sum) & (b[row] ^ sum)) | (narrow(sum, unused) ^ sum);
      target[row] = sum;
    }
    return bad;
  }

  private static long subtract(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target, int unused) {
    long bad = 0;
    if (selection == null) {
      for (int i = 0; i < count; i++) {
        long difference = a[i] - b[i];
        bad |= ((a[i] ^ b[i]) & (a[i] ^ difference)) | (narrow(difference, unused) ^ difference);
        target[i] = difference;
      }
      return bad;
    }
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      long difference = a[row] - b[row];
      bad |=
          ((a[row] ^ b[row]) & (a[row] ^ difference)) | (narrow(difference, unused) ^ difference);
      target[row] = difference;
    }
    return bad;
  }

  /** Returns a number other than 0 when a row overflowed. */
  private static long multiply(
      long[] a, long[] b, int @Nullable [] selection, int count, long[] target, int unused) {
    long bad = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      long product = a[row] * b[row];
      bad |=
          (Math.multiplyHigh(a[row], b[row]) ^ (product >> 63))
              | (narrow(product, unused) ^ product);
      target[row] = product;
    }
    return bad;
  }
}
