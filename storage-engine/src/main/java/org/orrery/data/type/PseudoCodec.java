package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;

/** A pseudo-type that has no values: {@code 0A000} in both directions. */
final class PseudoCodec implements TypeCodec {

  private final String typeName;

  PseudoCodec(String typeName) {
    this.typeName = typeName;
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
    throw cannotAccept();
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    throw cannotDisplay();
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    throw cannotAccept();
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    throw cannotDisplay();
  }

  private OrreryException cannotAccept() {
    return OrreryException.notSupported("cannot accept a value of type %s", typeName);
  }

  private OrreryException cannotDisplay() {
    return OrreryException.notSupported("cannot display a value of type %s", typeName);
  }
}
