package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** int2, int4 and int8. */
final class IntCodec implements TypeCodec {

  private final String typeName;
  private final int width;
  private final long min;
  private final long max;

  /**
   * A codec of integers.
   *
   * @param typeName the SQL name that errors show
   * @param width bytes of the binary form: 2, 4 or 8
   */
  IntCodec(String typeName, int width) {
    this.typeName = typeName;
    this.width = width;
    this.max = Long.MAX_VALUE >> (64 - 8 * width);
    this.min = -max - 1;
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
    if (at >= end || !Ascii.isDigit(text[at])) {
      throw TypeErrors.invalidSyntax(typeName, text, offset, length);
    }
    // Accumulated as a negative number, whose range is larger by one.
    long value = 0;
    boolean isOverflow = false;
    for (; at < end && Ascii.isDigit(text[at]); at++) {
      int digit = text[at] - '0';
      if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
        isOverflow = true;
      } else {
        value = value * 10 - digit;
      }
    }
    if (Ascii.skipSpaces(text, at, end) != end) {
      throw TypeErrors.invalidSyntax(typeName, text, offset, length);
    }
    if (isOverflow || value < min || (!isNegative && value == min)) {
      throw TypeErrors.valueOutOfRange(typeName, text, offset, length);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, isNegative ? value : -value);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    sink.writeDecimal(((LongVector) source).getLong(row));
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, width);
    long value =
        switch (width) {
          case 2 -> Ascii.readShort(bytes, offset);
          case 4 -> Ascii.readInt(bytes, offset);
          default -> Ascii.readLong(bytes, offset);
        };
    target.setNotNull(row);
    ((LongVector) target).setLong(row, value);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    switch (width) {
      case 2 -> sink.writeShort((int) value);
      case 4 -> sink.writeInt((int) value);
      default -> sink.writeLong(value);
    }
  }
}
