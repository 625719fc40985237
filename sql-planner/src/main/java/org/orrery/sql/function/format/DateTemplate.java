package org.orrery.sql.function.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed template for times. */
final class DateTemplate {

  /** What a part of a template that is no field is. */
  enum Kind {
    FIELD,
    SEPARATOR,
    SPACE,
    TEXT
  }

  /**
   * A part of a template.
   *
   * @param kind a field or some character
   * @param field the field, null for characters
   * @param text the field's name as written, or the character
   * @param isFilled whether {@code FM} was before it: no padding
   * @param isTranslated whether {@code TM} was before it
   * @param ordinal {@code TH} or {@code th} behind it, or empty
   */
  record Part(
      Kind kind,
      @Nullable DateField field,
      String text,
      boolean isFilled,
      boolean isTranslated,
      String ordinal) {

    static Part character(Kind kind, String text) {
      return new Part(kind, null, text, false, false, "");
    }
  }

  private static final int NAME_LENGTH_MAX = 5;
  private static final Map<String, DateField> FIELDS = new HashMap<>();

  static {
    for (DateField field : DateField.values()) {
      for (String name : field.names()) {
        FIELDS.put(name, field);
        FIELDS.put(name.toLowerCase(Locale.ROOT), field);
      }
    }
  }

  private final String template;
  private final List<Part> parts = new ArrayList<>();
  private int at;

  private DateTemplate(String template) {
    this.template = template;
  }

  static List<Part> parse(String template) {
    var parser = new DateTemplate(template);
    while (parser.at < template.length()) {
      parser.part();
    }
    return List.copyOf(parser.parts);
  }

  private void part() {
    boolean isFilled = skip("FM", "fm");
    boolean isTranslated = !isFilled && skip("TM", "tm");
    if (at == template.length()) {
      return;
    }
    String name = fieldName();
    if (name != null) {
      at += name.length();
      String ordinal = "";
      if (template.startsWith("TH", at) || template.startsWith("th", at)) {
        ordinal = template.substring(at, at + 2);
        at += 2;
      } else if (template.startsWith("SP", at) || template.startsWith("sp", at)) {
        at += 2;
      }
      parts.add(new Part(Kind.FIELD, FIELDS.get(name), name, isFilled, isTranslated, ordinal));
    } else if (template.charAt(at) == '"') {
      quoted();
    } else {
      if (template.startsWith("\\\"", at)) {
        at++;
      }
      String character = character();
      parts.add(Part.character(kind(character.charAt(0)), character));
    }
  }

  private boolean skip(String upper, String lower) {
    if (template.startsWith(upper, at) || template.startsWith(lower, at)) {
      at += upper.length();
      return true;
    }
    return false;
  }

  private @Nullable String fieldName() {
    for (int length = NAME_LENGTH_MAX; length > 0; length--) {
      if (at + length <= template.length()) {
        String name = template.substring(at, at + length);
        if (FIELDS.containsKey(name)) {
          return name;
        }
      }
    }
    return null;
  }

  private String character() {
    int end = template.offsetByCodePoints(at, 1);
    String character = template.substring(at, end);
    at = end;
    return character;
  }

  private void quoted() {
    at++;
    while (at < template.length()) {
      if (template.charAt(at) == '"') {
        at++;
        return;
      }
      if (template.charAt(at) == '\\' && at + 1 < template.length()) {
        at++;
      }
      parts.add(Part.character(Kind.TEXT, character()));
    }
  }

  private static Kind kind(char c) {
    if (isSeparator(c)) {
      return Kind.SEPARATOR;
    }
    return isSpace(c) ? Kind.SPACE : Kind.TEXT;
  }

  /** Printable ASCII that is neither letter nor digit. */
  static boolean isSeparator(char c) {
    return c > ' ' && c < 0x7f && !isDigit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
