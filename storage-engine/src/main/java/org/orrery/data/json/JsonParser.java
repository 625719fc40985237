package org.orrery.data.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Parses JSON by recursive descent over {@link JsonLexer}. One object parses one text. */
public final class JsonParser {

  /** The deepest nesting. */
  public static final int DEPTH_MAX = 5_000;

  private final JsonLexer lexer;
  private final boolean buildsValues;
  private int depth;

  private JsonParser(String text, boolean buildsValues) {
    this.lexer = new JsonLexer(text, buildsValues);
    this.buildsValues = buildsValues;
  }

  /**
   * Parses a text into a tree.
   *
   * @throws OrreryException {@code 22P02}, or {@code 22P05} for a zero character
   */
  public static JsonValue parse(String text) {
    var parser = new JsonParser(text, true);
    return parser.document();
  }

  /**
   * Checks that a text is JSON.
   *
   * @throws OrreryException {@code 22P02}
   */
  public static void validate(String text) {
    new JsonParser(text, false).document();
  }

  private JsonValue document() {
    lexer.next();
    JsonValue value = value();
    if (lexer.token() != JsonLexer.Token.END) {
      throw lexer.unexpected("Expected end of input, but found");
    }
    return value;
  }

  private JsonValue value() {
    return switch (lexer.token()) {
      case OPEN_BRACE -> object();
      case OPEN_BRACKET -> array();
      case STRING -> advance(new JsonValue.JsonString(lexer.string()));
      case NUMBER ->
          advance(
              buildsValues
                  ? new JsonValue.JsonNumber(JsonNumbers.parse(lexer.text()))
                  : JsonValue.JsonNull.INSTANCE);
      case TRUE -> advance(new JsonValue.JsonBoolean(true));
      case FALSE -> advance(new JsonValue.JsonBoolean(false));
      case NULL -> advance(JsonValue.JsonNull.INSTANCE);
      case CLOSE_BRACE, CLOSE_BRACKET, COMMA, COLON, END ->
          throw lexer.unexpected("Expected JSON value, but found");
    };
  }

  private JsonValue advance(JsonValue value) {
    lexer.next();
    return value;
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw OrreryException.of(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
  }

  private JsonValue array() {
    enter();
    lexer.next();
    List<JsonValue> elements = new ArrayList<>();
    if (lexer.token() != JsonLexer.Token.CLOSE_BRACKET) {
      add(elements, value());
      while (lexer.token() == JsonLexer.Token.COMMA) {
        lexer.next();
        add(elements, value());
      }
      if (lexer.token() != JsonLexer.Token.CLOSE_BRACKET) {
        throw lexer.unexpected("Expected \",\" or \"]\", but found");
      }
    }
    depth--;
    return advance(new JsonValue.JsonArray(elements));
  }

  private void add(List<JsonValue> elements, JsonValue element) {
    if (buildsValues) {
      elements.add(element);
    }
  }

  private JsonValue object() {
    enter();
    lexer.next();
    var members = new TreeMap<String, JsonValue>(JsonParser::compareKeys);
    if (lexer.token() != JsonLexer.Token.CLOSE_BRACE) {
      member(members, "Expected string or \"}\", but found");
      while (lexer.token() == JsonLexer.Token.COMMA) {
        lexer.next();
        member(members, "Expected string, but found");
      }
      if (lexer.token() != JsonLexer.Token.CLOSE_BRACE) {
        throw lexer.unexpected("Expected \",\" or \"}\", but found");
      }
    }
    depth--;
    return advance(new JsonValue.JsonObject(new LinkedHashMap<>(members)));
  }

  private void member(Map<String, JsonValue> members, String expectation) {
    if (lexer.token() != JsonLexer.Token.STRING) {
      throw lexer.unexpected(expectation);
    }
    String key = lexer.string();
    lexer.next();
    if (lexer.token() != JsonLexer.Token.COLON) {
      throw lexer.unexpected("Expected \":\", but found");
    }
    lexer.next();
    JsonValue value = value();
    if (buildsValues) {
      members.put(key, value);
    }
  }

  /** jsonb's order of keys: by length in bytes, then by bytes. */
  public static int compareKeys(String a, String b) {
    byte[] left = a.getBytes(StandardCharsets.UTF_8);
    byte[] right = b.getBytes(StandardCharsets.UTF_8);
    return left.length != right.length
        ? Integer.compare(left.length, right.length)
        : Arrays.compareUnsigned(left, right);
  }
}
