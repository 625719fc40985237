package org.orrery.sql.function;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** Calls functions on values given as text, and shows results as text. */
final class Evaluation {

  static final BuiltinFunctions REGISTRY = BuiltinFunctions.create();

  /** Where in the vectors the tested row lies; the others must not be looked at. */
  private static final int ROW = 2;

  private Evaluation() {}

  /** The function of a signature such as {@code int4pl(int4,int4)}. */
  static FunctionDef function(String signature) {
    String name = signature.substring(0, signature.indexOf('('));
    return REGISTRY.functions(name).stream()
        .filter(function -> signature(function).equals(signature))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not in the registry: " + signature));
  }

  static String signature(FunctionDef function) {
    return function.name()
        + "("
        + String.join(",", function.argumentTypes().stream().map(SqlType::name).toList())
        + ")";
  }

  /** The result as text; {@code \N} for NULL, {@code !SQLSTATE message} for an error. */
  static String call(String zone, String call, List<String> arguments) {
    String[] parts = call.split("[#>]");
    FunctionDef function = function(parts[0]);
    List<SqlType> types =
        parts.length == 1
            ? function.argumentTypes()
            : Stream.of(parts[1].split(",")).map(Evaluation::type).toList();
    SqlType resultType = parts.length == 1 ? function.returnType() : type(parts[2]);
    var context = new FakeContext(zone);
    Vector[] vectors = new Vector[arguments.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(context, types.get(i), arguments.get(i));
    }
    if (function.isStrict() && arguments.contains("\\N")) {
      return "\\N";
    }
    try {
      var scalar = (FunctionDef.Implementation.Scalar) function.implementation();
      ScalarKernel kernel = scalar.kernel().forTypes(types, resultType);
      Vector result = Vector.allocate(resultType.kind(), ROW + 1);
      kernel.evaluate(context, vectors, new int[] {ROW}, 1, result);
      return text(context, resultType, result, ROW);
    } catch (OrreryException e) {
      return "!" + e.state().code() + " " + e.message();
    }
  }

  /** A vector with one value at the tested row. */
  static Vector vector(FakeContext context, SqlType type, String text) {
    Vector vector = Vector.allocate(type.kind(), ROW + 1);
    parse(context, type, text, vector, ROW);
    return vector;
  }

  static void parse(FakeContext context, SqlType type, String text, Vector target, int row) {
    if (text.equals("\\N")) {
      target.setNull(row);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    type.codec().parseText(bytes, 0, bytes.length, -1, context.format(), target, row);
  }

  static String text(FakeContext context, SqlType type, Vector vector, int row) {
    if (vector.isNull(row)) {
      return "\\N";
    }
    var sink = new ByteSink(32);
    type.codec().formatText(vector, row, context.format(), sink);
    return sink.toString().replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** A line's mismatch, or null when the function gives the expected result. */
  static @Nullable String mismatch(String line) {
    var columns = new ArrayList<>(List.of(line.split("\t", -1)));
    String expected = columns.removeLast();
    String head = columns.removeFirst();
    int at = head.indexOf('@');
    String zone = at > 0 ? head.substring(0, at) : "UTC";
    String actual;
    try {
      actual = call(zone, at > 0 ? head.substring(at + 1) : head, columns);
    } catch (AssertionError | RuntimeException e) {
      actual = e.toString();
    }
    return actual.equals(expected) ? null : line + "  but was  " + actual;
  }

  static SqlType type(String name) {
    SqlType type = BuiltinTypes.byName(name);
    if (type == null) {
      throw new AssertionError("no type " + name);
    }
    return type;
  }
}
