package org.orrery.data.json;

import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Splits JSON into tokens, with PostgreSQL's errors. */
final class JsonLexer {

  /** Kinds of tokens. */
  enum Token {
    OPEN_BRACE,
    CLOSE_BRACE,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    COMMA,
    COLON,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    END
  }

  /** Characters of a line that an error's context shows before the token. */
  private static final int CONTEXT_CHARACTERS_MAX = 50;

  private final String text;
  private final boolean decodesStrings;
  private final StringBuilder decoded = new StringBuilder();
  private Token token = Token.END;
  private int start;
  private int at;

  /**
   * A lexer of a text.
   *
   * @param decodesStrings whether {@link #string} is asked for; else escapes are checked only
   */
  JsonLexer(String text, boolean decodesStrings) {
    this.text = text;
    this.decodesStrings = decodesStrings;
  }

  Token token() {
    return token;
  }

  /** The token as it stands in the text. */
  String text() {
    return text.substring(start, at);
  }

  /** The decoded string, when the token is one. */
  String string() {
    return decoded.toString();
  }

  void next() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    start = at;
    if (at == text.length()) {
      token = Token.END;
      return;
    }
    char c = text.charAt(at);
    switch (c) {
      case '{' -> single(Token.OPEN_BRACE);
      case '}' -> single(Token.CLOSE_BRACE);
      case '[' -> single(Token.OPEN_BRACKET);
      case ']' -> single(Token.CLOSE_BRACKET);
      case ',' -> single(Token.COMMA);
      case ':' -> single(Token.COLON);
      case '"' -> {
        quoted();
        token = Token.STRING;
      }
      default -> {
        if (c == '-' || isDigit(c)) {
          number();
          token = Token.NUMBER;
        } else {
          word();
        }
      }
    }
  }

  private void single(Token kind) {
    at++;
    token = kind;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c > 0x7f;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void word() {
    while (isWordPart(peek())) {
      at++;
    }
    if (at == start) {
      at += Character.charCount(text.codePointAt(at));
      throw invalidToken();
    }
    token =
        switch (text()) {
          case "true" -> Token.TRUE;
          case "false" -> Token.FALSE;
          case "null" -> Token.NULL;
          default -> throw invalidToken();
        };
  }

  private void number() {
    boolean isValid = true;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      isValid = digits();
    }
    if (peek() == '.') {
      at++;
      isValid &= digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      isValid &= digits();
    }
    if (isWordPart(peek())) {
      isValid = false;
      while (isWordPart(peek())) {
        at++;
      }
    }
    if (!isValid) {
      throw invalidToken();
    }
  }

  private boolean digits() {
    int first = at;
    while (isDigit(peek())) {
      at++;
    }
    return at > first;
  }

  private void quoted() {
    decoded.setLength(0);
    at++;
    while (true) {
      if (at == text.length()) {
        throw invalidToken();
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c < ' ') {
        throw error(
            String.format(Locale.ROOT, "Character with value 0x%02x must be escaped.", (int) c));
      }
      if (c == '\\') {
        escape();
      } else if (decodesStrings) {
        decoded.append(c);
      }
    }
  }

  private void escape() {
    if (at == text.length()) {
      throw invalidToken();
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/' -> decoded.append(c);
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'u' -> unicode();
      default -> {
        int codePoint = text.codePointAt(at - 1);
        throw error("Escape sequence \"\\" + Character.toString(codePoint) + "\" is invalid.");
      }
    }
  }

  private void unicode() {
    int unit = hexUnit();
    if (!decodesStrings) {
      return;
    }
    if (unit == 0) {
      throw withContext(
          OrreryException.of(
                  SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
              .withDetail("\\u0000 cannot be converted to text."));
    }
    if (Character.isLowSurrogate((char) unit)) {
      throw error("Unicode low surrogate must follow a high surrogate.");
    }
    decoded.append((char) unit);
    if (!Character.isHighSurrogate((char) unit)) {
      return;
    }
    if (peek() != '\\' || at + 1 >= text.length() || text.charAt(at + 1) != 'u') {
      throw error("Unicode low surrogate must follow a high surrogate.");
    }
    at += 2;
    int low = hexUnit();
    if (Character.isHighSurrogate((char) low)) {
      throw error("Unicode high surrogate must not follow a high surrogate.");
    }
    if (!Character.isLowSurrogate((char) low)) {
      throw error("Unicode low surrogate must follow a high surrogate.");
    }
    decoded.append((char) low);
  }

  private int hexUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 0x7f) {
        throw error("\"\\u\" must be followed by four hexadecimal digits.");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return unit;
  }

  OrreryException invalidToken() {
    return error("Token \"" + text() + "\" is invalid.");
  }

  /** The error of a token that the grammar does not allow here. */
  OrreryException unexpected(String expectation) {
    return token == Token.END
        ? error("The input string ended unexpectedly.")
        : error(expectation + " \"" + text() + "\".");
  }

  private OrreryException error(String detail) {
    return withContext(
        OrreryException.of(
                SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
            .withDetail(detail));
  }

  private OrreryException withContext(OrreryException error) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < start; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int shownStart = lineStart;
    String prefix = "";
    if (at - lineStart > CONTEXT_CHARACTERS_MAX) {
      shownStart = at - CONTEXT_CHARACTERS_MAX;
      prefix = "...";
    }
    boolean isCut = at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r';
    String shown = text.substring(shownStart, at);
    return error.withContext(
        "JSON data, line " + line + ": " + prefix + shown + (isCut ? "..." : ""));
  }
}
