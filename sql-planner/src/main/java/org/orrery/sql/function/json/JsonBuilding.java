package org.orrery.sql.function.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonCursor;
import org.orrery.data.json.JsonWriter;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.kernel.ArrayElements;
import org.orrery.sql.function.kernel.Kernels;

/** Functions that make JSON of SQL values. */
final class JsonBuilding {

  private JsonBuilding() {}

  /** Appends the JSON of a row. */
  @FunctionalInterface
  private interface Builder {
    void write(JsonPrinter printer, List<SqlType> types, Vector[] arguments, int row, ByteSink to);
  }

  static void bind(Bindings to) {
    for (boolean isBinary : new boolean[] {false, true}) {
      String type = isBinary ? "jsonb" : "json";
      to.scalar(
          building(
              isBinary, (p, types, a, row, sink) -> p.write(types.getFirst(), a[0], row, sink)),
          "to_" + type + "(anyelement)");
      to.scalar(
          building(isBinary, (p, types, a, row, sink) -> writeArray(p, types, a, row, sink)),
          type + "_build_array(any)",
          type + "_build_array()");
      to.scalar(
          building(
              isBinary, (p, types, a, row, sink) -> writeObject(p, types, a, row, isBinary, sink)),
          type + "_build_object(any)",
          type + "_build_object()");
      to.scalar(
          building(isBinary, (_, _, a, row, sink) -> writePairs(a, row, sink)),
          type + "_object(_text)");
      to.scalar(
          building(isBinary, (_, _, a, row, sink) -> writeKeysAndValues(a, row, sink)),
          type + "_object(_text,_text)");
    }
    to.scalar(
        building(
            false,
            (p, _, a, row, sink) ->
                p.writeRecord(RecordValue.read((BytesVector) a[0], row), ",", sink)),
        "row_to_json(record)");
    to.scalar(
        building(
            false,
            (p, _, a, row, sink) ->
                p.writeRecord(RecordValue.read((BytesVector) a[0], row), separator(a, row), sink)),
        "row_to_json(record,bool)");
    to.scalar(
        building(
            false, (p, _, a, row, sink) -> p.writeArray(ArrayElements.read(a[0], row), ",", sink)),
        "array_to_json(anyarray)");
    to.scalar(
        building(
            false,
            (p, _, a, row, sink) ->
                p.writeArray(ArrayElements.read(a[0], row), separator(a, row), sink)),
        "array_to_json(anyarray,bool)");
    to.scalar(
        building(
            false,
            (_, _, a, row, sink) -> {
              var cursor = new JsonCursor();
              cursor.reset((BytesVector) a[0], row);
              strip(cursor, sink);
            }),
        "json_strip_nulls(json)");
  }

  /** What is between parts in the pretty form, or not. */
  private static String separator(Vector[] arguments, int row) {
    return Kernels.boolAt(arguments, 1, row) ? ",\n " : ",";
  }

  private static ScalarKernel building(boolean isBinary, Builder builder) {
    return Kernels.typed(
        (types, _) ->
            (EvaluationContext context,
                Vector[] arguments,
                int @Nullable [] selection,
                int count,
                Vector result) -> {
              JsonPrinter printer = JsonPrinter.of(context);
              var sink = new ByteSink(64);
              for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                sink.truncate(0);
                builder.write(printer, types, arguments, row, sink);
                JsonPrinter.store(sink, isBinary, result, row);
              }
            });
  }

  private static void writeArray(
      JsonPrinter printer, List<SqlType> types, Vector[] arguments, int row, ByteSink sink) {
    sink.writeByte('[');
    for (int i = 0; i < arguments.length; i++) {
      sink.writeString(i == 0 ? "" : ", ");
      printer.write(types.get(i), arguments[i], row, sink);
    }
    sink.writeByte(']');
  }

  private static void writeObject(
      JsonPrinter printer,
      List<SqlType> types,
      Vector[] arguments,
      int row,
      boolean isBinary,
      ByteSink sink) {
    if (arguments.length % 2 != 0) {
      throw Jsons.invalid("argument list must have even number of elements")
          .withHint(
              "The arguments of %s must consist of alternating keys and values."
                  .formatted(isBinary ? "jsonb_build_object()" : "json_build_object()"));
    }
    sink.writeByte('{');
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i].isNull(row)) {
        throw isBinary
            ? Jsons.invalid("argument " + (i + 1) + ": key must not be null")
            : Jsons.invalid("argument " + (i + 1) + " cannot be null")
                .withHint("Object keys should be text.");
      }
      sink.writeString(i == 0 ? "" : ", ");
      printer.writeKey(types.get(i), arguments[i], row, sink);
      sink.writeString(" : ");
      printer.write(types.get(i + 1), arguments[i + 1], row, sink);
    }
    sink.writeByte('}');
  }

  /** {@code json_object(text[])}: keys and values in turn, or in pairs of a second dimension. */
  private static void writePairs(Vector[] arguments, int row, ByteSink sink) {
    ArrayValue array = Jsons.array(arguments, 0, row);
    if (array.dimensions() > 2) {
      throw Jsons.wrongSubscripts();
    }
    if (array.dimensions() == 2 && array.sizes()[1] != 2) {
      throw OrreryException.of(SqlState.ARRAY_SUBSCRIPT_ERROR, "array must have two columns");
    }
    List<@Nullable String> texts = Jsons.texts(arguments, 0, row);
    if (texts.size() % 2 != 0) {
      throw OrreryException.of(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "array must have even number of elements");
    }
    sink.writeByte('{');
    for (int i = 0; i < texts.size(); i += 2) {
      writePair(texts.get(i), texts.get(i + 1), i == 0, sink);
    }
    sink.writeByte('}');
  }

  private static void writeKeysAndValues(Vector[] arguments, int row, ByteSink sink) {
    List<@Nullable String> keys = Jsons.path(arguments, 0, row);
    List<@Nullable String> values = Jsons.path(arguments, 1, row);
    if (keys.size() != values.size()) {
      throw OrreryException.of(SqlState.ARRAY_SUBSCRIPT_ERROR, "mismatched array dimensions");
    }
    sink.writeByte('{');
    for (int i = 0; i < keys.size(); i++) {
      writePair(keys.get(i), values.get(i), i == 0, sink);
    }
    sink.writeByte('}');
  }

  private static void writePair(
      @Nullable String key, @Nullable String value, boolean isFirst, ByteSink sink) {
    if (key == null) {
      throw nullKey();
    }
    sink.writeString(isFirst ? "" : ", ");
    JsonWriter.writeString(key, sink);
    sink.writeString(" : ");
    JsonPrinter.writeText(value, sink);
  }

  static OrreryException nullKey() {
    return OrreryException.of(
        SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
  }

  /** Appends a value without the members that are null, and without blanks. */
  private static void strip(JsonCursor cursor, ByteSink sink) {
    if (!cursor.isObject() && !cursor.isArray()) {
      if (cursor.isString()) {
        JsonWriter.writeString(cursor.text(), sink);
      } else {
        sink.writeBytes(cursor.data(), cursor.start(), cursor.end() - cursor.start());
      }
      return;
    }
    boolean isObject = cursor.isObject();
    sink.writeByte(isObject ? '{' : '[');
    var parts = new JsonCursor();
    parts.reset(cursor);
    String separator = "";
    for (boolean has = parts.enter(); has; has = parts.next()) {
      if (isObject && parts.isNull()) {
        continue;
      }
      sink.writeString(separator);
      separator = ",";
      if (isObject) {
        JsonWriter.writeString(parts.key(), sink);
        sink.writeByte(':');
      }
      strip(parts, sink);
    }
    sink.writeByte(isObject ? '}' : ']');
  }
}
