package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonParser;

/** json: any valid JSON, kept as it was written. */
final class JsonCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    JsonParser.validate(TypeErrors.string(text, offset, length));
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, text, offset, length);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    formatBinary(source, row, sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    CharacterTypes.checkUtf8(bytes, offset, length);
    JsonParser.validate(TypeErrors.string(bytes, offset, length));
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, bytes, offset, length);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
