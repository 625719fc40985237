package org.orrery.pgwire.auth;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * SASLprep: the one form of a password that may be typed in several ways. As PostgreSQL does, a
 * password that SASLprep prohibits is used as it is.
 *
 * <p>"Unassigned" is judged by the JDK's Unicode, not by Unicode 3.2 as the RFC asks: characters
 * added since are normalised here, which differs only for those among them that have compatibility
 * forms.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4013">RFC 4013</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3454">RFC 3454</a>, whose table numbers are used
 */
final class SaslPrep {

  private SaslPrep() {}

  /** The bytes of {@code password} that go into the key derivation. */
  static byte[] prepare(String password) {
    if (isAscii(password)) {
      return password.getBytes(StandardCharsets.UTF_8);
    }
    String mapped = map(password);
    String normalized = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    boolean isUsable =
        !normalized.isEmpty()
            && normalized.codePoints().noneMatch(SaslPrep::isProhibited)
            && isDirectionConsistent(normalized);
    return (isUsable ? normalized : password).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String map(String text) {
    var mapped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isNonAsciiSpace(c)) {
                mapped.append(' ');
              } else if (!isMappedToNothing(c)) {
                mapped.appendCodePoint(c);
              }
            });
    return mapped.toString();
  }

  /** Table C.1.2. */
  private static boolean isNonAsciiSpace(int c) {
    return c == 0x00a0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200b)
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /** Table B.1. */
  private static boolean isMappedToNothing(int c) {
    return c == 0x00ad
        || c == 0x034f
        || c == 0x1806
        || (c >= 0x180b && c <= 0x180d)
        || (c >= 0x200b && c <= 0x200d)
        || c == 0x2060
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff;
  }

  /** Tables C.1.2, C.2.1, C.2.2, C.3 to C.9 and A.1. */
  private static boolean isProhibited(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default ->
          isNonAsciiSpace(c)
              || isMappedToNothing(c)
              || c == 0x06dd
              || c == 0x070f
              || c == 0x180e
              || (c >= 0x200e && c <= 0x200f)
              || (c >= 0x202a && c <= 0x202e)
              || (c >= 0x2061 && c <= 0x2063)
              || (c >= 0x206a && c <= 0x206f)
              || (c >= 0x2ff0 && c <= 0x2ffb)
              || c == 0x0340
              || c == 0x0341
              || (c >= 0xfff9 && c <= 0xfffd)
              || (c >= 0x1d173 && c <= 0x1d17a)
              || (c >= 0xe0001 && c <= 0xe007f);
    };
  }

  /**
   * RFC 3454 §6: text with right-to-left characters has no left-to-right ones, and ends in them.
   */
  private static boolean isDirectionConsistent(String text) {
    if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
      return true;
    }
    return text.codePoints().noneMatch(SaslPrep::isLeftToRight)
        && isRightToLeft(text.codePointAt(0))
        && isRightToLeft(text.codePointBefore(text.length()));
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  private static boolean isLeftToRight(int c) {
    return Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
  }
}
