package org.orrery.sql.parser;

import java.util.Arrays;

/**
 * Reads the inside of a '…' constant with its continuations on following lines. Doubled quotes
 * become one; escapes are left for {@link EscapeDecoder}.
 */
final class QuotedText {

  private final String sql;
  private final int tokenStart;
  private int position;

  /**
   * @param tokenStart where the whole token starts (a prefix may stand before the quote)
   * @param quote where the opening quote is
   */
  QuotedText(String sql, int tokenStart, int quote) {
    this.sql = sql;
    this.tokenStart = tokenStart;
    this.position = quote + 1;
  }

  /** Text with the offset in the query string of each of its characters. */
  record Raw(String sql, String text, int[] offsets) {}

  /** Reads to the closing quote; with {@code escapes} a backslash protects the next character. */
  Raw scan(boolean escapes, String unterminated) {
    int close = position;
    while (close < sql.length()
        && sql.charAt(close) != '\''
        && !(escapes && sql.charAt(close) == '\\')) {
      close++;
    }
    if (!escapes && isPlainEnd(close)) {
      String text = sql.substring(position, close);
      position = close + 1;
      return new Raw(sql, text, new int[0]);
    }
    return scanParts(escapes, unterminated);
  }

  /** Whether the constant ends at this quote: nothing doubled, nothing continued. */
  private boolean isPlainEnd(int close) {
    return close < sql.length()
        && (close + 1 == sql.length() || sql.charAt(close + 1) != '\'')
        && continuation(close + 1) < 0;
  }

  private Raw scanParts(boolean escapes, String unterminated) {
    var text = new StringBuilder();
    int[] offsets = new int[escapes ? 64 : 0];
    while (true) {
      if (position >= sql.length()) {
        throw PgLexer.lexicalError(sql, unterminated, tokenStart, sql.length());
      }
      char c = sql.charAt(position);
      if (escapes) {
        if (text.length() + 2 > offsets.length) {
          offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[text.length()] = position;
        if (c == '\\' && position + 1 < sql.length()) {
          offsets[text.length() + 1] = position + 1;
          text.append(c).append(sql.charAt(position + 1));
          position += 2;
          continue;
        }
      }
      position++;
      if (c == '\'') {
        if (position < sql.length() && sql.charAt(position) == '\'') {
          position++;
        } else {
          int next = continuation(position);
          if (next < 0) {
            return new Raw(sql, text.toString(), offsets);
          }
          position = next;
          continue;
        }
      }
      text.append(c);
    }
  }

  /** Index after the opening quote of a continuation that starts on a later line, or -1. */
  private int continuation(int from) {
    int i = from;
    boolean newline = false;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\n' || c == '\r') {
        newline = true;
        i++;
      } else if (PgLexer.isBlank(c)) {
        i++;
      } else if (c == '-' && i + 1 < sql.length() && sql.charAt(i + 1) == '-') {
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
          i++;
        }
      } else {
        return c == '\'' && newline ? i + 1 : -1;
      }
    }
    return -1;
  }

  /** The offset after the closing quote. */
  int end() {
    return position;
  }
}
