package org.orrery.sql.parser;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Resolves the escapes of U&'…' and U&"…": {@code \0041} and {@code \+000041}. */
final class UnicodeDecoder {

  private UnicodeDecoder() {}

  /** Whether UESCAPE may name this character. */
  static boolean isValidEscape(char c) {
    return hex(c) < 0 && c != '+' && c != '\'' && c != '"' && !PgLexer.isBlank(c);
  }

  static int hex(char c) {
    return c < '\u0080' ? Character.digit(c, 16) : -1;
  }

  static String decode(String text, char escape, int textStart) {
    if (text.indexOf(escape) < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != escape) {
        requireNoPendingSurrogate(out, textStart + i);
        out.append(c);
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == escape) {
        requireNoPendingSurrogate(out, textStart + i);
        out.append(escape);
        i += 2;
      } else {
        boolean isLong = i + 1 < text.length() && text.charAt(i + 1) == '+';
        int digits = isLong ? i + 2 : i + 1;
        int size = isLong ? 6 : 4;
        int value = value(text, digits, size);
        if (value < 0) {
          throw OrreryException.of(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
              .withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.")
              .at(textStart + i);
        }
        append(out, value, textStart + i);
        i = digits + size;
      }
    }
    requireNoPendingSurrogate(out, textStart + text.length());
    return out.toString();
  }

  /** The value of {@code size} hexadecimal digits, or -1. */
  static int value(String text, int from, int size) {
    if (from + size > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + size; i++) {
      int digit = hex(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    // eight digits may pass int; any such value is out of range anyway
    return value < 0 ? Integer.MAX_VALUE : value;
  }

  /** Appends a code point, joining surrogate pairs written as two escapes. */
  static void append(StringBuilder out, int codePoint, int position) {
    if (codePoint == 0 || codePoint > Character.MAX_CODE_POINT) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "invalid Unicode escape value").at(position);
    }
    boolean low = codePoint >= 0xDC00 && codePoint <= 0xDFFF;
    if (low != hasPendingSurrogate(out)) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair")
          .at(position);
    }
    out.appendCodePoint(codePoint);
  }

  static void requireNoPendingSurrogate(StringBuilder out, int position) {
    if (hasPendingSurrogate(out)) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair")
          .at(position);
    }
  }

  private static boolean hasPendingSurrogate(StringBuilder out) {
    int length = out.length();
    return length > 0 && Character.isHighSurrogate(out.charAt(length - 1));
  }
}
