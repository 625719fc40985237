package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.bytesAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.BytesVector;
import org.orrery.data.type.CharacterTypes;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** String functions that work on characters; positions count code points from 1. */
final class TextFunctions {

  /** Characters that {@code repeat}, {@code lpad} and the like may make. */
  private static final int LENGTH_MAX = (1 << 30) - 1;

  private TextFunctions() {}

  static void bind(Bindings to) {
    bindLengths(to);
    bindCases(to);
    bindParts(to);
    bindTrims(to);
    bindReplacements(to);
    bindCodes(to);
    bindConcatenation(to);
  }

  private static void bindConcatenation(Bindings to) {
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              var left = (BytesVector) a[0];
              var right = (BytesVector) a[1];
              int leftLength = left.lengths()[row];
              int rightLength = right.lengths()[row];
              byte[] joined = new byte[leftLength + rightLength];
              System.arraycopy(left.data(), left.offsets()[row], joined, 0, leftLength);
              System.arraycopy(right.data(), right.offsets()[row], joined, leftLength, rightLength);
              ((BytesVector) result).setBytes(row, joined, 0, joined.length);
            }),
        "textcat(text,text)",
        "byteacat(bytea,bytea)");
  }

  private static void bindLengths(Bindings to) {
    ScalarKernel characters =
        Kernels.toLong(
            (_, a, row) -> {
              var text = (BytesVector) a[0];
              return CharacterTypes.characters(
                  text.data(), text.offsets()[row], text.lengths()[row]);
            });
    to.scalar(characters, "length(text)", "char_length(text)", "character_length(text)");
    ScalarKernel trimmed =
        Kernels.toLong((_, a, row) -> codePoints(stripBlanks(textAt(a, 0, row))));
    to.scalar(trimmed, "length(bpchar)", "char_length(bpchar)", "character_length(bpchar)");
    ScalarKernel bytes = Kernels.toLong((_, a, row) -> ((BytesVector) a[0]).lengths()[row]);
    to.scalar(
        bytes,
        "octet_length(text)",
        "octet_length(bpchar)",
        "octet_length(bytea)",
        "length(bytea)");
    to.scalar(
        Kernels.toLong((_, a, row) -> 8L * ((BytesVector) a[0]).lengths()[row]),
        "bit_length(text)",
        "bit_length(bytea)");
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String stripBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static void bindCases(Bindings to) {
    to.scalar(Kernels.toText((_, a, row) -> mapCase(textAt(a, 0, row), false)), "lower(text)");
    to.scalar(Kernels.toText((_, a, row) -> mapCase(textAt(a, 0, row), true)), "upper(text)");
    to.scalar(Kernels.toText((_, a, row) -> capitalise(textAt(a, 0, row))), "initcap(text)");
  }

  /** Maps one character to one, as C libraries do (ß stays ß). */
  private static String mapCase(String text, boolean isUpper) {
    var mapped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                mapped.appendCodePoint(
                    isUpper ? Character.toUpperCase(c) : Character.toLowerCase(c)));
    return mapped.toString();
  }

  private static String capitalise(String text) {
    var result = new StringBuilder(text.length());
    boolean isInside = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      result.appendCodePoint(isInside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      isInside = Character.isLetterOrDigit(c);
      at += Character.charCount(c);
    }
    return result.toString();
  }

  private static void bindParts(Bindings to) {
    ScalarKernel from =
        Kernels.toText((_, a, row) -> substring(textAt(a, 0, row), intAt(a, 1, row), null));
    to.scalar(from, "substr(text,int4)", "substring(text,int4)");
    ScalarKernel fromFor =
        Kernels.toText(
            (_, a, row) -> substring(textAt(a, 0, row), intAt(a, 1, row), longAt(a, 2, row)));
    to.scalar(fromFor, "substr(text,int4,int4)", "substring(text,int4,int4)");
    to.scalar(
        Kernels.toText((_, a, row) -> left(textAt(a, 0, row), intAt(a, 1, row))),
        "left(text,int4)");
    to.scalar(
        Kernels.toText((_, a, row) -> right(textAt(a, 0, row), intAt(a, 1, row))),
        "right(text,int4)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              String text = textAt(a, 0, row);
              int at = text.indexOf(textAt(a, 1, row));
              return at < 0 ? 0 : text.codePointCount(0, at) + 1;
            }),
        "strpos(text,text)",
        "position(text,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> splitPart(textAt(a, 0, row), textAt(a, 1, row), intAt(a, 2, row))),
        "split_part(text,text,int4)");
    to.scalar(
        Kernels.test((_, a, row) -> textAt(a, 0, row).startsWith(textAt(a, 1, row))),
        "starts_with(text,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) ->
                overlay(textAt(a, 0, row), textAt(a, 1, row), intAt(a, 2, row), longAt(a, 3, row))),
        "overlay(text,text,int4,int4)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> {
              String put = textAt(a, 1, row);
              return overlay(textAt(a, 0, row), put, intAt(a, 2, row), codePoints(put));
            }),
        "overlay(text,text,int4)");
  }

  static String substring(String text, int start, @Nullable Long length) {
    int count = codePoints(text);
    long end = length == null ? count + 1L : (long) start + length;
    if (length != null && length < 0) {
      throw OrreryException.of(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long first = Math.max(1, start);
    long last = Math.min(count + 1L, end);
    return last <= first ? "" : slice(text, (int) first - 1, (int) last - 1);
  }

  /** Code points from {@code from} to before {@code to}. */
  private static String slice(String text, int from, int to) {
    int begin = text.offsetByCodePoints(0, from);
    return text.substring(begin, text.offsetByCodePoints(begin, to - from));
  }

  private static String left(String text, int count) {
    int total = codePoints(text);
    return slice(text, 0, Math.max(0, Math.min(total, count < 0 ? total + count : count)));
  }

  private static String right(String text, int count) {
    int total = codePoints(text);
    int from =
        count < 0 ? (int) Math.min(total, Math.abs((long) count)) : Math.max(0, total - count);
    return slice(text, from, total);
  }

  private static String splitPart(String text, String separator, int field) {
    if (field == 0) {
      throw Errors.invalidParameter("field position must not be zero");
    }
    if (separator.isEmpty()) {
      return field == 1 || field == -1 ? text : "";
    }
    String[] parts = text.split(Pattern.quote(separator), -1);
    int index = field > 0 ? field - 1 : parts.length + field;
    return index >= 0 && index < parts.length ? parts[index] : "";
  }

  private static String overlay(String text, String put, int start, long length) {
    if (start <= 0) {
      throw OrreryException.of(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long after = start + length;
    if (after > Integer.MAX_VALUE) {
      throw Errors.outOfRange("integer");
    }
    return substring(text, 1, start - 1L) + put + substring(text, (int) after, null);
  }

  private static void bindTrims(Bindings to) {
    for (String[] names : new String[][] {{"btrim", "b"}, {"ltrim", "l"}, {"rtrim", "r"}}) {
      boolean isLeft = !names[1].equals("r");
      boolean isRight = !names[1].equals("l");
      to.scalar(
          Kernels.toText((_, a, row) -> trim(textAt(a, 0, row), " ", isLeft, isRight)),
          names[0] + "(text)");
      to.scalar(
          Kernels.toText(
              (_, a, row) -> trim(textAt(a, 0, row), textAt(a, 1, row), isLeft, isRight)),
          names[0] + "(text,text)");
    }
    to.scalar(
        Kernels.toText((_, a, row) -> pad(textAt(a, 0, row), intAt(a, 1, row), " ", true)),
        "lpad(text,int4)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> pad(textAt(a, 0, row), intAt(a, 1, row), textAt(a, 2, row), true)),
        "lpad(text,int4,text)");
    to.scalar(
        Kernels.toText((_, a, row) -> pad(textAt(a, 0, row), intAt(a, 1, row), " ", false)),
        "rpad(text,int4)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> pad(textAt(a, 0, row), intAt(a, 1, row), textAt(a, 2, row), false)),
        "rpad(text,int4,text)");
  }

  private static String trim(String text, String set, boolean isLeft, boolean isRight) {
    int start = 0;
    int end = text.length();
    while (isLeft && start < end && set.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (isRight && start < end && set.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static String pad(String text, int length, String fill, boolean isLeft) {
    int wanted = Math.max(0, length);
    checkLength(wanted);
    int present = codePoints(text);
    if (wanted <= present || fill.isEmpty()) {
      return slice(text, 0, Math.min(wanted, present));
    }
    int missing = wanted - present;
    int fillLength = codePoints(fill);
    // Two bytes a character, and the padding exists on its own before.
    return HeapGuard.allocate(
        4L * wanted,
        () -> {
          String padding = fill.repeat(missing / fillLength) + slice(fill, 0, missing % fillLength);
          return isLeft ? padding + text : text + padding;
        });
  }

  private static void checkLength(long length) {
    if (length > LENGTH_MAX) {
      throw OrreryException.of(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
    }
  }

  private static void bindReplacements(Bindings to) {
    to.scalar(
        Kernels.toText(
            (_, a, row) -> {
              String from = textAt(a, 1, row);
              String text = textAt(a, 0, row);
              return from.isEmpty() ? text : replace(text, from, textAt(a, 2, row));
            }),
        "replace(text,text,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> translate(textAt(a, 0, row), textAt(a, 1, row), textAt(a, 2, row))),
        "translate(text,text,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> {
              String text = textAt(a, 0, row);
              int times = Math.max(0, intAt(a, 1, row));
              long length = (long) text.length() * times;
              checkLength(length);
              return HeapGuard.allocate(2 * length, () -> text.repeat(times));
            }),
        "repeat(text,int4)");
    to.scalar(
        Kernels.toText((_, a, row) -> new StringBuilder(textAt(a, 0, row)).reverse().toString()),
        "reverse(text)");
  }

  private static String replace(String text, String from, String target) {
    long length = text.length();
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length())) {
      length += target.length() - from.length();
    }
    checkLength(length);
    return HeapGuard.allocate(2 * length, () -> text.replace(from, target));
  }

  private static String translate(String text, String from, String target) {
    int[] sources = from.codePoints().toArray();
    int[] targets = target.codePoints().toArray();
    var result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int index = 0;
              while (index < sources.length && sources[index] != c) {
                index++;
              }
              if (index == sources.length) {
                result.appendCodePoint(c);
              } else if (index < targets.length) {
                result.appendCodePoint(targets[index]);
              }
            });
    return result.toString();
  }

  private static void bindCodes(Bindings to) {
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              String text = textAt(a, 0, row);
              return text.isEmpty() ? 0 : text.codePointAt(0);
            }),
        "ascii(text)");
    to.scalar(Kernels.toText((_, a, row) -> character(intAt(a, 0, row))), "chr(int4)");
    to.scalar(Kernels.toText((_, a, row) -> Integer.toHexString(intAt(a, 0, row))), "to_hex(int4)");
    to.scalar(Kernels.toText((_, a, row) -> Long.toHexString(longAt(a, 0, row))), "to_hex(int8)");
    to.scalar(
        Kernels.toText((_, a, row) -> Encodings.digest("MD5", bytesAt(a, 0, row))),
        "md5(text)",
        "md5(bytea)");
    to.scalar(
        Kernels.toText((_, a, row) -> Quoting.identifier(textAt(a, 0, row))), "quote_ident(text)");
    to.scalar(
        Kernels.toText((_, a, row) -> Quoting.literal(textAt(a, 0, row))), "quote_literal(text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> a[0].isNull(row) ? "NULL" : Quoting.literal(textAt(a, 0, row))),
        "quote_nullable(text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) ->
                Encodings.encode(bytesAt(a, 0, row), textAt(a, 1, row).toLowerCase(Locale.ROOT))),
        "encode(bytea,text)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) ->
                result.set(
                    row,
                    Encodings.decode(
                        textAt(a, 0, row), textAt(a, 1, row).toLowerCase(Locale.ROOT)))),
        "decode(text,text)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> result.set(row, Encodings.sha256(bytesAt(a, 0, row)))),
        "sha256(bytea)");
  }

  private static String character(int code) {
    if (code == 0) {
      throw OrreryException.of(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    }
    if (code < 0) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "character number must be positive");
    }
    boolean isSurrogate = code >= 0xd800 && code < 0xe000;
    if (isSurrogate || !Character.isValidCodePoint(code)) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          isSurrogate
              ? "requested character not valid for encoding: %d"
              : "requested character too large for encoding: %d",
          code);
    }
    return Character.toString(code);
  }
}
