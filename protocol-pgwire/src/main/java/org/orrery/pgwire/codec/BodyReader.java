package org.orrery.pgwire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.ByteArrays;

/** Reads the fields of one message's body; every read is checked against its end. */
final class BodyReader {

  private final byte[] body;
  private int at;

  BodyReader(byte[] body) {
    this.body = body;
  }

  static OrreryException violation(String message) {
    return OrreryException.of(SqlState.PROTOCOL_VIOLATION, "%s", message);
  }

  int remaining() {
    return body.length - at;
  }

  /** Throws unless {@code count} more bytes are there. */
  void require(long count) {
    if (count < 0 || count > remaining()) {
      throw violation("insufficient data left in message");
    }
  }

  int readByte() {
    require(1);
    return body[at++] & 0xff;
  }

  int readUnsignedShort() {
    require(2);
    int value = (body[at] & 0xff) << 8 | (body[at + 1] & 0xff);
    at += 2;
    return value;
  }

  int readInt() {
    require(4);
    int value =
        (body[at] & 0xff) << 24
            | (body[at + 1] & 0xff) << 16
            | (body[at + 2] & 0xff) << 8
            | (body[at + 3] & 0xff);
    at += 4;
    return value;
  }

  byte[] readBytes(int count) {
    require(count);
    byte[] bytes = ByteArrays.copy(body, at, count);
    at += count;
    return bytes;
  }

  /** A string up to its NUL. */
  String readString() {
    return readString(Integer.MAX_VALUE);
  }

  /** A statement's text up to its NUL, of at most {@code bytesMax} bytes. */
  String readString(int bytesMax) {
    int end = at;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    if (end == body.length) {
      throw violation("invalid string in message");
    }
    if (end - at > bytesMax) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "statement is longer than %d bytes", bytesMax);
    }
    String text = decodeUtf8(body, at, end - at);
    at = end + 1;
    return text;
  }

  /** Counts the rest as read. */
  void skipAll() {
    at = body.length;
  }

  /** Throws when bytes are left over. */
  void finish() {
    if (at != body.length) {
      throw violation("invalid message format");
    }
  }

  private static String decodeUtf8(byte[] bytes, int offset, int length) {
    String text =
        HeapGuard.allocate(
            2L * length, () -> new String(bytes, offset, length, StandardCharsets.UTF_8));
    // U+FFFD is what bad bytes became, or what the client wrote: only then the slow way tells.
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    var source = ByteBuffer.wrap(bytes, offset, length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(source).toString();
    } catch (CharacterCodingException e) {
      throw OrreryException.of(
              SqlState.CHARACTER_NOT_IN_REPERTOIRE,
              "invalid byte sequence for encoding \"UTF8\": %s",
              describeBytes(bytes, source.position(), offset + length))
          .causedBy(e);
    }
  }

  private static String describeBytes(byte[] bytes, int from, int end) {
    int lead = bytes[from] & 0xff;
    int expected = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    var text = new StringBuilder();
    for (int i = from; i < Math.min(end, from + expected); i++) {
      text.append(i == from ? "" : " ");
      text.append(String.format(Locale.ROOT, "0x%02x", bytes[i] & 0xff));
    }
    return text.toString();
  }
}
