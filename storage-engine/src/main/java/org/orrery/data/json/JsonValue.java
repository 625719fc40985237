package org.orrery.data.json;

import java.util.List;
import java.util.SequencedMap;
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
  record JsonObject(SequencedMap<String, JsonValue> members) implements JsonValue {}

  /** Appends the value in jsonb's text form, which is also the form in memory. */
  default void write(ByteSink sink) {
    JsonWriter.write(this, sink);
  }
}
