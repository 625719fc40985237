package org.orrery.sql.function.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonCursor;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.kernel.Kernels;

/** Looking into json and jsonb: fields, elements, paths, types, keys. */
final class JsonAccess {

  private JsonAccess() {}

  /** Moves a cursor from a row's value to a part of it; false when there is none. */
  @FunctionalInterface
  private interface Step {
    boolean move(JsonCursor cursor, Vector[] arguments, int row);
  }

  static void bind(Bindings to) {
    for (String type : List.of("json", "jsonb")) {
      to.scalar(extraction(JsonAccess::member, false), type + "_object_field(" + type + ",text)");
      to.scalar(
          extraction(JsonAccess::member, true), type + "_object_field_text(" + type + ",text)");
      to.scalar(extraction(JsonAccess::element, false), type + "_array_element(" + type + ",int4)");
      to.scalar(
          extraction(JsonAccess::element, true), type + "_array_element_text(" + type + ",int4)");
      to.scalar(extraction(JsonAccess::path, false), type + "_extract_path(" + type + ",_text)");
      to.scalar(
          extraction(JsonAccess::path, true), type + "_extract_path_text(" + type + ",_text)");
      to.scalar(
          Kernels.toText((_, a, row) -> cursor(a, row).type()), type + "_typeof(" + type + ")");
      to.scalar(
          Kernels.toLong((_, a, row) -> arrayLength(cursor(a, row))),
          type + "_array_length(" + type + ")");
    }
    to.scalar(
        Kernels.test((_, a, row) -> exists(cursor(a, row), Kernels.textAt(a, 1, row))),
        "jsonb_exists(jsonb,text)");
    to.scalar(
        Kernels.test(
            (_, a, row) ->
                Jsons.texts(a, 1, row).stream()
                    .anyMatch(key -> key != null && exists(cursor(a, row), key))),
        "jsonb_exists_any(jsonb,_text)");
    to.scalar(
        Kernels.test(
            (_, a, row) ->
                Jsons.texts(a, 1, row).stream()
                    .allMatch(key -> key == null || exists(cursor(a, row), key))),
        "jsonb_exists_all(jsonb,_text)");
  }

  private static JsonCursor cursor(Vector[] arguments, int row) {
    var cursor = new JsonCursor();
    cursor.reset((BytesVector) arguments[0], row);
    return cursor;
  }

  /** A part of the value; NULL when there is none, and for null as text. */
  private static ScalarKernel extraction(Step step, boolean asText) {
    return (EvaluationContext _,
        Vector[] arguments,
        int @Nullable [] selection,
        int count,
        Vector result) -> {
      var cursor = new JsonCursor();
      var source = (BytesVector) arguments[0];
      var target = (BytesVector) result;
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        cursor.reset(source, row);
        if (!step.move(cursor, arguments, row) || (asText && cursor.isNull())) {
          target.setNull(row);
        } else if (asText) {
          cursor.storeText(target, row);
        } else {
          cursor.store(target, row);
        }
      }
    };
  }

  private static boolean member(JsonCursor cursor, Vector[] arguments, int row) {
    var key = (BytesVector) arguments[1];
    int offset = key.offsets()[row];
    return cursor.member(key.data(), offset, offset + key.lengths()[row]);
  }

  private static boolean element(JsonCursor cursor, Vector[] arguments, int row) {
    return cursor.element(((LongVector) arguments[1]).values()[row]);
  }

  private static boolean path(JsonCursor cursor, Vector[] arguments, int row) {
    for (String step : Jsons.texts(arguments, 1, row)) {
      if (step == null || !step(cursor, step)) {
        return false;
      }
    }
    return true;
  }

  private static boolean step(JsonCursor cursor, String step) {
    if (cursor.isArray()) {
      Integer index = Jsons.index(step);
      return index != null && cursor.element(index);
    }
    byte[] key = step.getBytes(StandardCharsets.UTF_8);
    return cursor.member(key, 0, key.length);
  }

  private static long arrayLength(JsonCursor cursor) {
    if (cursor.isArray()) {
      return cursor.count();
    }
    throw Jsons.invalid(
        "cannot get array length of a " + (cursor.isObject() ? "non-array" : "scalar"));
  }

  /** Whether a string is a key of an object, or an element of an array, or the value itself. */
  private static boolean exists(JsonCursor cursor, String key) {
    if (cursor.isObject()) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return cursor.member(bytes, 0, bytes.length);
    }
    if (!cursor.isArray()) {
      return cursor.isString() && cursor.text().equals(key);
    }
    for (boolean has = cursor.enter(); has; has = cursor.next()) {
      if (cursor.isString() && cursor.text().equals(key)) {
        return true;
      }
    }
    return false;
  }
}
