package org.orrery.data.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;

/**
 * Reads array literals: optional bounds {@code [l:u]…=}, then nested braces. One object reads one
 * text.
 */
final class ArrayParser {

  private final String text;
  private final List<@Nullable String> elements = new ArrayList<>();
  private final int[] sizes = new int[ArrayValue.DIMENSIONS_MAX];
  private int depthMax;
  private int start;
  private int at;

  private ArrayParser(String text) {
    this.text = text;
    Arrays.fill(sizes, -1);
  }

  /**
   * The array that a literal means.
   *
   * @throws OrreryException {@code 22P02}, {@code 2202E}, {@code 54000} or an element's error
   */
  static ArrayValue parse(String text, SqlType elementType, int typmod, FormatSettings settings) {
    return new ArrayParser(text).run(elementType, typmod, settings);
  }

  private ArrayValue run(SqlType elementType, int typmod, FormatSettings settings) {
    List<int[]> bounds = bounds();
    if (peek() != '{') {
      throw bounds.isEmpty()
          ? malformed("Array value must start with \"{\" or dimension information.")
          : malformed("Array contents must start with \"{\".");
    }
    start = at;
    depthMax = depth();
    brace(0);
    skipSpaces();
    if (at < text.length()) {
      throw malformed("Junk after closing right brace.");
    }
    if (elements.isEmpty()) {
      if (!bounds.isEmpty()) {
        throw dimensionMismatch();
      }
      return ArrayValue.empty(elementType);
    }
    int[] lowerBounds = new int[depthMax];
    Arrays.fill(lowerBounds, 1);
    if (!bounds.isEmpty()) {
      checkBounds(bounds, lowerBounds);
    }
    Vector values = Vector.allocate(elementType.kind(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i);
      if (element == null) {
        values.setNull(i);
      } else {
        byte[] utf8 = element.getBytes(StandardCharsets.UTF_8);
        elementType.codec().parseText(utf8, 0, utf8.length, typmod, settings, values, i);
      }
    }
    return new ArrayValue(elementType, Arrays.copyOf(sizes, depthMax), lowerBounds, values);
  }

  private void checkBounds(List<int[]> bounds, int[] lowerBounds) {
    boolean isMatch = bounds.size() == depthMax;
    for (int i = 0; isMatch && i < depthMax; i++) {
      int[] bound = bounds.get(i);
      isMatch = bound[1] - bound[0] + 1 == sizes[i];
      lowerBounds[i] = bound[0];
    }
    if (!isMatch) {
      throw dimensionMismatch();
    }
  }

  private OrreryException malformed(String detail) {
    return OrreryException.of(
            SqlState.INVALID_TEXT_REPRESENTATION,
            "malformed array literal: \"%s\"",
            text.substring(start))
        .withDetail(detail);
  }

  private List<int[]> bounds() {
    var bounds = new ArrayList<int[]>();
    skipSpaces();
    while (peek() == '[') {
      if (bounds.size() == ArrayValue.DIMENSIONS_MAX) {
        throw ArrayValue.tooManyDimensions(bounds.size() + 1);
      }
      at++;
      int first = bound();
      int lower = 1;
      int upper = first;
      if (peek() == ':') {
        at++;
        lower = first;
        upper = bound();
      }
      if (peek() != ']') {
        throw malformed("Missing \"]\" after array dimensions.");
      }
      at++;
      if (upper < lower) {
        throw OrreryException.of(
            SqlState.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
      }
      bounds.add(new int[] {lower, upper});
      skipSpaces();
    }
    if (!bounds.isEmpty()) {
      if (peek() != '=') {
        throw malformed("Missing \"=\" after array dimensions.");
      }
      at++;
      skipSpaces();
    }
    return bounds;
  }

  private int bound() {
    int start = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    while (Ascii.isDigit(peek())) {
      at++;
    }
    String digits = text.substring(start, at);
    if (digits.isEmpty()) {
      throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
    }
    if (!Ascii.isDigit(digits.charAt(digits.length() - 1))) {
      throw malformed("Missing \"]\" after array dimensions.");
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw OrreryException.of(
              SqlState.PROGRAM_LIMIT_EXCEEDED, "array bound is out of integer range: %s", digits)
          .causedBy(e);
    }
  }

  /** Counts the braces that open before the first element. */
  private int depth() {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (!Ascii.isSpace(c)) {
        break;
      }
    }
    if (depth > ArrayValue.DIMENSIONS_MAX) {
      throw ArrayValue.tooManyDimensions(depth);
    }
    return depth;
  }

  private void brace(int level) {
    at++;
    int count = 0;
    skipSpaces();
    if (peek() == '}') {
      if (level > 0) {
        throw malformed("Unexpected \"}\" character.");
      }
      at++;
      setSize(level, 0);
      return;
    }
    while (true) {
      skipSpaces();
      if (level + 1 < depthMax) {
        if (peek() != '{') {
          throw at == text.length() ? endOfInput() : unexpectedElement();
        }
        brace(level + 1);
      } else {
        element();
      }
      count++;
      skipSpaces();
      char c = peek();
      if (c == '}') {
        at++;
        setSize(level, count);
        return;
      }
      if (c != ',') {
        throw at == text.length() ? endOfInput() : junk(c);
      }
      at++;
    }
  }

  private OrreryException unexpectedElement() {
    char c = peek();
    return c == '}' || c == ','
        ? malformed("Unexpected \"" + c + "\" character.")
        : malformed("Unexpected array element.");
  }

  private OrreryException dimensionMismatch() {
    // Known only after the contents were counted, so the whole literal is shown.
    start = 0;
    return malformed("Specified array dimensions do not match array contents.");
  }

  private OrreryException junk(char c) {
    return c == '\\' || c == '{'
        ? malformed("Unexpected \"" + c + "\" character.")
        : malformed("Unexpected array element.");
  }

  private OrreryException endOfInput() {
    return malformed("Unexpected end of input.");
  }

  private void setSize(int level, int count) {
    if (sizes[level] >= 0 && sizes[level] != count) {
      throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    sizes[level] = count;
  }

  private void element() {
    ArrayValue.checkCount(elements.size() + 1L);
    char c = peek();
    if (at == text.length()) {
      throw endOfInput();
    }
    if (c == '{' || c == '}' || c == ',') {
      throw malformed("Unexpected \"" + c + "\" character.");
    }
    elements.add(c == '"' ? quoted() : bare());
  }

  private String quoted() {
    var value = new StringBuilder();
    at++;
    while (true) {
      if (at == text.length()) {
        throw endOfInput();
      }
      char c = text.charAt(at++);
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        if (at == text.length()) {
          throw endOfInput();
        }
        c = text.charAt(at++);
      }
      value.append(c);
    }
    skipSpaces();
    if (at < text.length() && peek() != ',' && peek() != '}') {
      throw junk(peek());
    }
    return value.toString();
  }

  private @Nullable String bare() {
    var value = new StringBuilder();
    int kept = 0;
    boolean hasEscape = false;
    while (true) {
      if (at == text.length()) {
        throw endOfInput();
      }
      char c = text.charAt(at);
      if (c == ',' || c == '}') {
        break;
      }
      if (c == '{') {
        throw malformed("Unexpected \"{\" character.");
      }
      if (c == '"') {
        throw malformed("Unexpected array element.");
      }
      at++;
      if (c == '\\') {
        if (at == text.length()) {
          throw endOfInput();
        }
        c = text.charAt(at++);
        hasEscape = true;
        value.append(c);
        kept = value.length();
        continue;
      }
      value.append(c);
      if (!Ascii.isSpace(c)) {
        kept = value.length();
      }
    }
    value.setLength(kept);
    String element = value.toString();
    return !hasEscape && element.equalsIgnoreCase("null") ? null : element;
  }

  private void skipSpaces() {
    while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
