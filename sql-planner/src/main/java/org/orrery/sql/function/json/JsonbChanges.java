package org.orrery.sql.function.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonValue;
import org.orrery.data.json.JsonValue.JsonArray;
import org.orrery.data.json.JsonValue.JsonNull;
import org.orrery.data.json.JsonValue.JsonObject;
import org.orrery.data.json.JsonValue.JsonString;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.json.JsonbPaths.Change;
import org.orrery.sql.function.kernel.Kernels;

/** Functions that make another jsonb of one: concatenation, deletion, setting, stripping. */
final class JsonbChanges {

  private JsonbChanges() {}

  /** A jsonb made of the first argument; null for NULL. */
  @FunctionalInterface
  private interface Edit {
    @Nullable JsonValue apply(JsonValue value, Vector[] arguments, int row);
  }

  static void bind(Bindings to) {
    bind(
        to,
        (value, a, row) -> concatenate(value, Jsons.at(a, 1, row)),
        "jsonb_concat(jsonb,jsonb)");
    bind(
        to,
        (value, a, row) -> delete(value, List.of(Kernels.textAt(a, 1, row))),
        "jsonb_delete(jsonb,text)");
    bind(to, (value, a, row) -> delete(value, Jsons.path(a, 1, row)), "jsonb_delete(jsonb,_text)");
    bind(
        to, (value, a, row) -> delete(value, Kernels.intAt(a, 1, row)), "jsonb_delete(jsonb,int4)");
    bind(to, (value, _, _) -> strip(value), "jsonb_strip_nulls(jsonb)");
    bind(
        to,
        (value, a, row) -> JsonbPaths.delete(value, Jsons.path(a, 1, row)),
        "jsonb_delete_path(jsonb,_text)");
    bind(
        to,
        (value, a, row) ->
            JsonbPaths.set(
                value, Jsons.path(a, 1, row), Jsons.at(a, 2, row), Kernels.boolAt(a, 3, row)),
        "jsonb_set(jsonb,_text,jsonb,bool)");
    bind(
        to,
        (value, a, row) ->
            JsonbPaths.insert(
                value,
                Jsons.path(a, 1, row),
                Jsons.at(a, 2, row),
                Kernels.boolAt(a, 3, row) ? Change.INSERT_AFTER : Change.INSERT_BEFORE),
        "jsonb_insert(jsonb,_text,jsonb,bool)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> setLax(a, row, result)),
        "jsonb_set_lax(jsonb,_text,jsonb,bool,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> {
              var text = new StringBuilder();
              JsonPretty.write(Jsons.at(a, 0, row), 0, text);
              return text.toString();
            }),
        "jsonb_pretty(jsonb)");
  }

  private static void bind(Bindings to, Edit edit, String signature) {
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              JsonValue changed = edit.apply(Jsons.at(a, 0, row), a, row);
              if (changed == null) {
                result.setNull(row);
              } else {
                Jsons.store(changed, result, row);
              }
            }),
        signature);
  }

  private static JsonValue concatenate(JsonValue a, JsonValue b) {
    if (a instanceof JsonObject(var members) && b instanceof JsonObject(var others)) {
      Map<String, JsonValue> all = new LinkedHashMap<>(members);
      all.putAll(others);
      return JsonObject.of(all);
    }
    List<JsonValue> elements = new ArrayList<>();
    elements.addAll(a instanceof JsonArray(var first) ? first : List.of(a));
    elements.addAll(b instanceof JsonArray(var second) ? second : List.of(b));
    return new JsonArray(elements);
  }

  private static JsonValue delete(JsonValue value, List<? extends @Nullable String> keys) {
    return switch (value) {
      case JsonObject(var members) -> {
        var rest = new LinkedHashMap<>(members);
        keys.forEach(rest::remove);
        yield new JsonObject(rest);
      }
      case JsonArray(var elements) ->
          new JsonArray(
              elements.stream()
                  .filter(
                      element -> !(element instanceof JsonString(var text) && keys.contains(text)))
                  .toList());
      default -> throw Jsons.invalid("cannot delete from scalar");
    };
  }

  private static JsonValue delete(JsonValue value, int index) {
    if (value instanceof JsonObject) {
      throw Jsons.invalid("cannot delete from object using integer index");
    }
    if (!(value instanceof JsonArray(var elements))) {
      throw Jsons.invalid("cannot delete from scalar");
    }
    long at = index < 0 ? (long) index + elements.size() : index;
    if (at < 0 || at >= elements.size()) {
      return value;
    }
    List<JsonValue> rest = new ArrayList<>(elements);
    rest.remove((int) at);
    return new JsonArray(rest);
  }

  private static JsonValue strip(JsonValue value) {
    return switch (value) {
      case JsonObject(var members) -> {
        var rest = new LinkedHashMap<String, JsonValue>();
        members.forEach(
            (key, member) -> {
              if (!(member instanceof JsonNull)) {
                rest.put(key, strip(member));
              }
            });
        yield new JsonObject(rest);
      }
      case JsonArray(var elements) ->
          new JsonArray(elements.stream().map(JsonbChanges::strip).toList());
      default -> value;
    };
  }

  private static void setLax(Vector[] a, int row, Vector result) {
    if (a[0].isNull(row) || a[1].isNull(row) || a[3].isNull(row)) {
      result.setNull(row);
      return;
    }
    if (a[4].isNull(row)) {
      throw Jsons.invalid(
          "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or"
              + " \"raise_exception\"");
    }
    JsonValue value = Jsons.at(a, 0, row);
    List<@Nullable String> path = Jsons.path(a, 1, row);
    boolean creates = Kernels.boolAt(a, 3, row);
    if (!a[2].isNull(row)) {
      Jsons.store(JsonbPaths.set(value, path, Jsons.at(a, 2, row), creates), result, row);
      return;
    }
    JsonValue changed =
        switch (Kernels.textAt(a, 4, row)) {
          case "raise_exception" ->
              throw org.orrery.base.error.OrreryException.of(
                      org.orrery.base.error.SqlState.NULL_VALUE_NOT_ALLOWED,
                      "JSON value must not be null")
                  .withDetail(
                      "Exception was raised because null_value_treatment is \"raise_exception\".")
                  .withHint(
                      "To avoid, either change the null_value_treatment argument or ensure that an"
                          + " SQL NULL is not passed.");
          case "use_json_null" -> JsonbPaths.set(value, path, JsonNull.INSTANCE, creates);
          case "delete_key" -> JsonbPaths.delete(value, path);
          case "return_target" -> value;
          default ->
              throw Jsons.invalid(
                  "null_value_treatment must be \"delete_key\", \"return_target\","
                      + " \"use_json_null\", or \"raise_exception\"");
        };
    Jsons.store(changed, result, row);
  }
}
