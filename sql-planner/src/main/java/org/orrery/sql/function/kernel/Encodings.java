package org.orrery.sql.function.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;

/** {@code encode}, {@code decode} and digests. */
final class Encodings {

  /** Base64 lines have 76 characters, ended by a newline alone. */
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\n'});

  private Encodings() {}

  static String digest(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(hash(algorithm, bytes));
  }

  static byte[] sha256(byte[] bytes) {
    return hash("SHA-256", bytes);
  }

  private static byte[] hash(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw Invariant.broken("no digest " + algorithm).causedBy(e);
    }
  }

  static String encode(byte[] bytes, String format) {
    return switch (format) {
      case "hex" -> HexFormat.of().formatHex(bytes);
      case "base64" -> BASE64.encodeToString(bytes);
      case "escape" -> escape(bytes);
      default -> throw unknown(format);
    };
  }

  static byte[] decode(String text, String format) {
    return switch (format) {
      case "hex" -> hex(text);
      case "base64" -> base64(text);
      case "escape" -> unescape(text);
      default -> throw unknown(format);
    };
  }

  private static OrreryException unknown(String format) {
    return Errors.invalidParameter("unrecognized encoding: \"" + format + "\"");
  }

  private static byte[] hex(String text) {
    String digits = text.replaceAll("[ \n\t\r]", "");
    for (int i = 0; i < digits.length(); i++) {
      if (!HexFormat.isHexDigit(digits.charAt(i))) {
        throw Errors.invalidParameter("invalid hexadecimal digit: \"" + digits.charAt(i) + "\"");
      }
    }
    if (digits.length() % 2 != 0) {
      throw Errors.invalidParameter("invalid hexadecimal data: odd number of digits");
    }
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("[ \n\t\r]", ""));
    } catch (IllegalArgumentException e) {
      throw Errors.invalidParameter("invalid base64 end sequence").causedBy(e);
    }
  }

  private static String escape(byte[] bytes) {
    var result = new StringBuilder();
    for (byte b : bytes) {
      if (b == 0 || b < 0) {
        result.append('\\').append(String.format("%03o", b & 0xff));
      } else if (b == '\\') {
        result.append("\\\\");
      } else {
        result.append((char) b);
      }
    }
    return result.toString();
  }

  private static byte[] unescape(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    var sink = new ByteSink(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '\\') {
        sink.writeByte(source[i]);
      } else if (i + 1 < source.length && source[i + 1] == '\\') {
        sink.writeByte('\\');
        i++;
      } else if (i + 3 < source.length && source[i + 1] >= '0' && source[i + 1] <= '3') {
        int value = 0;
        for (int k = 1; k <= 3; k++) {
          value = value * 8 + (source[i + k] - '0');
        }
        sink.writeByte(value);
        i += 3;
      } else {
        throw OrreryException.of(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return sink.toByteArray();
  }
}
