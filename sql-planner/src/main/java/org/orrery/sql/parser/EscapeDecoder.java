package org.orrery.sql.parser;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Resolves the backslash escapes of E'…'. */
final class EscapeDecoder {

  private final QuotedText.Raw raw;
  private final String text;
  private final int tokenStart;
  private final StringBuilder out = new StringBuilder();
  private int index;

  private EscapeDecoder(QuotedText.Raw raw, int tokenStart) {
    this.raw = raw;
    this.text = raw.text();
    this.tokenStart = tokenStart;
  }

  static String decode(QuotedText.Raw raw, int tokenStart) {
    return new EscapeDecoder(raw, tokenStart).run();
  }

  private String run() {
    boolean unicode = false;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c != '\\' || index + 1 >= text.length()) {
        append(c, unicode);
        unicode = false;
        index++;
        continue;
      }
      char kind = text.charAt(index + 1);
      if (kind == 'u' || kind == 'U') {
        unicodeEscape(kind == 'u' ? 4 : 8);
        unicode = true;
      } else {
        if (unicode) {
          UnicodeDecoder.requireNoPendingSurrogate(out, offset());
        }
        unicode = false;
        simpleEscape(kind);
      }
    }
    if (unicode) {
      UnicodeDecoder.requireNoPendingSurrogate(out, tokenStart);
    }
    return out.toString();
  }

  private void append(char c, boolean afterUnicode) {
    if (afterUnicode) {
      UnicodeDecoder.requireNoPendingSurrogate(out, offset());
    }
    out.append(c);
  }

  private int offset() {
    return index < raw.offsets().length ? raw.offsets()[index] : tokenStart;
  }

  private void unicodeEscape(int digits) {
    int value = UnicodeDecoder.value(text, index + 2, digits);
    if (value < 0) {
      throw OrreryException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
          .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.")
          .at(offset());
    }
    UnicodeDecoder.append(out, value, offset());
    index += 2 + digits;
  }

  private void simpleEscape(char kind) {
    switch (kind) {
      case 'b' -> put('\b');
      case 'f' -> put('\f');
      case 'n' -> put('\n');
      case 'r' -> put('\r');
      case 't' -> put('\t');
      case 'v' -> put('\u000b');
      default -> {
        if (byteEscapeLength(index) > 0) {
          bytes();
        } else {
          put(kind);
        }
      }
    }
  }

  private void put(char c) {
    out.append(c);
    index += 2;
  }

  /** Length of the \ooo or \xHH at {@code from}, or 0. */
  private int byteEscapeLength(int from) {
    if (from + 1 >= text.length() || text.charAt(from) != '\\') {
      return 0;
    }
    boolean hex = text.charAt(from + 1) == 'x';
    int first = hex ? from + 2 : from + 1;
    int limit = Math.min(text.length(), first + (hex ? 2 : 3));
    int end = first;
    while (end < limit) {
      char c = text.charAt(end);
      if (hex ? UnicodeDecoder.hex(c) < 0 : c < '0' || c > '7') {
        break;
      }
      end++;
    }
    return end == first ? 0 : end - from;
  }

  /** Decodes adjacent byte escapes together: they must form whole UTF-8 characters. */
  private void bytes() {
    byte[] bytes = new byte[text.length() - index];
    int count = 0;
    for (int size = byteEscapeLength(index); size > 0; size = byteEscapeLength(index)) {
      boolean hex = text.charAt(index + 1) == 'x';
      String digits = text.substring(index + (hex ? 2 : 1), index + size);
      bytes[count++] = (byte) Integer.parseInt(digits, hex ? 16 : 8);
      index += size;
    }
    for (int i = 0; i < count; i++) {
      if (bytes[i] == 0) {
        throw invalidBytes("0x00");
      }
    }
    try {
      out.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)));
    } catch (CharacterCodingException e) {
      String shown = String.format(Locale.ROOT, "0x%02x", bytes[0] & 0xFF);
      throw invalidBytes(shown).causedBy(e);
    }
  }

  private static OrreryException invalidBytes(String shown) {
    return OrreryException.of(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": %s",
        shown);
  }
}
