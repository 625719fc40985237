package org.orrery.sql.parser;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Splits a query string into tokens by PostgreSQL's rules (scan.l) with standard_conforming_strings
 * on. A lexical error ends the stream with a {@link TokenBuffer#BAD} token, so that a syntax error
 * before it is reported first.
 */
final class PgLexer {

  /** Longest identifier in UTF-8 bytes; longer ones are cut (NAMEDATALEN - 1). */
  static final int IDENTIFIER_BYTES_MAX = 63;

  private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";
  private static final String SELF_CHARACTERS = ",()[].;:+-*/%^<>=";

  private final String sql;
  private final int length;
  private final TokenBuffer tokens;
  private int position;

  private PgLexer(String sql) {
    this.sql = sql;
    this.length = sql.length();
    this.tokens = new TokenBuffer(sql);
  }

  /** All tokens of {@code sql}. */
  static TokenBuffer tokenize(String sql) {
    var lexer = new PgLexer(sql);
    try {
      while (lexer.next()) {}
      lexer.tokens.add(TokenBuffer.END, lexer.length, lexer.length, 0, null);
    } catch (OrreryException e) {
      lexer.tokens.lexicalError = e;
      int start = Math.max(e.position(), 0);
      lexer.tokens.add(TokenBuffer.BAD, start, lexer.length, 0, null);
    }
    return lexer.tokens;
  }

  private boolean next() {
    position = skipBlanks(position);
    if (position >= length) {
      return false;
    }
    char c = sql.charAt(position);
    if (isIdentifierStart(c)) {
      word(c);
    } else if (isDigit(c) || (c == '.' && isDigit(at(position + 1)))) {
      number();
    } else if (c == '\'') {
      string(position, position, false);
    } else if (c == '"') {
      quotedIdentifier(position, position, false);
    } else if (c == '$') {
      dollar();
    } else {
      symbol(c);
    }
    return true;
  }

  private char at(int index) {
    return index < length ? sql.charAt(index) : '\0';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000b';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isIdentifierStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
  }

  static boolean isIdentifierPart(char c) {
    return isIdentifierStart(c) || isDigit(c) || c == '$';
  }

  /** The first index from {@code from} that is neither blank nor in a comment. */
  private int skipBlanks(int from) {
    int i = from;
    while (i < length) {
      char c = sql.charAt(i);
      if (isBlank(c)) {
        i++;
      } else if (c == '-' && at(i + 1) == '-') {
        i = lineEnd(i);
      } else if (c == '/' && at(i + 1) == '*') {
        i = blockCommentEnd(i);
      } else {
        break;
      }
    }
    return i;
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < length && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  private int blockCommentEnd(int start) {
    int depth = 0;
    int i = start;
    while (i < length) {
      if (sql.charAt(i) == '/' && at(i + 1) == '*') {
        depth++;
        i += 2;
      } else if (sql.charAt(i) == '*' && at(i + 1) == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    throw error("unterminated /* comment", start, length);
  }

  private void word(char c) {
    char quote = at(position + 1);
    if (quote == '\'' && prefixedString(c)) {
      return;
    }
    if ((c == 'u' || c == 'U') && quote == '&') {
      if (at(position + 2) == '\'') {
        string(position, position + 2, true);
        return;
      }
      if (at(position + 2) == '"') {
        quotedIdentifier(position, position + 2, true);
        return;
      }
    }
    int start = position;
    int end = start + 1;
    while (end < length && isIdentifierPart(sql.charAt(end))) {
      end++;
    }
    String text = fold(start, end);
    position = end;
    PgKeyword keyword = PgKeyword.of(text);
    if (keyword != null) {
      tokens.add(TokenBuffer.KEYWORD, start, end, keyword.index(), text);
    } else {
      tokens.add(TokenBuffer.IDENTIFIER, start, end, 0, truncate(text));
    }
  }

  private boolean prefixedString(char prefix) {
    int start = position;
    switch (prefix) {
      case 'e', 'E' -> escapeString(start);
      case 'b', 'B' -> digits(start, TokenBuffer.BIT_STRING, "unterminated bit string literal");
      case 'x', 'X' ->
          digits(start, TokenBuffer.HEX_STRING, "unterminated hexadecimal string literal");
      case 'n', 'N' -> {
        // N'…' is the type nchar followed by a string
        PgKeyword nchar = PgKeyword.NCHAR;
        tokens.add(TokenBuffer.KEYWORD, start, start + 1, nchar.index(), nchar.word());
        position = start + 1;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void escapeString(int start) {
    var scanner = new QuotedText(sql, start, position + 1);
    String value = EscapeDecoder.decode(scanner.scan(true, "unterminated quoted string"), start);
    position = scanner.end();
    tokens.add(TokenBuffer.STRING, start, position, 0, value);
  }

  private void digits(int start, byte kind, String unterminated) {
    var scanner = new QuotedText(sql, start, position + 1);
    String value = scanner.scan(false, unterminated).text();
    position = scanner.end();
    tokens.add(kind, start, position, 0, value);
  }

  private String fold(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        char[] folded = new char[end - start];
        sql.getChars(start, end, folded, 0);
        for (int j = 0; j < folded.length; j++) {
          if (folded[j] >= 'A' && folded[j] <= 'Z') {
            folded[j] = (char) (folded[j] + ('a' - 'A'));
          }
        }
        return new String(folded);
      }
    }
    return sql.substring(start, end);
  }

  /** Cuts an identifier at {@link #IDENTIFIER_BYTES_MAX} bytes, never within a character. */
  static String truncate(String name) {
    if (name.length() * 3 <= IDENTIFIER_BYTES_MAX) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= IDENTIFIER_BYTES_MAX) {
      return name;
    }
    int end = IDENTIFIER_BYTES_MAX;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private void string(int start, int quote, boolean unicode) {
    var scanner = new QuotedText(sql, start, quote);
    String value = scanner.scan(false, "unterminated quoted string").text();
    position = scanner.end();
    if (unicode) {
      char escape = unicodeEscape();
      value = UnicodeDecoder.decode(value, escape, start + 3);
    }
    tokens.add(TokenBuffer.STRING, start, position, 0, value);
  }

  private void quotedIdentifier(int start, int quote, boolean unicode) {
    var text = new StringBuilder();
    int i = quote + 1;
    while (true) {
      if (i >= length) {
        throw error("unterminated quoted identifier", start, length);
      }
      char c = sql.charAt(i++);
      if (c == '"') {
        if (at(i) != '"') {
          break;
        }
        i++;
      }
      text.append(c);
    }
    if (text.isEmpty()) {
      throw error("zero-length delimited identifier", start, i);
    }
    position = i;
    String name = text.toString();
    if (unicode) {
      char escape = unicodeEscape();
      name = UnicodeDecoder.decode(name, escape, start + 3);
    }
    tokens.add(TokenBuffer.IDENTIFIER, start, position, 0, truncate(name));
  }

  /** Consumes UESCAPE 'c' when it follows; otherwise the escape is a backslash. */
  private char unicodeEscape() {
    int start = skipBlanks(position);
    int end = start + "uescape".length();
    if (!sql.regionMatches(true, start, "uescape", 0, "uescape".length())
        || isIdentifierPart(at(end))) {
      return '\\';
    }
    int quote = skipBlanks(end);
    if (at(quote) != '\'') {
      throw error("UESCAPE must be followed by a simple string literal", quote, tokenEnd(quote));
    }
    var scanner = new QuotedText(sql, quote, quote);
    String escape = scanner.scan(false, "unterminated quoted string").text();
    if (escape.length() != 1 || !UnicodeDecoder.isValidEscape(escape.charAt(0))) {
      throw error("invalid Unicode escape character", quote, scanner.end());
    }
    position = scanner.end();
    return escape.charAt(0);
  }

  private int tokenEnd(int start) {
    int end = start;
    while (end < length && isIdentifierPart(sql.charAt(end))) {
      end++;
    }
    return Math.min(length, Math.max(end, start + 1));
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < length && isDigit(sql.charAt(i))) {
      i++;
    }
    return i;
  }

  private void number() {
    int start = position;
    int end = digitsEnd(start);
    boolean integer = true;
    // "1..10" is 1, .., 10
    if (at(end) == '.' && (end == start || at(end + 1) != '.')) {
      integer = false;
      end = digitsEnd(end + 1);
    }
    char c = at(end);
    if (c == 'e' || c == 'E') {
      int exponent = end + 1;
      if (at(exponent) == '+' || at(exponent) == '-') {
        exponent++;
      }
      if (!isDigit(at(exponent))) {
        throw error("trailing junk after numeric literal", start, exponent);
      }
      integer = false;
      end = digitsEnd(exponent);
    }
    if (end < length && isIdentifierStart(at(end))) {
      throw error("trailing junk after numeric literal", start, tokenEnd(end));
    }
    position = end;
    String text = sql.substring(start, end);
    if (integer) {
      int value = smallInteger(text);
      if (value >= 0) {
        tokens.add(TokenBuffer.INTEGER, start, end, value, text);
        return;
      }
    }
    tokens.add(TokenBuffer.NUMBER, start, end, 0, text);
  }

  /** The value of decimal digits, or -1 when it passes int4. */
  private static int smallInteger(String digits) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * 10 + (digits.charAt(i) - '0');
      if (value > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) value;
  }

  private void dollar() {
    int start = position;
    if (isDigit(at(start + 1))) {
      int end = digitsEnd(start + 1);
      if (end < length && isIdentifierStart(at(end))) {
        throw error("trailing junk after parameter", start, tokenEnd(end));
      }
      position = end;
      int number = smallInteger(sql.substring(start + 1, end));
      tokens.add(TokenBuffer.PARAMETER, start, end, number < 0 ? 0 : number, null);
      return;
    }
    int tagEnd = start + 1;
    if (isIdentifierStart(at(tagEnd))) {
      while (isIdentifierStart(at(tagEnd)) || isDigit(at(tagEnd))) {
        tagEnd++;
      }
    }
    if (at(tagEnd) != '$') {
      tokens.add(TokenBuffer.CHARACTER, start, start + 1, '$', null);
      position = start + 1;
      return;
    }
    String tag = sql.substring(start, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw error("unterminated dollar-quoted string", start, length);
    }
    position = close + tag.length();
    String body = sql.substring(tagEnd + 1, close);
    tokens.add(TokenBuffer.STRING, start, position, 0, body);
  }

  private void symbol(char c) {
    int start = position;
    if (c == ':') {
      if (at(start + 1) == ':') {
        addSymbol(TokenBuffer.TYPECAST, 2, null);
        return;
      }
      if (at(start + 1) == '=') {
        addSymbol(TokenBuffer.COLON_EQUALS, 2, null);
        return;
      }
    }
    if (c == '.' && at(start + 1) == '.') {
      addSymbol(TokenBuffer.DOT_DOT, 2, null);
      return;
    }
    if (OPERATOR_CHARACTERS.indexOf(c) < 0) {
      tokens.add(TokenBuffer.CHARACTER, start, start + 1, c, null);
      position = start + 1;
      return;
    }
    operator(operatorEnd(start));
  }

  private void operator(int end) {
    int start = position;
    String text = sql.substring(start, end);
    if (text.length() == 1 && SELF_CHARACTERS.indexOf(text.charAt(0)) >= 0) {
      tokens.add(TokenBuffer.CHARACTER, start, end, text.charAt(0), null);
      position = end;
      return;
    }
    if (text.length() > IDENTIFIER_BYTES_MAX) {
      throw error("operator too long", start, end);
    }
    if (text.equals("=>")) {
      addSymbol(TokenBuffer.EQUALS_GREATER, 2, null);
    } else {
      addSymbol(TokenBuffer.OPERATOR, end - start, text.equals("!=") ? "<>" : text);
    }
  }

  /** Longest run of operator characters, cut at comments and by the trailing + and - rule. */
  private int operatorEnd(int start) {
    int end = start;
    boolean special = false;
    while (end < length && OPERATOR_CHARACTERS.indexOf(sql.charAt(end)) >= 0) {
      char c = sql.charAt(end);
      char following = at(end + 1);
      if (end > start && ((c == '-' && following == '-') || (c == '/' && following == '*'))) {
        break;
      }
      end++;
    }
    for (int i = start; i < end; i++) {
      special |= "~!@#^&|`?%".indexOf(sql.charAt(i)) >= 0;
    }
    if (!special) {
      while (end - start > 1 && (sql.charAt(end - 1) == '+' || sql.charAt(end - 1) == '-')) {
        end--;
      }
    }
    return end;
  }

  private void addSymbol(byte kind, int size, @Nullable String text) {
    tokens.add(kind, position, position + size, 0, text);
    position += size;
  }

  private OrreryException error(String message, int start, int end) {
    return lexicalError(sql, message, start, end);
  }

  static OrreryException lexicalError(String sql, String message, int start, int end) {
    if (start >= sql.length()) {
      return OrreryException.of(SqlState.SYNTAX_ERROR, "%s at end of input", message).at(start);
    }
    return OrreryException.of(
            SqlState.SYNTAX_ERROR, "%s at or near \"%s\"", message, sql.substring(start, end))
        .at(start);
  }
}
