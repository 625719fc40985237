package org.orrery.data.type;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;

/**
 * Reads bytes as a value; the first says of which type, the second in which form. What is read must
 * come back from its own text and binary forms.
 */
public final class ValueFuzz {

  private static final List<SqlType> TYPES =
      BuiltinTypes.all().stream().filter(type -> type.variety() != SqlType.Variety.PSEUDO).toList();

  private ValueFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length < 2) {
      return;
    }
    SqlType type = TYPES.get((input[0] & 0xff) % TYPES.size());
    byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
    boolean isText = (input[1] & 1) == 0;
    if (isText
        ? !isUtf8(bytes)
        : type == BuiltinTypes.JSONB && (bytes.length == 0 || bytes[0] != 1)) {
      // As PostgreSQL's, that error is an internal one.
      return;
    }
    Vector value = Vector.allocate(type.kind(), 1);
    Fuzzer.attempt(
        () -> {
          if (isText) {
            parse(type, bytes, value);
          } else {
            type.codec().parseBinary(bytes, 0, bytes.length, -1, value, 0);
          }
          checkForms(type, value);
        });
  }

  private static void checkForms(SqlType type, Vector value) {
    byte[] text = text(type, value);
    Vector again = Vector.allocate(type.kind(), 1);
    parse(type, text, again);
    checkSame(type, text, again, "text");
    var binary = new ByteSink(16);
    type.codec().formatBinary(value, 0, binary);
    type.codec().parseBinary(binary.array(), 0, binary.length(), -1, again, 0);
    checkSame(type, text, again, "binary form");
  }

  private static void checkSame(SqlType type, byte[] text, Vector again, String form) {
    if (!Arrays.equals(text, text(type, again))) {
      String before = new String(text, UTF_8);
      String after = new String(text(type, again), UTF_8);
      throw new IllegalStateException(
          "%s %s became %s in its %s".formatted(type.name(), before, after, form));
    }
  }

  private static void parse(SqlType type, byte[] text, Vector target) {
    type.codec().parseText(text, 0, text.length, -1, FormatSettings.DEFAULT, target, 0);
  }

  private static byte[] text(SqlType type, Vector value) {
    var sink = new ByteSink(16);
    type.codec().formatText(value, 0, FormatSettings.DEFAULT, sink);
    return Arrays.copyOf(sink.array(), sink.length());
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      CharBuffer _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
