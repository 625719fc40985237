package org.orrery.data.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the text of a date, time or interval into fields, by the rules of PostgreSQL's manual,
 * appendix B.1.
 */
final class DatetimeTokens {

  /** More fields than any valid text has. */
  private static final int TOKENS_MAX = 25;

  /** What a field looks like. */
  enum Kind {
    /** Digits, perhaps with a decimal point. */
    NUMBER,
    /** A word. */
    WORD,
    /** Numbers and words with dashes, slashes or points between; also a time zone's name. */
    DATE,
    /** Numbers with colons. */
    TIME,
    /** A signed number. */
    SIGNED,
    /** A signed word, such as -infinity. */
    SIGNED_WORD
  }

  /** One field, in lower case. */
  record Token(Kind kind, String text) {}

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private DatetimeTokens(String text) {
    this.text = text;
  }

  /** The fields of a text in lower case; null when it cannot be split. */
  static @Nullable List<Token> split(String text) {
    var splitter = new DatetimeTokens(text);
    return splitter.run() && splitter.tokens.size() <= TOKENS_MAX ? splitter.tokens : null;
  }

  private boolean run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Ascii.isSpace(c)) {
        at++;
      } else if (Ascii.isDigit(c)) {
        number();
      } else if (c == '.' && at + 1 < text.length() && Ascii.isDigit(text.charAt(at + 1))) {
        int start = at++;
        skipDigits();
        add(Kind.NUMBER, start);
      } else if (Ascii.isLetter(c)) {
        word();
      } else if (c == '+' || c == '-') {
        if (!signed()) {
          return false;
        }
      } else if (c > ' ' && c < 0x7f) {
        // Other punctuation only separates.
        at++;
      } else {
        return false;
      }
    }
    return true;
  }

  private void number() {
    int start = at;
    skipDigits();
    char c = peek();
    if (c == ':') {
      skipWhile(":.");
      add(Kind.TIME, start);
    } else if (c == '-' || c == '/' || c == '.') {
      char delimiter = c;
      at++;
      if (Ascii.isDigit(peek())) {
        skipDigits();
        boolean isThird = peek() == delimiter;
        if (isThird) {
          skipWhile(String.valueOf(delimiter));
        }
        add(isThird || delimiter != '.' ? Kind.DATE : Kind.NUMBER, start);
      } else if (delimiter == '.' && !Ascii.isLetter(peek())) {
        add(Kind.NUMBER, start);
      } else {
        while (Ascii.isDigit(peek()) || Ascii.isLetter(peek()) || peek() == delimiter) {
          at++;
        }
        add(Kind.DATE, start);
      }
    } else {
      add(Kind.NUMBER, start);
    }
  }

  private void word() {
    int start = at;
    while (Ascii.isLetter(peek())) {
      at++;
    }
    char c = peek();
    boolean isDate = c == '-' || c == '/' || c == '.';
    if ((c == '+' || Ascii.isDigit(c)) && !DatetimeWords.isKnown(text.substring(start, at))) {
      isDate = true;
    }
    if (!isDate) {
      add(Kind.WORD, start);
      return;
    }
    while (Ascii.isDigit(peek()) || Ascii.isLetter(peek()) || "+-/_.:".indexOf(peek()) >= 0) {
      at++;
    }
    add(Kind.DATE, start);
  }

  private boolean signed() {
    char sign = text.charAt(at++);
    at = skipSpaces();
    int start = at;
    if (Ascii.isDigit(peek()) || peek() == '.') {
      skipWhile(":.-");
      tokens.add(new Token(Kind.SIGNED, sign + text.substring(start, at)));
      return true;
    }
    while (Ascii.isLetter(peek())) {
      at++;
    }
    tokens.add(new Token(Kind.SIGNED_WORD, sign + text.substring(start, at)));
    return at > start;
  }

  private int skipSpaces() {
    int next = at;
    while (next < text.length() && Ascii.isSpace(text.charAt(next))) {
      next++;
    }
    return next;
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, text.substring(start, at)));
  }

  /** The next character, or NUL at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipDigits() {
    skipWhile("");
  }

  private void skipWhile(String alsoAccepted) {
    while (at < text.length()
        && (Ascii.isDigit(text.charAt(at)) || alsoAccepted.indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
  }
}
