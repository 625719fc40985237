package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** oid, xid, cid (32 bits, kept as 0 … 2³²−1) and xid8 (64 bits, kept as the same bits). */
final class UnsignedCodec implements TypeCodec {

  private final String typeName;
  private final int width;
  private final boolean isLenient;

  /**
   * A codec of unsigned numbers.
   *
   * @param width bytes of the binary form: 4 or 8
   * @param isLenient whether text that is no number reads as its leading digits, as xid's does
   */
  UnsignedCodec(String typeName, int width, boolean isLenient) {
    this.typeName = typeName;
    this.width = width;
    this.isLenient = isLenient;
  }

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    int end = offset + length;
    int at = Ascii.skipSpaces(text, offset, end);
    boolean isNegative = false;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      isNegative = text[at] == '-';
      at++;
    }
    int first = at;
    long value = 0;
    for (; at < end && Ascii.isDigit(text[at]); at++) {
      value = value * 10 + (text[at] - '0');
      if (width == 4 && value > 0xffff_ffffL && !isLenient) {
        throw TypeErrors.valueOutOfRange(typeName, text, offset, length);
      }
    }
    if (!isLenient && (at == first || Ascii.skipSpaces(text, at, end) != end)) {
      throw TypeErrors.invalidSyntax(typeName, text, offset, length);
    }
    long signed = isNegative ? -value : value;
    target.setNotNull(row);
    ((LongVector) target).setLong(row, width == 4 ? signed & 0xffff_ffffL : signed);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    if (value < 0) {
      sink.writeString(Long.toUnsignedString(value));
    } else {
      sink.writeDecimal(value);
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, width);
    long value =
        width == 4 ? Ascii.readInt(bytes, offset) & 0xffff_ffffL : Ascii.readLong(bytes, offset);
    target.setNotNull(row);
    ((LongVector) target).setLong(row, value);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    if (width == 4) {
      sink.writeInt((int) value);
    } else {
      sink.writeLong(value);
    }
  }
}
