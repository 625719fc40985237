package org.orrery.sql.pgcatalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Implementation;

/** Calls functions of the registry with arguments and results in text. */
final class Calls {

  private Calls() {}

  /** The function of a signature such as {@code format_type(oid,int4)}. */
  static FunctionDef function(SampleSession session, String signature) {
    String name = signature.substring(0, signature.indexOf('('));
    return session.sample().functions().functions(name).stream()
        .filter(
            function ->
                signature.equals(
                    function.argumentTypes().stream()
                        .map(SqlType::name)
                        .collect(Collectors.joining(",", name + "(", ")"))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + signature));
  }

  /** One call's result; null for NULL. */
  static @Nullable String call(SampleSession session, String signature, String... arguments) {
    FunctionDef function = function(session, signature);
    var vectors = new Vector[arguments.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = value(session, function.argumentTypes().get(i), arguments[i]);
      if (vectors[i].isNull(0) && function.isStrict()) {
        return null;
      }
    }
    Vector result = Vector.allocate(function.returnType().kind(), 1);
    if (!(function.implementation() instanceof Implementation.Scalar(var kernel))) {
      throw new AssertionError(signature + " is no scalar function");
    }
    kernel
        .forTypes(function.argumentTypes(), function.returnType())
        .evaluate(session, vectors, null, 1, result);
    return text(session, function.returnType(), result, 0);
  }

  private static Vector value(SampleSession session, SqlType type, @Nullable String text) {
    Vector vector = Vector.allocate(type.kind(), 1);
    if (text == null || text.equals("NULL")) {
      vector.setNull(0);
      return vector;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (type.name().equals("pg_node_tree")) {
      vector.set(0, bytes);
      return vector;
    }
    type.codec().parseText(bytes, 0, bytes.length, Typmods.NONE, session.format(), vector, 0);
    return vector;
  }

  private static @Nullable String text(
      SampleSession session, SqlType type, Vector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    var sink = new ByteSink(16);
    type.codec().formatText(vector, row, session.format(), sink);
    return sink.toString();
  }

  /** All rows of a set-returning function, columns in text. */
  static List<List<String>> rows(
      SampleSession session,
      String signature,
      List<SqlType> argumentTypes,
      List<SqlType> types,
      String... arguments) {
    FunctionDef function = function(session, signature);
    var values = new @Nullable Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(session, argumentTypes.get(i), arguments[i]).get(0);
    }
    if (!(function.implementation() instanceof Implementation.SetReturning(var set))) {
      throw new AssertionError(signature + " returns no set");
    }
    var call = set.call(session, values, argumentTypes.toArray(SqlType[]::new));
    var rows = new ArrayList<List<String>>();
    for (Batch batch = call.next(); batch != null; batch = call.next()) {
      for (int i = 0; i < batch.size(); i++) {
        var row = new ArrayList<String>();
        for (int column = 0; column < types.size(); column++) {
          String value = text(session, types.get(column), batch.column(column), batch.position(i));
          row.add(value == null ? "NULL" : value);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
