package org.orrery.data.type;

import java.util.Locale;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** pg_lsn: two hexadecimal halves of 32 bits with a slash between. */
final class PgLsnCodec implements TypeCodec {

  private static final int HALF_DIGITS_MAX = 8;

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
    int slash = offset;
    while (slash < end && text[slash] != '/') {
      slash++;
    }
    long high = half(text, offset, slash);
    long low = slash < end ? half(text, slash + 1, end) : -1;
    if (high < 0 || low < 0) {
      throw TypeErrors.invalidSyntax("pg_lsn", text, offset, length);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, high << 32 | low);
  }

  private static long half(byte[] text, int start, int end) {
    if (end == start || end - start > HALF_DIGITS_MAX) {
      return -1;
    }
    long value = 0;
    for (int at = start; at < end; at++) {
      int digit = Ascii.hexDigit(text[at]);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    sink.writeString(String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xffff_ffffL));
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 8);
    target.setNotNull(row);
    ((LongVector) target).setLong(row, Ascii.readLong(bytes, offset));
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeLong(((LongVector) source).getLong(row));
  }
}
