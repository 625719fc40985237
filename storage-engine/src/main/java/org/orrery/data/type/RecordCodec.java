package org.orrery.data.type;

import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/** record: anonymous rows; text {@code (1,"a b",)}. Cannot be read from text. */
final class RecordCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    throw OrreryException.notSupported("input of anonymous composite types is not implemented");
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var fields = RecordValue.read((BytesVector) source, row);
    sink.writeByte('(');
    for (int i = 0; i < fields.types().size(); i++) {
      if (i > 0) {
        sink.writeByte(',');
      }
      Vector value = fields.values().get(i);
      if (!value.isNull(0)) {
        int start = sink.length();
        fields.types().get(i).codec().formatText(value, 0, settings, sink);
        quote(sink, start);
      }
    }
    sink.writeByte(')');
  }

  private static void quote(ByteSink sink, int start) {
    if (!needsQuotes(sink.array(), start, sink.length())) {
      return;
    }
    byte[] plain = Arrays.copyOfRange(sink.array(), start, sink.length());
    sink.truncate(start);
    sink.writeByte('"');
    for (byte b : plain) {
      if (b == '"' || b == '\\') {
        sink.writeByte(b);
      }
      sink.writeByte(b);
    }
    sink.writeByte('"');
  }

  private static boolean needsQuotes(byte[] text, int start, int end) {
    for (int at = start; at < end; at++) {
      int c = text[at];
      if (c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || Ascii.isSpace(c)) {
        return true;
      }
    }
    return start == end;
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    // Takes the record apart only to check it.
    RecordValue.read(bytes, offset, length);
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, bytes, offset, length);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    int offset = vector.offsets()[row];
    sink.writeBytes(vector.data(), offset, RecordValue.fieldBytes(vector.data(), offset));
  }
}
