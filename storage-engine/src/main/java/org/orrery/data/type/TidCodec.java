package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** tid: {@code (block,offset)}, kept as {@code block << 16 | offset}. */
final class TidCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    String word = TypeErrors.string(text, offset, length).strip();
    int comma = word.indexOf(',');
    if (!word.startsWith("(") || !word.endsWith(")") || comma < 0) {
      throw TypeErrors.invalidSyntax("tid", text, offset, length);
    }
    long block = number(word.substring(1, comma), 0xffff_ffffL);
    long item = number(word.substring(comma + 1, word.length() - 1), 0xffff);
    if (block < 0 || item < 0) {
      throw TypeErrors.invalidSyntax("tid", text, offset, length);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, block << 16 | item);
  }

  private static long number(String digits, long max) {
    if (digits.isEmpty() || digits.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!Ascii.isDigit(digits.charAt(i))) {
        return -1;
      }
      value = value * 10 + (digits.charAt(i) - '0');
    }
    return value > max ? -1 : value;
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    sink.writeByte('(');
    sink.writeDecimal(value >>> 16);
    sink.writeByte(',');
    sink.writeDecimal(value & 0xffff);
    sink.writeByte(')');
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 6);
    long block = Ascii.readInt(bytes, offset) & 0xffff_ffffL;
    target.setNotNull(row);
    ((LongVector) target).setLong(row, block << 16 | (Ascii.readShort(bytes, offset + 4) & 0xffff));
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    sink.writeInt((int) (value >>> 16));
    sink.writeShort((int) value);
  }
}
