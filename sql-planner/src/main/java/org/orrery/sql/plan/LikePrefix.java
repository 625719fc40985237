package org.orrery.sql.plan;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How strings that match a LIKE pattern begin.
 *
 * @param low their first characters
 * @param high what is greater than all of them; null when nothing is
 */
record LikePrefix(byte[] low, byte @Nullable [] high) {

  /** The beginning that a pattern asks for; null when it is any. */
  static @Nullable LikePrefix of(String pattern) {
    var prefix = new StringBuilder();
    for (int at = 0; at < pattern.length(); at++) {
      char symbol = pattern.charAt(at);
      if (symbol == '%' || symbol == '_') {
        break;
      }
      if (symbol == '\\') {
        at++;
        if (at == pattern.length()) {
          return null;
        }
      }
      prefix.append(pattern.charAt(at));
    }
    if (prefix.isEmpty()) {
      return null;
    }
    String low = prefix.toString();
    String high = after(low);
    return new LikePrefix(utf8(low), high == null ? null : utf8(high));
  }

  /** The least string above all that begin with {@code prefix}, by code points. */
  private static @Nullable String after(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, end) + Character.toString(next);
      }
    }
    return null;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
