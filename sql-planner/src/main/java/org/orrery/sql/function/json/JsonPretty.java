package org.orrery.sql.function.json;

import org.orrery.data.ByteSink;
import org.orrery.data.json.JsonValue;
import org.orrery.data.json.JsonWriter;

/** {@code jsonb_pretty}: a line for each part, four blanks for each level. */
final class JsonPretty {

  private static final String INDENT = "    ";

  private JsonPretty() {}

  static void write(JsonValue value, int level, StringBuilder text) {
    switch (value) {
      case JsonValue.JsonArray(var elements) -> {
        text.append('[');
        String separator = "";
        for (JsonValue element : elements) {
          line(text.append(separator), level + 1);
          write(element, level + 1, text);
          separator = ",";
        }
        line(text, level).append(']');
      }
      case JsonValue.JsonObject(var members) -> {
        text.append('{');
        String separator = "";
        for (var member : members.entrySet()) {
          line(text.append(separator), level + 1).append(quoted(member.getKey())).append(": ");
          write(member.getValue(), level + 1, text);
          separator = ",";
        }
        line(text, level).append('}');
      }
      default -> {
        var sink = new ByteSink(16);
        value.write(sink);
        text.append(sink);
      }
    }
  }

  private static StringBuilder line(StringBuilder text, int level) {
    return text.append('\n').append(INDENT.repeat(level));
  }

  private static String quoted(String key) {
    var sink = new ByteSink(key.length() + 2);
    JsonWriter.writeString(key, sink);
    return sink.toString();
  }
}
