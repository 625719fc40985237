package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/** uuid: sixteen bytes; a dash may follow every group of four digits, braces may enclose all. */
final class UuidCodec implements TypeCodec {

  private static final int BYTES = 16;

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    int at = offset;
    int end = offset + length;
    boolean isBraced = at < end && text[at] == '{';
    if (isBraced) {
      at++;
    }
    byte[] decoded = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      int high = at < end ? Ascii.hexDigit(text[at]) : -1;
      int low = at + 1 < end ? Ascii.hexDigit(text[at + 1]) : -1;
      if (high < 0 || low < 0) {
        throw TypeErrors.invalidSyntax("uuid", text, offset, length);
      }
      decoded[i] = (byte) (high << 4 | low);
      at += 2;
      if (i % 2 == 1 && i < BYTES - 1 && at < end && text[at] == '-') {
        at++;
      }
    }
    if (isBraced) {
      if (at >= end || text[at] != '}') {
        throw TypeErrors.invalidSyntax("uuid", text, offset, length);
      }
      at++;
    }
    if (at != end) {
      throw TypeErrors.invalidSyntax("uuid", text, offset, length);
    }
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, decoded, 0, BYTES);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (BytesVector) source;
    byte[] data = vector.data();
    int start = vector.offsets()[row];
    sink.ensure(36);
    for (int i = 0; i < BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        sink.writeByte('-');
      }
      int value = data[start + i];
      sink.writeByte(Character.forDigit(value >> 4 & 15, 16));
      sink.writeByte(Character.forDigit(value & 15, 16));
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, BYTES);
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, bytes, offset, length);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
