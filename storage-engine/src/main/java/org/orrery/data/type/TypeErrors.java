package org.orrery.data.type;

import java.nio.charset.StandardCharsets;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** The errors that several codecs share, in PostgreSQL's words. */
final class TypeErrors {

  private TypeErrors() {}

  static OrreryException invalidSyntax(String type, byte[] text, int offset, int length) {
    return invalidSyntax(type, string(text, offset, length));
  }

  static OrreryException invalidSyntax(String type, String text) {
    return OrreryException.of(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type %s: \"%s\"",
        type,
        text);
  }

  static OrreryException valueOutOfRange(String type, byte[] text, int offset, int length) {
    return OrreryException.of(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"%s\" is out of range for type %s",
        string(text, offset, length),
        type);
  }

  static OrreryException invalidDatetime(String type, String text) {
    return OrreryException.of(
        SqlState.INVALID_DATETIME_FORMAT, "invalid input syntax for type %s: \"%s\"", type, text);
  }

  static OrreryException outOfRange(String what) {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "%s out of range", what);
  }

  /** Checks the length of a binary value that has exactly one. */
  static void checkLength(int length, int expected) {
    if (length < expected) {
      throw insufficientData();
    }
    if (length > expected) {
      throw badBinary();
    }
  }

  static OrreryException insufficientData() {
    return OrreryException.of(SqlState.PROTOCOL_VIOLATION, "insufficient data left in message");
  }

  static OrreryException badBinary() {
    return OrreryException.of(
        SqlState.INVALID_BINARY_REPRESENTATION, "incorrect binary data format");
  }

  static String string(byte[] text, int offset, int length) {
    return new String(text, offset, length, StandardCharsets.UTF_8);
  }
}
