package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;

/**
 * Functions of values of any type: {@code concat}, {@code format}, {@code pg_typeof}, and {@code
 * ||} of text with something else. The arguments of {@code VARIADIC "any"} come one by one.
 */
final class AnyFunctions {

  private static final int UUID_BYTES = 16;

  private AnyFunctions() {}

  static void bind(Bindings to) {
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText((context, a, row) -> concatenate(context, types, a, row, 0, ""))),
        "concat(any)");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText(
                    (context, a, row) ->
                        a[0].isNull(row)
                            ? null
                            : concatenate(context, types, a, row, 1, textAt(a, 0, row)))),
        "concat_ws(text,any)");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText((context, a, row) -> concatenate(context, types, a, row, 0, ""))),
        "textanycat(text,anynonarray)",
        "anytextcat(anynonarray,text)");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText(
                    (context, a, row) -> a[0].isNull(row) ? null : format(context, types, a, row))),
        "format(text,any)",
        "format(text)");
    to.scalar(
        Kernels.typed(
            (types, _) -> {
              long oid = Integer.toUnsignedLong(types.getFirst().oid());
              return Kernels.toLong((_, _, _) -> oid);
            }),
        "pg_typeof(any)");
    to.scalar(Kernels.toLong((_, a, row) -> nulls(a, row)), "num_nulls(any)");
    to.scalar(Kernels.toLong((_, a, row) -> a.length - nulls(a, row)), "num_nonnulls(any)");
    to.scalar(
        Kernels.rows((context, _, row, result) -> randomUuid(context, (BytesVector) result, row)),
        "gen_random_uuid()");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText(
                    (context, a, row) ->
                        Quoting.literal(text(context, types.getFirst(), a[0], row)))),
        "quote_literal(anyelement)");
    to.scalar(
        Kernels.typed(
            (types, _) ->
                Kernels.toText(
                    (context, a, row) ->
                        a[0].isNull(row)
                            ? "NULL"
                            : Quoting.literal(text(context, types.getFirst(), a[0], row)))),
        "quote_nullable(anyelement)");
  }

  private static long nulls(Vector[] arguments, int row) {
    long count = 0;
    for (Vector argument : arguments) {
      count += argument.isNull(row) ? 1 : 0;
    }
    return count;
  }

  private static void randomUuid(EvaluationContext context, BytesVector target, int row) {
    byte[] bytes = new byte[UUID_BYTES];
    context.rng().secretBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    target.setBytes(row, bytes, 0, bytes.length);
  }

  private static String text(EvaluationContext context, SqlType type, Vector vector, int row) {
    var sink = new ByteSink(32);
    type.codec().formatText(vector, row, context.format(), sink);
    return sink.toString();
  }

  private static String concatenate(
      EvaluationContext context,
      List<SqlType> types,
      Vector[] arguments,
      int row,
      int from,
      String separator) {
    var sink = new ByteSink(64);
    boolean isFirst = true;
    for (int i = from; i < arguments.length; i++) {
      if (arguments[i].isNull(row)) {
        continue;
      }
      if (!isFirst) {
        sink.writeString(separator);
      }
      isFirst = false;
      types.get(i).codec().formatText(arguments[i], row, context.format(), sink);
    }
    return sink.toString();
  }

  /** {@code format}: {@code %[position$][-][width]type} with types s, I and L. */
  private static String format(
      EvaluationContext context, List<SqlType> types, Vector[] arguments, int row) {
    String pattern = textAt(arguments, 0, row);
    var result = new StringBuilder();
    int next = 1;
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c != '%') {
        result.append(c);
        continue;
      }
      if (++at < pattern.length() && pattern.charAt(at) == '%') {
        result.append('%');
        continue;
      }
      var specifier = new Specifier(pattern, at);
      at = specifier.typeAt;
      if (specifier.isWidthArgument) {
        int index = specifier.widthPosition > 0 ? specifier.widthPosition : next++;
        specifier.takeWidth(width(arguments, index, row));
      }
      int index = specifier.position > 0 ? specifier.position : next++;
      if (index >= arguments.length) {
        throw Errors.invalidParameter("too few arguments for format()");
      }
      String value =
          arguments[index].isNull(row)
              ? null
              : text(context, types.get(index), arguments[index], row);
      specifier.append(converted(pattern.charAt(at), value), result);
      next = specifier.position > 0 ? index + 1 : next;
    }
    return result.toString();
  }

  private static int width(Vector[] arguments, int index, int row) {
    if (index >= arguments.length) {
      throw Errors.invalidParameter("too few arguments for format()");
    }
    return arguments[index].isNull(row) || !(arguments[index] instanceof LongVector longs)
        ? 0
        : (int) longs.getLong(row);
  }

  private static String converted(char type, @Nullable String value) {
    return switch (type) {
      case 's' -> value == null ? "" : value;
      case 'L' -> value == null ? "NULL" : Quoting.literal(value);
      case 'I' -> {
        if (value == null) {
          throw OrreryException.of(
              SqlState.NULL_VALUE_NOT_ALLOWED,
              "null values cannot be formatted as an SQL identifier");
        }
        yield Quoting.identifier(value);
      }
      default ->
          throw Errors.invalidParameter("unrecognized format() type specifier \"" + type + "\"");
    };
  }

  /** A parsed {@code %} specifier. */
  private static final class Specifier {

    private final String pattern;
    private int position;
    private int widthPosition;
    private boolean isWidthArgument;
    private boolean isLeft;
    private int width;
    private int typeAt;

    Specifier(String pattern, int start) {
      this.pattern = pattern;
      this.typeAt = start;
      int saved = typeAt;
      int number = number();
      if (number >= 0 && peek() == '$') {
        if (number == 0) {
          throw Errors.invalidParameter(
              "format specifies argument 0, but arguments are numbered from 1");
        }
        position = number;
        typeAt++;
      } else {
        typeAt = saved;
      }
      while (peek() == '-') {
        isLeft = true;
        typeAt++;
      }
      if (peek() == '*') {
        typeAt++;
        isWidthArgument = true;
        int index = number();
        if (index >= 0 && peek() == '$') {
          widthPosition = index;
          typeAt++;
        }
      } else {
        width = Math.max(0, number());
      }
      if (peek() == 0) {
        throw Errors.invalidParameter("unterminated format() type specifier");
      }
    }

    private char peek() {
      return typeAt < pattern.length() ? pattern.charAt(typeAt) : 0;
    }

    private int number() {
      int start = typeAt;
      long value = 0;
      while (peek() >= '0' && peek() <= '9') {
        value = value * 10 + (peek() - '0');
        if (value > Integer.MAX_VALUE) {
          throw Errors.invalidParameter("number is out of range");
        }
        typeAt++;
      }
      return typeAt == start ? -1 : (int) value;
    }

    void takeWidth(int given) {
      isLeft |= given < 0;
      width = Math.abs(given);
    }

    void append(String value, StringBuilder target) {
      int missing = Math.max(0, width - value.codePointCount(0, value.length()));
      target.append(isLeft ? value + " ".repeat(missing) : " ".repeat(missing) + value);
    }
  }
}
