package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Takes qualified names apart as PostgreSQL's {@code parse_ident} does. */
final class Identifiers {

  private final String text;
  private final List<String> parts = new ArrayList<>();
  private int at;

  private Identifiers(String text) {
    this.text = text;
  }

  /**
   * The parts of a name, those without quotes in lower case.
   *
   * @param isStrict whether text after the last part is an error
   * @throws OrreryException 22023 for what is no name
   */
  static List<String> parse(String text, boolean isStrict) {
    return new Identifiers(text).parse(isStrict);
  }

  private List<String> parse(boolean isStrict) {
    skipSpace();
    boolean isAfterDot = false;
    while (true) {
      String part = peek() == '"' ? quoted() : plain();
      if (part == null) {
        throw invalid(
            peek() == '.'
                ? "No valid identifier before \".\"."
                : isAfterDot ? "No valid identifier after \".\"." : null);
      }
      parts.add(part);
      skipSpace();
      if (peek() != '.') {
        break;
      }
      isAfterDot = true;
      at++;
      skipSpace();
    }
    if (isStrict && at < text.length()) {
      throw invalid(null);
    }
    return parts;
  }

  private String quoted() {
    var part = new StringBuilder();
    while (true) {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw invalid("String has unclosed double quotes.");
      }
      part.append(text, at + 1, end);
      at = end + 1;
      if (peek() != '"') {
        break;
      }
      part.append('"');
    }
    if (part.isEmpty()) {
      throw invalid("Quoted identifier must not be empty.");
    }
    return part.toString();
  }

  private @Nullable String plain() {
    int start = at;
    while (isLetter(peek()) || (at > start && (peek() == '$' || isDigit(peek())))) {
      at++;
    }
    return at == start ? null : folded(text.substring(start, at));
  }

  private static String folded(String name) {
    var folded = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      folded.setCharAt(i, (char) lower(name.charAt(i)));
    }
    return folded.toString();
  }

  private void skipSpace() {
    while (peek() == ' ' || (peek() >= '\t' && peek() <= '\r')) {
      at++;
    }
  }

  /** The next character, 0 at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isLetter(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** ASCII letters only, as PostgreSQL folds names in UTF-8. */
  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  private OrreryException invalid(@Nullable String detail) {
    OrreryException error =
        OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"%s\"", text);
    return detail == null ? error : error.withDetail(detail);
  }
}
