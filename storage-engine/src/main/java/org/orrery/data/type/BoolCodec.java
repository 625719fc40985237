package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** bool: unique prefixes of true, false, yes, no, on, off, and 1 and 0. */
final class BoolCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    int start = Ascii.skipSpaces(text, offset, offset + length);
    int end = Ascii.trimEnd(text, start, offset + length);
    int value = parse(text, start, end - start);
    if (value < 0) {
      throw TypeErrors.invalidSyntax("boolean", text, offset, length);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, value);
  }

  private static int parse(byte[] text, int at, int length) {
    if (length == 0) {
      return -1;
    }
    return switch (Ascii.toLower(text[at])) {
      case 't' -> Ascii.isPrefixOf(text, at, length, "true") ? 1 : -1;
      case 'f' -> Ascii.isPrefixOf(text, at, length, "false") ? 0 : -1;
      case 'y' -> Ascii.isPrefixOf(text, at, length, "yes") ? 1 : -1;
      case 'n' -> Ascii.isPrefixOf(text, at, length, "no") ? 0 : -1;
      case 'o' -> {
        // "o" alone could mean either.
        if (length < 2) {
          yield -1;
        }
        if (Ascii.isPrefixOf(text, at, length, "on")) {
          yield 1;
        }
        yield Ascii.isPrefixOf(text, at, length, "off") ? 0 : -1;
      }
      case '1' -> length == 1 ? 1 : -1;
      case '0' -> length == 1 ? 0 : -1;
      default -> -1;
    };
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    sink.writeByte(((LongVector) source).getLong(row) != 0 ? 't' : 'f');
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 1);
    target.setNotNull(row);
    ((LongVector) target).setLong(row, bytes[offset] != 0 ? 1 : 0);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeByte((int) ((LongVector) source).getLong(row));
  }
}
