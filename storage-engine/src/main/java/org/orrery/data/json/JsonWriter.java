package org.orrery.data.json;

import org.orrery.data.ByteSink;

/** Writes JSON in jsonb's form: a blank after each comma and colon. */
public final class JsonWriter {

  private static final String HEX = "0123456789abcdef";

  private JsonWriter() {}

  static void write(JsonValue value, ByteSink sink) {
    switch (value) {
      case JsonValue.JsonNull _ -> sink.writeString("null");
      case JsonValue.JsonBoolean(boolean isTrue) -> sink.writeString(isTrue ? "true" : "false");
      case JsonValue.JsonNumber(var number) -> sink.writeString(number.toString());
      case JsonValue.JsonString(String text) -> writeString(text, sink);
      case JsonValue.JsonArray(var elements) -> {
        sink.writeByte('[');
        String separator = "";
        for (JsonValue element : elements) {
          sink.writeString(separator);
          write(element, sink);
          separator = ", ";
        }
        sink.writeByte(']');
      }
      case JsonValue.JsonObject(var members) -> {
        sink.writeByte('{');
        String separator = "";
        for (var member : members.entrySet()) {
          sink.writeString(separator);
          writeString(member.getKey(), sink);
          sink.writeString(": ");
          write(member.getValue(), sink);
          separator = ", ";
        }
        sink.writeByte('}');
      }
    }
  }

  /** Appends a string in quotes, with the escapes that PostgreSQL uses. */
  public static void writeString(String text, ByteSink sink) {
    var escaped = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\b' -> escaped.append("\\b");
        case '\f' -> escaped.append("\\f");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < ' ') {
            escaped.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    sink.writeString(escaped.append('"').toString());
  }
}
