package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** The one-byte type "char" of the catalogs; 0 is written as the empty string. */
final class CharCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    target.setNotNull(row);
    ((LongVector) target).setLong(row, length == 0 ? 0 : text[offset] & 0xff);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    if (value != 0) {
      sink.writeByte((int) value);
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 1);
    target.setNotNull(row);
    ((LongVector) target).setLong(row, bytes[offset] & 0xff);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeByte((int) ((LongVector) source).getLong(row));
  }
}
