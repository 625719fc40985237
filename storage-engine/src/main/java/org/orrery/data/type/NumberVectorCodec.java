package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/** int2vector and oidvector: arrays from index 0 whose text is numbers with blanks between. */
final class NumberVectorCodec implements TypeCodec {

  private final SqlType elementType;

  NumberVectorCodec(SqlType elementType) {
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
    int end = offset + length;
    int count = 0;
    for (int at = Ascii.skipSpaces(text, offset, end); at < end; count++) {
      at = Ascii.skipSpaces(text, wordEnd(text, at, end), end);
    }
    Vector elements = Vector.allocate(elementType.kind(), count);
    int at = Ascii.skipSpaces(text, offset, end);
    for (int i = 0; i < count; i++) {
      int next = wordEnd(text, at, end);
      elementType.codec().parseText(text, at, next - at, Typmods.NONE, settings, elements, i);
      at = Ascii.skipSpaces(text, next, end);
    }
    vector(elements, count).store((BytesVector) target, row);
  }

  private static int wordEnd(byte[] text, int start, int end) {
    int at = start;
    while (at < end && !Ascii.isSpace(text[at])) {
      at++;
    }
    return at;
  }

  /** These types keep their dimension when they are empty. */
  private ArrayValue vector(Vector elements, int count) {
    return new ArrayValue(elementType, new int[] {count}, new int[] {0}, elements);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var array = ArrayValue.read(elementType, (BytesVector) source, row);
    for (int i = 0; i < array.count(); i++) {
      if (i > 0) {
        sink.writeByte(' ');
      }
      elementType.codec().formatText(array.elements(), i, settings, sink);
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    var array = ArrayValue.read(elementType, bytes, offset, length);
    if (array.dimensions() > 1 || array.elements().mayHaveNulls()) {
      throw TypeErrors.badBinary();
    }
    vector(array.elements(), array.count()).store((BytesVector) target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
