package org.orrery.data.type;

import java.util.Arrays;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/** Arrays of any element type; see {@link ArrayValue} for the form in memory. */
final class ArrayCodec implements TypeCodec {

  private final SqlType elementType;

  ArrayCodec(SqlType elementType) {
    this.elementType = elementType;
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
    String literal = TypeErrors.string(text, offset, length);
    ArrayParser.parse(literal, elementType, typmod, settings).store((BytesVector) target, row);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var array = ArrayValue.read(elementType, (BytesVector) source, row);
    if (array.dimensions() == 0) {
      sink.writeString("{}");
      return;
    }
    writeBounds(array, sink);
    write(array, 0, 0, settings, sink);
  }

  private static void writeBounds(ArrayValue array, ByteSink sink) {
    boolean isUsual = true;
    for (int bound : array.lowerBounds()) {
      isUsual &= bound == 1;
    }
    if (isUsual) {
      return;
    }
    for (int i = 0; i < array.dimensions(); i++) {
      sink.writeByte('[');
      sink.writeDecimal(array.lowerBounds()[i]);
      sink.writeByte(':');
      sink.writeDecimal((long) array.lowerBounds()[i] + array.sizes()[i] - 1);
      sink.writeByte(']');
    }
    sink.writeByte('=');
  }

  /** Writes one brace of a dimension and returns the element after it. */
  private int write(
      ArrayValue array, int dimension, int first, FormatSettings settings, ByteSink sink) {
    int next = first;
    sink.writeByte('{');
    for (int i = 0; i < array.sizes()[dimension]; i++) {
      if (i > 0) {
        sink.writeByte(',');
      }
      if (dimension + 1 < array.dimensions()) {
        next = write(array, dimension + 1, next, settings, sink);
      } else {
        writeElement(array.elements(), next++, settings, sink);
      }
    }
    sink.writeByte('}');
    return next;
  }

  private void writeElement(Vector elements, int row, FormatSettings settings, ByteSink sink) {
    if (elements.isNull(row)) {
      sink.writeString("NULL");
      return;
    }
    int start = sink.length();
    elementType.codec().formatText(elements, row, settings, sink);
    if (!needsQuotes(sink.array(), start, sink.length())) {
      return;
    }
    byte[] plain = Arrays.copyOfRange(sink.array(), start, sink.length());
    sink.truncate(start);
    sink.writeByte('"');
    for (byte b : plain) {
      if (b == '"' || b == '\\') {
        sink.writeByte('\\');
      }
      sink.writeByte(b);
    }
    sink.writeByte('"');
  }

  private static boolean needsQuotes(byte[] text, int start, int end) {
    if (start == end || Ascii.equalsIgnoreCase(text, start, end - start, "null")) {
      return true;
    }
    for (int at = start; at < end; at++) {
      int c = text[at];
      if (c == '"' || c == '\\' || c == '{' || c == '}' || c == ',' || Ascii.isSpace(c)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    var array = ArrayValue.read(elementType, bytes, offset, length);
    array.store((BytesVector) target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
