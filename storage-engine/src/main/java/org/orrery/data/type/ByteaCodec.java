package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/** bytea: {@code \x} with hexadecimal digits, or the older escape form. */
final class ByteaCodec implements TypeCodec {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    boolean isHex = length >= 2 && text[offset] == '\\' && text[offset + 1] == 'x';
    byte[] decoded = new byte[isHex ? length / 2 : length];
    int count =
        isHex
            ? parseHex(text, offset, length, decoded)
            : parseEscape(text, offset, length, decoded);
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, decoded, 0, count);
  }

  private static int parseHex(byte[] text, int offset, int length, byte[] decoded) {
    int end = offset + length;
    int count = 0;
    for (int at = offset + 2; at < end; ) {
      if (Ascii.isSpace(text[at])) {
        at++;
        continue;
      }
      int high = digit(text, at, end);
      at++;
      if (at >= end) {
        throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
      }
      int low = digit(text, at, end);
      at++;
      decoded[count++] = (byte) (high << 4 | low);
    }
    return count;
  }

  private static int digit(byte[] text, int at, int end) {
    int value = Ascii.hexDigit(text[at]);
    if (value < 0) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid hexadecimal digit: \"%s\"",
          firstCharacter(text, at, end));
    }
    return value;
  }

  private static String firstCharacter(byte[] text, int at, int end) {
    return Character.toString(TypeErrors.string(text, at, Math.min(4, end - at)).codePointAt(0));
  }

  private static int parseEscape(byte[] text, int offset, int length, byte[] decoded) {
    int end = offset + length;
    int count = 0;
    for (int at = offset; at < end; ) {
      if (text[at] != '\\') {
        decoded[count++] = text[at++];
      } else if (at + 1 < end && text[at + 1] == '\\') {
        decoded[count++] = '\\';
        at += 2;
      } else if (isOctal(text, at, end)) {
        decoded[count++] =
            (byte) ((text[at + 1] - '0') << 6 | (text[at + 2] - '0') << 3 | (text[at + 3] - '0'));
        at += 4;
      } else {
        throw OrreryException.of(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return count;
  }

  private static boolean isOctal(byte[] text, int at, int end) {
    return at + 3 < end
        && text[at + 1] >= '0'
        && text[at + 1] <= '3'
        && text[at + 2] >= '0'
        && text[at + 2] <= '7'
        && text[at + 3] >= '0'
        && text[at + 3] <= '7';
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (BytesVector) source;
    byte[] data = vector.data();
    int start = vector.offsets()[row];
    int end = start + vector.lengths()[row];
    if (settings.byteaHex()) {
      sink.ensure(2 + 2 * (end - start));
      sink.writeByte('\\');
      sink.writeByte('x');
      for (int at = start; at < end; at++) {
        sink.writeByte(HEX[data[at] >> 4 & 15]);
        sink.writeByte(HEX[data[at] & 15]);
      }
    } else {
      formatEscape(data, start, end, sink);
    }
  }

  private static void formatEscape(byte[] data, int start, int end, ByteSink sink) {
    for (int at = start; at < end; at++) {
      int value = data[at] & 0xff;
      if (value == '\\') {
        sink.writeByte('\\');
        sink.writeByte('\\');
      } else if (value < 0x20 || value > 0x7e) {
        sink.writeByte('\\');
        sink.writeByte('0' + (value >> 6));
        sink.writeByte('0' + (value >> 3 & 7));
        sink.writeByte('0' + (value & 7));
      } else {
        sink.writeByte(value);
      }
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, bytes, offset, length);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
