package org.orrery.sql.function.json;

import org.orrery.data.Numeric;
import org.orrery.data.json.JsonValue;
import org.orrery.data.json.JsonValue.JsonArray;
import org.orrery.data.json.JsonValue.JsonBoolean;
import org.orrery.data.json.JsonValue.JsonNull;
import org.orrery.data.json.JsonValue.JsonNumber;
import org.orrery.data.json.JsonValue.JsonObject;
import org.orrery.data.json.JsonValue.JsonString;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.kernel.Casts;
import org.orrery.sql.function.kernel.Kernels;
import org.orrery.sql.function.kernel.Numerics;

/** Casts from jsonb to boolean and to numbers. */
final class JsonbCasts {

  private JsonbCasts() {}

  static void bind(Bindings to) {
    to.scalar(Kernels.test((_, a, row) -> truth(Jsons.at(a, 0, row))), "bool(jsonb)");
    to.scalar(
        Kernels.toNumeric((_, a, row) -> number(Jsons.at(a, 0, row), "numeric")), "numeric(jsonb)");
    integer(to, "int2", 16, "smallint");
    integer(to, "int4", 32, "integer");
    integer(to, "int8", 64, "bigint");
    to.scalar(
        Kernels.toDouble(
            (_, a, row) -> Casts.single(Numerics.toDouble(number(Jsons.at(a, 0, row), "real")))),
        "float4(jsonb)");
    to.scalar(
        Kernels.toDouble(
            (_, a, row) -> Numerics.toDouble(number(Jsons.at(a, 0, row), "double precision"))),
        "float8(jsonb)");
  }

  private static void integer(Bindings to, String name, int bits, String title) {
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> Numerics.toLong(number(Jsons.at(a, 0, row), title), bits, title)),
        name + "(jsonb)");
  }

  private static boolean truth(JsonValue value) {
    if (value instanceof JsonBoolean(boolean isTrue)) {
      return isTrue;
    }
    throw cannotCast(value, "boolean");
  }

  private static Numeric number(JsonValue value, String target) {
    if (value instanceof JsonNumber(var number)) {
      return number;
    }
    throw cannotCast(value, target);
  }

  private static org.orrery.base.error.OrreryException cannotCast(JsonValue value, String target) {
    String kind =
        switch (value) {
          case JsonNull _ -> "null";
          case JsonString _ -> "string";
          case JsonNumber _ -> "numeric";
          case JsonBoolean _ -> "boolean";
          case JsonArray _ -> "array";
          case JsonObject _ -> "object";
        };
    return Jsons.invalid("cannot cast jsonb " + kind + " to type " + target);
  }
}
