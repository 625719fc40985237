package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonParser;

/**
 * jsonb. In memory: its canonical text, keys unique and ordered by length, then bytes, numbers as
 * numeric writes them. Binary form: a version byte of 1, then the text.
 */
final class JsonbCodec implements TypeCodec {

  private static final int VERSION = 1;

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    store(text, offset, length, target, row);
  }

  private static void store(byte[] text, int offset, int length, Vector target, int row) {
    var sink = new ByteSink(length + 16);
    JsonParser.parse(TypeErrors.string(text, offset, length)).write(sink);
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, sink.array(), 0, sink.length());
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    if (length < 1) {
      throw TypeErrors.insufficientData();
    }
    if (bytes[offset] != VERSION) {
      throw OrreryException.of(
          SqlState.INTERNAL_ERROR, "unsupported jsonb version number %d", bytes[offset]);
    }
    CharacterTypes.checkUtf8(bytes, offset + 1, length - 1);
    store(bytes, offset + 1, length - 1, target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeByte(VERSION);
    formatText(source, row, FormatSettings.DEFAULT, sink);
  }
}
