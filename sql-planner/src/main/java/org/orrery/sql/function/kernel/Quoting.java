package org.orrery.sql.function.kernel;

import org.orrery.sql.parser.PgKeyword;

/** Identifiers and literals as SQL writes them. */
public final class Quoting {

  private Quoting() {}

  /** An identifier, in double quotes when it needs them. */
  public static String identifier(String name) {
    boolean isPlain = !name.isEmpty() && (name.charAt(0) == '_' || isLower(name.charAt(0)));
    for (int i = 0; isPlain && i < name.length(); i++) {
      char c = name.charAt(i);
      isPlain = isLower(c) || c == '_' || (c >= '0' && c <= '9');
    }
    return isPlain && !isReserved(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isReserved(String name) {
    PgKeyword word = PgKeyword.of(name);
    return word != null && word.category() != PgKeyword.Category.UNRESERVED;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** A string literal, with an {@code E} when it holds a backslash. */
  public static String literal(String text) {
    String quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }
}
