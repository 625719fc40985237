package org.orrery.sql.parser;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.limit.HeapGuard;

/**
 * The tokens of one query string as parallel arrays. The last token is always {@link #END} or
 * {@link #BAD}.
 */
final class TokenBuffer {

  /** After the last character. */
  static final byte END = 0;

  /** An identifier that is no key word; text holds it folded and truncated. */
  static final byte IDENTIFIER = 1;

  /** A key word; the code is its index. */
  static final byte KEYWORD = 2;

  /** An integer that fits in int4; the code is its value. */
  static final byte INTEGER = 3;

  /** Any other number; text holds it. */
  static final byte NUMBER = 4;

  /** A string constant of any form; text holds its value. */
  static final byte STRING = 5;

  /** B'…'; text holds the digits. */
  static final byte BIT_STRING = 6;

  /** X'…'; text holds the digits. */
  static final byte HEX_STRING = 7;

  /** $n; the code is n. */
  static final byte PARAMETER = 8;

  /** An operator other than those that are single characters; text holds it, {@code <>} for !=. */
  static final byte OPERATOR = 9;

  /** A single character; the code is it. */
  static final byte CHARACTER = 10;

  /** {@code ::}. */
  static final byte TYPECAST = 11;

  /** {@code ..}. */
  static final byte DOT_DOT = 12;

  /** {@code :=}. */
  static final byte COLON_EQUALS = 13;

  /** {@code =>}. */
  static final byte EQUALS_GREATER = 14;

  /** A lexical error, raised when the parser gets there. */
  static final byte BAD = 15;

  private static final long TOKEN_BYTES = 1 + 3 * Integer.BYTES + Long.BYTES;

  /** So many tokens are worth a look at the heap. */
  private static final int LOOK_MIN = 1 << 16;

  final String sql;
  @Nullable OrreryException lexicalError;

  private byte[] kinds;
  private int[] starts;
  private int[] ends;
  private int[] codes;
  private @Nullable String[] texts;
  private int count;

  TokenBuffer(String sql) {
    this.sql = sql;
    int capacity = Math.max(16, sql.length() / 4);
    requireRoom(capacity);
    kinds = new byte[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
    codes = new int[capacity];
    texts = new String[capacity];
  }

  void add(byte kind, int start, int end, int code, @Nullable String text) {
    if (count == kinds.length) {
      grow();
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    codes[count] = code;
    texts[count] = text;
    count++;
  }

  private static void requireRoom(int capacity) {
    if (capacity > LOOK_MIN) {
      HeapGuard.require(TOKEN_BYTES * capacity);
    }
  }

  private void grow() {
    int capacity = count * 2;
    requireRoom(capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
    codes = Arrays.copyOf(codes, capacity);
    texts = Arrays.copyOf(texts, capacity);
  }

  int count() {
    return count;
  }

  byte kind(int index) {
    return kinds[index];
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  int code(int index) {
    return codes[index];
  }

  /** The token's text; empty for kinds without one. */
  String text(int index) {
    String text = texts[index];
    return text == null ? "" : text;
  }
}
