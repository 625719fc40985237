package org.orrery.sql.function.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.json.JsonValue;
import org.orrery.data.json.JsonValue.JsonArray;
import org.orrery.data.json.JsonValue.JsonObject;

/** Changes the part of a jsonb that a path of keys and array indexes leads to. */
final class JsonbPaths {

  /** What happens at the end of the path. */
  enum Change {
    /** Replaces what is there. */
    REPLACE,
    /** Replaces what is there or adds it. */
    CREATE,
    /** Puts it before the array element that is there, or adds it. */
    INSERT_BEFORE,
    /** Puts it behind the array element that is there, or adds it. */
    INSERT_AFTER,
    /** Takes away what is there. */
    DELETE;

    boolean adds() {
      return this == CREATE || isInsert();
    }

    boolean isInsert() {
      return this == INSERT_BEFORE || this == INSERT_AFTER;
    }
  }

  private final List<@Nullable String> path;
  private final JsonValue replacement;
  private final Change change;

  private JsonbPaths(List<@Nullable String> path, JsonValue replacement, Change change) {
    this.path = path;
    this.replacement = replacement;
    this.change = change;
  }

  /** {@code jsonb_set}. */
  static JsonValue set(
      JsonValue value, List<@Nullable String> path, JsonValue replacement, boolean creates) {
    if (!isContainer(value)) {
      throw Jsons.invalid("cannot set path in scalar");
    }
    if (path.isEmpty() || (isEmpty(value) && !creates)) {
      return value;
    }
    return new JsonbPaths(path, replacement, creates ? Change.CREATE : Change.REPLACE).at(value, 0);
  }

  /** {@code jsonb_insert}. */
  static JsonValue insert(
      JsonValue value, List<@Nullable String> path, JsonValue replacement, Change change) {
    if (!isContainer(value)) {
      throw Jsons.invalid("cannot set path in scalar");
    }
    return path.isEmpty() ? value : new JsonbPaths(path, replacement, change).at(value, 0);
  }

  /** {@code #-}. */
  static JsonValue delete(JsonValue value, List<@Nullable String> path) {
    if (!isContainer(value)) {
      throw Jsons.invalid("cannot delete path in scalar");
    }
    if (path.isEmpty() || isEmpty(value)) {
      return value;
    }
    return new JsonbPaths(path, JsonValue.JsonNull.INSTANCE, Change.DELETE).at(value, 0);
  }

  private static boolean isContainer(JsonValue value) {
    return value instanceof JsonArray || value instanceof JsonObject;
  }

  private static boolean isEmpty(JsonValue value) {
    return switch (value) {
      case JsonArray(var elements) -> elements.isEmpty();
      case JsonObject(var members) -> members.isEmpty();
      default -> false;
    };
  }

  private JsonValue at(JsonValue value, int level) {
    String step = path.get(level);
    if (step == null) {
      throw OrreryException.of(
          SqlState.NULL_VALUE_NOT_ALLOWED, "path element at position %d is null", level + 1);
    }
    return switch (value) {
      case JsonArray(var elements) -> inArray(elements, step, level);
      case JsonObject(var members) -> inObject(members, step, level);
      default -> value;
    };
  }

  private boolean isLast(int level) {
    return level == path.size() - 1;
  }

  private JsonValue inObject(Map<String, JsonValue> members, String key, int level) {
    Map<String, JsonValue> changed = new LinkedHashMap<>(members);
    JsonValue found = members.get(key);
    if (found == null) {
      if (isLast(level) && change.adds()) {
        changed.put(key, replacement);
      }
    } else if (!isLast(level)) {
      changed.put(key, at(found, level + 1));
    } else if (change.isInsert()) {
      throw Jsons.invalid("cannot replace existing key")
          .withHint("Try using the function jsonb_set to replace key value.");
    } else if (change == Change.DELETE) {
      changed.remove(key);
    } else {
      changed.put(key, replacement);
    }
    return JsonObject.of(changed);
  }

  private JsonValue inArray(List<JsonValue> elements, String step, int level) {
    Integer given = Jsons.index(step);
    if (given == null) {
      throw OrreryException.of(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "path element at position %d is not an integer: \"%s\"",
          level + 1,
          step);
    }
    long index = given < 0 ? (long) given + elements.size() : given;
    List<JsonValue> changed = new ArrayList<>(elements);
    if (index < 0 || index >= elements.size()) {
      if (isLast(level) && change.adds()) {
        changed.add(index < 0 ? 0 : changed.size(), replacement);
      }
      return new JsonArray(changed);
    }
    int at = (int) index;
    if (!isLast(level)) {
      changed.set(at, at(elements.get(at), level + 1));
      return new JsonArray(changed);
    }
    switch (change) {
      case REPLACE, CREATE -> changed.set(at, replacement);
      case INSERT_BEFORE -> changed.add(at, replacement);
      case INSERT_AFTER -> changed.add(at + 1, replacement);
      case DELETE -> changed.remove(at);
    }
    return new JsonArray(changed);
  }
}
