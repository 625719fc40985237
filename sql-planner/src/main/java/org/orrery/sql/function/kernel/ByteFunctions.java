package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.bytesAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** Functions of bytea: parts, bits, positions, conversion of text to bytes and back. */
final class ByteFunctions {

  @FunctionalInterface
  private interface RowToBytes {
    byte[] apply(Vector[] arguments, int row);
  }

  private ByteFunctions() {}

  static void bind(Bindings to) {
    bindParts(to);
    bindBits(to);
    to.scalar(
        bytes((a, row) -> textAt(a, 0, row).getBytes(charset(textAt(a, 1, row), "destination"))),
        "convert_to(text,name)");
    to.scalar(
        Kernels.toText((_, a, row) -> decoded(bytesAt(a, 0, row), textAt(a, 1, row))),
        "convert_from(bytea,name)");
    to.scalar(
        bytes(
            (a, row) ->
                decoded(bytesAt(a, 0, row), textAt(a, 1, row))
                    .getBytes(charset(textAt(a, 2, row), "destination"))),
        "convert(bytea,name,name)");
  }

  private static ScalarKernel bytes(RowToBytes function) {
    return Kernels.rows(
        (_, a, row, result) -> {
          byte[] value = function.apply(a, row);
          ((BytesVector) result).setBytes(row, value, 0, value.length);
        });
  }

  private static void bindParts(Bindings to) {
    to.scalar(
        bytes((a, row) -> part(bytesAt(a, 0, row), intAt(a, 1, row), Integer.MAX_VALUE)),
        "substr(bytea,int4)",
        "substring(bytea,int4)");
    to.scalar(
        bytes(
            (a, row) -> {
              if (intAt(a, 2, row) < 0) {
                throw OrreryException.of(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
              }
              return part(bytesAt(a, 0, row), intAt(a, 1, row), intAt(a, 2, row));
            }),
        "substr(bytea,int4,int4)",
        "substring(bytea,int4,int4)");
    to.scalar(
        Kernels.toLong((_, a, row) -> position(bytesAt(a, 0, row), bytesAt(a, 1, row))),
        "position(bytea,bytea)");
    to.scalar(
        bytes(
            (a, row) -> {
              byte[] replacement = bytesAt(a, 1, row);
              return overlay(bytesAt(a, 0, row), replacement, intAt(a, 2, row), replacement.length);
            }),
        "overlay(bytea,bytea,int4)");
    to.scalar(
        bytes(
            (a, row) ->
                overlay(
                    bytesAt(a, 0, row), bytesAt(a, 1, row), intAt(a, 2, row), intAt(a, 3, row))),
        "overlay(bytea,bytea,int4,int4)");
    to.scalar(
        bytes((a, row) -> trimmed(bytesAt(a, 0, row), bytesAt(a, 1, row), true, false)),
        "ltrim(bytea,bytea)");
    to.scalar(
        bytes((a, row) -> trimmed(bytesAt(a, 0, row), bytesAt(a, 1, row), false, true)),
        "rtrim(bytea,bytea)");
    to.scalar(
        bytes((a, row) -> trimmed(bytesAt(a, 0, row), bytesAt(a, 1, row), true, true)),
        "btrim(bytea,bytea)");
  }

  /** From a place counted from 1, cut at both ends of the value. */
  private static byte[] part(byte[] bytes, int from, int length) {
    long end = Math.min((long) from + length, bytes.length + 1L);
    int first = Math.max(1, from);
    return first >= end ? new byte[0] : Arrays.copyOfRange(bytes, first - 1, (int) end - 1);
  }

  private static long position(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at + 1L;
      }
    }
    return 0;
  }

  private static byte[] overlay(byte[] bytes, byte[] replacement, int from, int length) {
    if (from <= 0) {
      throw OrreryException.of(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    var result = new ByteArrayOutputStream();
    result.writeBytes(part(bytes, 1, from - 1));
    result.writeBytes(replacement);
    result.writeBytes(part(bytes, from + length, Integer.MAX_VALUE));
    return result.toByteArray();
  }

  private static byte[] trimmed(byte[] bytes, byte[] set, boolean atStart, boolean atEnd) {
    int start = 0;
    int end = bytes.length;
    while (atStart && start < end && contains(set, bytes[start])) {
      start++;
    }
    while (atEnd && end > start && contains(set, bytes[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(bytes, start, end);
  }

  private static boolean contains(byte[] set, byte wanted) {
    for (byte b : set) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }

  private static void bindBits(Bindings to) {
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              byte[] bytes = bytesAt(a, 0, row);
              return bytes[index(intAt(a, 1, row), bytes.length)] & 0xff;
            }),
        "get_byte(bytea,int4)");
    to.scalar(
        bytes(
            (a, row) -> {
              byte[] bytes = bytesAt(a, 0, row);
              bytes[index(intAt(a, 1, row), bytes.length)] = (byte) intAt(a, 2, row);
              return bytes;
            }),
        "set_byte(bytea,int4,int4)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              byte[] bytes = bytesAt(a, 0, row);
              long bit = longAt(a, 1, row);
              return bytes[index(bit, bytes.length * 8L) / 8] >> (bit % 8) & 1;
            }),
        "get_bit(bytea,int8)");
    to.scalar(
        bytes(
            (a, row) -> {
              byte[] bytes = bytesAt(a, 0, row);
              long bit = longAt(a, 1, row);
              int at = index(bit, bytes.length * 8L) / 8;
              int value = intAt(a, 2, row);
              if (value != 0 && value != 1) {
                throw Errors.invalidParameter("new bit must be 0 or 1");
              }
              int mask = 1 << (bit % 8);
              bytes[at] = (byte) (value == 0 ? bytes[at] & ~mask : bytes[at] | mask);
              return bytes;
            }),
        "set_bit(bytea,int8,int4)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              long count = 0;
              for (byte b : bytesAt(a, 0, row)) {
                count += Integer.bitCount(b & 0xff);
              }
              return count;
            }),
        "bit_count(bytea)");
  }

  private static int index(long given, long length) {
    if (given < 0 || given >= length) {
      throw OrreryException.of(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "index %d out of valid range, 0..%d", given, length - 1);
    }
    return (int) given;
  }

  private static String decoded(byte[] bytes, String encoding) {
    Charset charset = charset(encoding, "source");
    var source = ByteBuffer.wrap(bytes);
    try {
      return charset.newDecoder().decode(source).toString();
    } catch (CharacterCodingException e) {
      throw OrreryException.of(
              SqlState.CHARACTER_NOT_IN_REPERTOIRE,
              "invalid byte sequence for encoding \"%s\": 0x%02x",
              encoding.toUpperCase(Locale.ROOT),
              bytes[source.position()])
          .causedBy(e);
    }
  }

  /** The character set of PostgreSQL's name of an encoding. */
  private static Charset charset(String encoding, String role) {
    String name = encoding.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    String known =
        switch (name) {
          case "UTF8", "UNICODE" -> "UTF-8";
          case "SQLASCII" -> "ISO-8859-1";
          default ->
              name.startsWith("LATIN")
                  ? latin(name.substring(5))
                  : name.startsWith("WIN") ? "windows-" + name.substring(3) : encoding;
        };
    try {
      return known.equals("UTF-8") ? StandardCharsets.UTF_8 : Charset.forName(known);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw Errors.invalidParameter("invalid " + role + " encoding name \"" + encoding + "\"")
          .causedBy(e);
    }
  }

  /** Latin 5 to 10 are parts 9, 10, 13, 14, 15 and 16 of ISO 8859. */
  private static String latin(String number) {
    return switch (number) {
      case "5" -> "ISO-8859-9";
      case "6" -> "ISO-8859-10";
      case "7" -> "ISO-8859-13";
      case "8" -> "ISO-8859-14";
      case "9" -> "ISO-8859-15";
      case "10" -> "ISO-8859-16";
      default -> "ISO-8859-" + number;
    };
  }
}
