package org.orrery.sql.function.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.BytesVector;
import org.orrery.data.json.JsonCursor;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.function.set.VectorRows;

/** Functions that give a row for each part of an array or object. */
final class JsonSets {

  private JsonSets() {}

  static void bind(Bindings to) {
    for (String type : List.of("json", "jsonb")) {
      for (boolean asText : new boolean[] {false, true}) {
        String suffix = asText ? "_text" : "";
        String each = type + "_each" + suffix;
        to.set(
            (context, a, _) -> members(context, cursor(a[0]), each, asText),
            each + "(" + type + ")");
        String elements = type + "_array_elements" + suffix;
        to.set(
            (context, a, _) -> elements(context, cursor(a[0]), elements, asText),
            elements + "(" + type + ")");
      }
      String keys = type + "_object_keys";
      to.set((context, a, _) -> keys(context, cursor(a[0]), keys), keys + "(" + type + ")");
    }
  }

  private static JsonCursor cursor(@Nullable Object argument) {
    byte[] bytes = (byte[]) Objects.requireNonNull(argument);
    var cursor = new JsonCursor();
    cursor.reset(bytes, 0, bytes.length);
    return cursor;
  }

  private static SetFunction.Rows members(
      EvaluationContext context, JsonCursor cursor, String function, boolean asText) {
    if (!cursor.isObject()) {
      boolean isBinary = function.startsWith("jsonb");
      throw Jsons.invalid(
          isBinary
              ? "cannot call " + function + " on a non-object"
              : "cannot deconstruct " + (cursor.isArray() ? "an array as an object" : "a scalar"));
    }
    int count = cursor.count();
    var keys = new BytesVector(count);
    var values = new BytesVector(count);
    int row = 0;
    for (boolean has = cursor.enter(); has; has = cursor.next()) {
      keys.setString(row, cursor.key());
      store(cursor, asText, values, row++);
    }
    return VectorRows.of(context, count, keys, values);
  }

  private static void store(JsonCursor cursor, boolean asText, BytesVector target, int row) {
    if (!asText) {
      cursor.store(target, row);
    } else if (cursor.isNull()) {
      target.setNull(row);
    } else {
      cursor.storeText(target, row);
    }
  }

  private static SetFunction.Rows elements(
      EvaluationContext context, JsonCursor cursor, String function, boolean asText) {
    if (!cursor.isArray()) {
      throw notAnArray(cursor, function);
    }
    int count = cursor.count();
    var values = new BytesVector(count);
    int row = 0;
    for (boolean has = cursor.enter(); has; has = cursor.next()) {
      store(cursor, asText, values, row++);
    }
    return VectorRows.of(context, count, values);
  }

  private static OrreryException notAnArray(JsonCursor cursor, String function) {
    if (function.startsWith("jsonb")) {
      return Jsons.invalid(
          "cannot extract elements from " + (cursor.isObject() ? "an object" : "a scalar"));
    }
    return Jsons.invalid(
        "cannot call " + function + " on a " + (cursor.isObject() ? "non-array" : "scalar"));
  }

  private static SetFunction.Rows keys(
      EvaluationContext context, JsonCursor cursor, String function) {
    if (!cursor.isObject()) {
      throw Jsons.invalid(
          "cannot call " + function + " on " + (cursor.isArray() ? "an array" : "a scalar"));
    }
    var keys = new ArrayList<String>();
    for (boolean has = cursor.enter(); has; has = cursor.next()) {
      keys.add(cursor.key());
    }
    var values = new BytesVector(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      values.setString(i, keys.get(i));
    }
    return VectorRows.of(context, keys.size(), values);
  }
}
