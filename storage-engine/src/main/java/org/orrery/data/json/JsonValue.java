package org.orrery.data.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.orrery.data.ByteSink;
import org.orrery.data.Numeric;

/** A JSON value as jsonb sees it: numbers are numerics, keys are unique and in jsonb's order. */
public sealed interface JsonValue {

  /** The value null. */
  enum JsonNull implements JsonValue {
    INSTANCE
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements JsonValue {}

  /** A number; always finite. */
  record JsonNumber(Numeric value) implements JsonValue {}

  /** A string. */
  record JsonString(String value) implements JsonValue {}

  /** An array. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {}

  /** An object, its members by key length in bytes, then by bytes. */
  record JsonObject(SequencedMap<String, JsonValue> members) implements JsonValue {

    /** The object of members in any order; the last of equal keys counts. */
    public static JsonObject of(Map<String, JsonValue> members) {
      var sorted = new TreeMap<String, JsonValue>(JsonParser::compareKeys);
      sorted.putAll(members);
      return new JsonObject(new LinkedHashMap<>(sorted));
    }
  }

  /** The value with numbers of the smallest scale: equal values have equal texts then. */
  default JsonValue withoutTrailingZeros() {
    return switch (this) {
      case JsonNumber(var number) ->
          new JsonNumber(Numeric.of(number.value().stripTrailingZeros()));
      case JsonArray(var elements) ->
          new JsonArray(elements.stream().map(JsonValue::withoutTrailingZeros).toList());
      case JsonObject(var members) -> {
        var stripped = new LinkedHashMap<String, JsonValue>();
        members.forEach((key, member) -> stripped.put(key, member.withoutTrailingZeros()));
        yield new JsonObject(stripped);
      }
      case JsonNull _, JsonBoolean _, JsonString _ -> this;
    };
  }

  /** The value in jsonb's text form. */
  default String toText() {
    var sink = new ByteSink(64);
    write(sink);
    return sink.toString();
  }

  /** Appends the value in jsonb's text form, which is also the form in memory. */
  default void write(ByteSink sink) {
    JsonWriter.write(this, sink);
  }
}
