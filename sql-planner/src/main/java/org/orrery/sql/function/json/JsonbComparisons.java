package org.orrery.sql.function.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.orrery.data.json.JsonValue;
import org.orrery.data.json.JsonValue.JsonArray;
import org.orrery.data.json.JsonValue.JsonBoolean;
import org.orrery.data.json.JsonValue.JsonNull;
import org.orrery.data.json.JsonValue.JsonNumber;
import org.orrery.data.json.JsonValue.JsonObject;
import org.orrery.data.json.JsonValue.JsonString;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.kernel.Kernels;

/** The order and equality of jsonb, and containment. */
final class JsonbComparisons {

  private JsonbComparisons() {}

  static void bind(Bindings to) {
    comparison(to, "eq", order -> order == 0);
    comparison(to, "ne", order -> order != 0);
    comparison(to, "lt", order -> order < 0);
    comparison(to, "le", order -> order <= 0);
    comparison(to, "gt", order -> order > 0);
    comparison(to, "ge", order -> order >= 0);
    to.scalar(
        Kernels.toLong((_, a, row) -> compareRoots(Jsons.at(a, 0, row), Jsons.at(a, 1, row))),
        "jsonb_cmp(jsonb,jsonb)");
    to.scalar(
        Kernels.test((_, a, row) -> containsRoot(Jsons.at(a, 0, row), Jsons.at(a, 1, row))),
        "jsonb_contains(jsonb,jsonb)");
    to.scalar(
        Kernels.test((_, a, row) -> containsRoot(Jsons.at(a, 1, row), Jsons.at(a, 0, row))),
        "jsonb_contained(jsonb,jsonb)");
  }

  private static void comparison(Bindings to, String suffix, IntPredicate holds) {
    to.scalar(
        Kernels.test(
            (_, a, row) -> holds.test(compareRoots(Jsons.at(a, 0, row), Jsons.at(a, 1, row)))),
        "jsonb_" + suffix + "(jsonb,jsonb)");
  }

  /**
   * PostgreSQL's order of whole values. A scalar counts as an array of one element there, so an
   * empty array comes before it.
   */
  private static int compareRoots(JsonValue a, JsonValue b) {
    if (a instanceof JsonArray(var elements) && isScalar(b)) {
      return elements.isEmpty() ? -1 : 1;
    }
    if (isScalar(a) && b instanceof JsonArray(var elements)) {
      return elements.isEmpty() ? 1 : -1;
    }
    return compare(a, b);
  }

  /** Object &gt; array &gt; boolean &gt; number &gt; string &gt; null. */
  private static int rank(JsonValue value) {
    return switch (value) {
      case JsonNull _ -> 0;
      case JsonString _ -> 1;
      case JsonNumber _ -> 2;
      case JsonBoolean _ -> 3;
      case JsonArray _ -> 4;
      case JsonObject _ -> 5;
    };
  }

  private static boolean isScalar(JsonValue value) {
    return !(value instanceof JsonArray) && !(value instanceof JsonObject);
  }

  private static int compare(JsonValue a, JsonValue b) {
    int ranks = Integer.signum(rank(a) - rank(b));
    if (ranks != 0) {
      return ranks;
    }
    return switch (a) {
      case JsonNull _ -> 0;
      case JsonString(var text) -> compareTexts(text, ((JsonString) b).value());
      case JsonNumber(var number) -> number.compareTo(((JsonNumber) b).value());
      case JsonBoolean(var isTrue) -> Boolean.compare(isTrue, ((JsonBoolean) b).value());
      case JsonArray(var elements) -> compareArrays(elements, ((JsonArray) b).elements());
      case JsonObject(var members) -> compareObjects(members, ((JsonObject) b).members());
    };
  }

  private static int compareTexts(String a, String b) {
    return Integer.signum(
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
  }

  private static int compareArrays(List<JsonValue> a, List<JsonValue> b) {
    int order = Integer.compare(a.size(), b.size());
    for (int i = 0; i < a.size() && order == 0; i++) {
      order = compare(a.get(i), b.get(i));
    }
    return order;
  }

  private static int compareObjects(Map<String, JsonValue> a, Map<String, JsonValue> b) {
    int order = Integer.compare(a.size(), b.size());
    Iterator<Map.Entry<String, JsonValue>> others = b.entrySet().iterator();
    Iterator<Map.Entry<String, JsonValue>> members = a.entrySet().iterator();
    while (order == 0 && members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      Map.Entry<String, JsonValue> other = others.next();
      order = compareTexts(member.getKey(), other.getKey());
      order = order == 0 ? compare(member.getValue(), other.getValue()) : order;
    }
    return order;
  }

  /** An array contains a scalar that is its element, but only as a whole value. */
  private static boolean containsRoot(JsonValue value, JsonValue part) {
    return (value instanceof JsonArray(var elements) && isScalar(part))
        ? hasElement(elements, part)
        : contains(value, part);
  }

  private static boolean contains(JsonValue value, JsonValue part) {
    if (value instanceof JsonObject(var members) && part instanceof JsonObject(var wanted)) {
      return wanted.entrySet().stream()
          .allMatch(
              member -> {
                JsonValue found = members.get(member.getKey());
                return found != null && contains(found, member.getValue());
              });
    }
    if (value instanceof JsonArray(var elements) && part instanceof JsonArray(var wanted)) {
      return wanted.stream().allMatch(element -> hasElement(elements, element));
    }
    return rank(value) == rank(part) && compare(value, part) == 0;
  }

  private static boolean hasElement(List<JsonValue> elements, JsonValue wanted) {
    return elements.stream().anyMatch(element -> contains(element, wanted));
  }
}
