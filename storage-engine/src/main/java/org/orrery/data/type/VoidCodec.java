package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** void: the result of functions that return nothing; written as an empty string. */
final class VoidCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    throw OrreryException.notSupported("cannot accept a value of type void");
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {}

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    target.setNotNull(row);
    ((LongVector) target).setLong(row, 0);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {}
}
