package org.orrery.data.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.orrery.data.BytesVector;

/**
 * Finds values inside valid JSON text without building trees: the parts of a value are slices of
 * its bytes. Works on json as written and on jsonb's canonical text. One thread; made once and
 * moved from row to row.
 *
 * <p>A cursor is at one value, {@link #start} to {@link #end}. {@link #enter} goes to the first
 * part of an array or object, {@link #next} to the one after.
 */
public final class JsonCursor {

  private byte[] data = new byte[0];
  private int start;
  private int end;
  private int limit;
  private int keyStart;
  private int keyEnd;
  private boolean isObject;

  /** Moves to the value of a row that is not NULL. */
  public void reset(BytesVector source, int row) {
    int offset = source.offsets()[row];
    reset(source.data(), offset, offset + source.lengths()[row]);
  }

  /** Moves to the value that is {@code bytes[from … to)}, blanks around it allowed. */
  public void reset(byte[] bytes, int from, int to) {
    data = bytes;
    limit = to;
    start = skipSpaces(from);
    end = skipValue(start);
  }

  /** Moves to where another cursor is. */
  public void reset(JsonCursor other) {
    reset(other.data, other.start, other.end);
  }

  /** The bytes that all positions are in. */
  public byte[] data() {
    return data;
  }

  /** Where the value begins. */
  public int start() {
    return start;
  }

  /** Where the value ends. */
  public int end() {
    return end;
  }

  /** Where the current member's key begins, inside its quotes. */
  public int keyStart() {
    return keyStart;
  }

  /** Where the current member's key ends, inside its quotes. */
  public int keyEnd() {
    return keyEnd;
  }

  /** Whether the value is an object. */
  public boolean isObject() {
    return data[start] == '{';
  }

  /** Whether the value is an array. */
  public boolean isArray() {
    return data[start] == '[';
  }

  /** Whether the value is a string. */
  public boolean isString() {
    return data[start] == '"';
  }

  /** Whether the value is null. */
  public boolean isNull() {
    return data[start] == 'n';
  }

  /** The name of the value's type, as {@code json_typeof} gives it. */
  public String type() {
    return switch (data[start]) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  /** Moves to the first part of an array or object; false when it has none. */
  public boolean enter() {
    isObject = isObject();
    limit = end;
    int at = skipSpaces(start + 1);
    if (data[at] == '}' || data[at] == ']') {
      return false;
    }
    part(at);
    return true;
  }

  /** Moves to the next part of what was entered; false at its end. */
  public boolean next() {
    int at = skipSpaces(end);
    if (data[at] != ',') {
      return false;
    }
    part(skipSpaces(at + 1));
    return true;
  }

  private void part(int at) {
    int value = at;
    if (isObject) {
      int keyLimit = skipString(at);
      keyStart = at + 1;
      keyEnd = keyLimit - 1;
      value = skipSpaces(skipSpaces(keyLimit) + 1);
    }
    start = value;
    end = skipValue(value);
  }

  /** The number of parts of an array or object; the cursor stays. */
  public int count() {
    int count = 0;
    var parts = new JsonCursor();
    parts.reset(this);
    for (boolean has = parts.enter(); has; has = parts.next()) {
      count++;
    }
    return count;
  }

  /** Moves to the last member of a key; false, at an unspecified place, when there is none. */
  public boolean member(byte[] key, int from, int to) {
    if (!isObject()) {
      return false;
    }
    int foundStart = -1;
    int foundEnd = -1;
    for (boolean has = enter(); has; has = next()) {
      if (isKey(key, from, to)) {
        foundStart = start;
        foundEnd = end;
      }
    }
    start = foundStart;
    end = foundEnd;
    return foundStart >= 0;
  }

  /**
   * Moves to an element, counted from 0 or from the end when negative; false when there is none.
   */
  public boolean element(long index) {
    if (!isArray()) {
      return false;
    }
    long left = index < 0 ? index + count() : index;
    if (left < 0) {
      return false;
    }
    for (boolean has = enter(); has; has = next()) {
      if (left-- == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isKey(byte[] key, int from, int to) {
    for (int at = keyStart; at < keyEnd; at++) {
      if (data[at] == '\\') {
        byte[] decoded = key().getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(decoded, 0, decoded.length, key, from, to);
      }
    }
    return Arrays.equals(data, keyStart, keyEnd, key, from, to);
  }

  /** The current member's key. */
  public String key() {
    return decoded(keyStart - 1, keyEnd + 1);
  }

  /** The value's text: a string without quotes and escapes, anything else as it is written. */
  public String text() {
    return isString()
        ? decoded(start, end)
        : new String(data, start, end - start, StandardCharsets.UTF_8);
  }

  /** Stores the value's {@link #text()} in a row. */
  public void storeText(BytesVector target, int row) {
    if (!isString()) {
      target.setBytes(row, data, start, end - start);
      return;
    }
    for (int at = start + 1; at < end - 1; at++) {
      if (data[at] == '\\') {
        target.setString(row, decoded(start, end));
        return;
      }
    }
    target.setBytes(row, data, start + 1, end - start - 2);
  }

  /** Stores the value, as it is written, in a row. */
  public void store(BytesVector target, int row) {
    target.setBytes(row, data, start, end - start);
  }

  private String decoded(int from, int to) {
    String quoted = new String(data, from, to - from, StandardCharsets.UTF_8);
    return quoted.indexOf('\\') < 0
        ? quoted.substring(1, quoted.length() - 1)
        : ((JsonValue.JsonString) JsonParser.parse(quoted)).value();
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < limit
        && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r')) {
      at++;
    }
    return at;
  }

  private int skipString(int from) {
    int at = from + 1;
    while (data[at] != '"') {
      at += data[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int skipValue(int from) {
    int depth = 0;
    int at = from;
    do {
      switch (data[at]) {
        case '"' -> at = skipString(at);
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':', ' ', '\n', '\t', '\r' -> at++;
        default -> at = skipWord(at);
      }
    } while (depth > 0);
    return at;
  }

  private int skipWord(int from) {
    int at = from;
    while (at < limit && isWordPart(data[at])) {
      at++;
    }
    return at;
  }

  private static boolean isWordPart(byte c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || c == 'E'
        || c == '-'
        || c == '+'
        || c == '.';
  }
}
