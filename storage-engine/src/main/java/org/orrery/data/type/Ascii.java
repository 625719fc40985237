package org.orrery.data.type;

/** Character tests on bytes of UTF-8 text, and big-endian reads. Allocates nothing. */
final class Ascii {

  private Ascii() {}

  static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  static int toLower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexDigit(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** The first position from {@code at} that holds no blank. */
  static int skipSpaces(byte[] text, int at, int end) {
    int next = at;
    while (next < end && isSpace(text[next])) {
      next++;
    }
    return next;
  }

  /** The end of the text without trailing blanks. */
  static int trimEnd(byte[] text, int start, int end) {
    int last = end;
    while (last > start && isSpace(text[last - 1])) {
      last--;
    }
    return last;
  }

  /** Whether the bytes are {@code lower} (ASCII, lower case) in any case. */
  static boolean equalsIgnoreCase(byte[] text, int offset, int length, String lower) {
    if (length != lower.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (toLower(text[offset + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code whole} (ASCII, lower case) begins with the bytes in any case. */
  static boolean isPrefixOf(byte[] text, int offset, int length, String whole) {
    if (length > whole.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (toLower(text[offset + i]) != whole.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int readInt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  static int readShort(byte[] bytes, int at) {
    return (short) ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
  }

  static long readLong(byte[] bytes, int at) {
    return (long) readInt(bytes, at) << 32 | (readInt(bytes, at + 4) & 0xffff_ffffL);
  }
}
