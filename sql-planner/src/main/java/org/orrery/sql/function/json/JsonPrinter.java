package org.orrery.sql.function.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonWriter;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.ArrayElements;

/** Writes SQL values as JSON, as {@code to_json} does. */
final class JsonPrinter {

  private final FormatSettings settings;

  private JsonPrinter(FormatSettings settings) {
    this.settings = settings;
  }

  /** A printer for values of a session: dates and times are ISO 8601 whatever the date style. */
  static JsonPrinter of(EvaluationContext context) {
    FormatSettings format = context.format();
    return new JsonPrinter(
        new FormatSettings(
            format.timeZone(),
            FormatSettings.DateStyle.ISO,
            format.dateOrder(),
            format.intervalStyle(),
            format.extraFloatDigits(),
            format.byteaHex(),
            format.currentMicros(),
            format.names()));
  }

  /** Whether values of a type have parts: {@code json_agg} begins a line for each. */
  static boolean isStructured(SqlType type) {
    return type.isArray() || type == BuiltinTypes.RECORD;
  }

  /** Appends the JSON of a value. */
  void write(SqlType type, Vector vector, int row, ByteSink sink) {
    if (vector.isNull(row)) {
      sink.writeString("null");
    } else if (type == BuiltinTypes.BOOL) {
      sink.writeString(((LongVector) vector).getLong(row) != 0 ? "true" : "false");
    } else if (type == BuiltinTypes.JSON || type == BuiltinTypes.JSONB) {
      type.codec().formatText(vector, row, settings, sink);
    } else if (type.isArray()) {
      writeArray(ArrayElements.read(vector, row), ",", sink);
    } else if (type == BuiltinTypes.RECORD) {
      writeRecord(RecordValue.read((BytesVector) vector, row), ",", sink);
    } else {
      writeScalar(type, vector, row, sink);
    }
  }

  private void writeScalar(SqlType type, Vector vector, int row, ByteSink sink) {
    String text = text(type, vector, row);
    if (isNumber(type) && isFinite(text)) {
      sink.writeString(text);
    } else {
      JsonWriter.writeString(text, sink);
    }
  }

  private static boolean isNumber(SqlType type) {
    return type == BuiltinTypes.INT2
        || type == BuiltinTypes.INT4
        || type == BuiltinTypes.INT8
        || type == BuiltinTypes.FLOAT4
        || type == BuiltinTypes.FLOAT8
        || type == BuiltinTypes.NUMERIC;
  }

  private static boolean isFinite(String number) {
    return !number.endsWith("y") && !number.endsWith("N");
  }

  private String text(SqlType type, Vector vector, int row) {
    var sink = new ByteSink(32);
    type.codec().formatText(vector, row, settings, sink);
    String text = sink.toString();
    if (type == BuiltinTypes.TIMESTAMP) {
      return text.replaceFirst(" (?!BC)", "T");
    }
    if (type == BuiltinTypes.TIMESTAMPTZ) {
      // ISO 8601 wants the minutes of a zone's offset, which PostgreSQL's own style leaves out.
      return text.replaceFirst(" (?!BC)", "T").replaceFirst("([+-]\\d\\d)($| BC)", "$1:00$2");
    }
    return text;
  }

  /** Appends a value as the key of an object. */
  void writeKey(SqlType type, Vector vector, int row, ByteSink sink) {
    if (isStructured(type) || type == BuiltinTypes.JSON || type == BuiltinTypes.JSONB) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "key value must be scalar, not array, composite, or json");
    }
    if (type == BuiltinTypes.BOOL) {
      sink.writeString(((LongVector) vector).getLong(row) != 0 ? "\"true\"" : "\"false\"");
    } else {
      JsonWriter.writeString(text(type, vector, row), sink);
    }
  }

  /** Appends an array, with {@code separator} between the elements of its first dimension. */
  void writeArray(ArrayValue array, String separator, ByteSink sink) {
    if (array.dimensions() == 0) {
      sink.writeString("[]");
    } else {
      writeDimension(array, 0, 0, separator, sink);
    }
  }

  /** Appends what one index of the dimensions before {@code dimension} holds. */
  private int writeDimension(
      ArrayValue array, int dimension, int from, String separator, ByteSink sink) {
    boolean isInner = dimension == array.dimensions() - 1;
    int next = from;
    sink.writeByte('[');
    for (int i = 0; i < array.sizes()[dimension]; i++) {
      if (i > 0) {
        sink.writeString(separator);
      }
      if (isInner) {
        write(array.elementType(), array.elements(), next++, sink);
      } else {
        next = writeDimension(array, dimension + 1, next, ",", sink);
      }
    }
    sink.writeByte(']');
    return next;
  }

  /** Appends a record as an object; fields without names are f1, f2 and so on. */
  void writeRecord(RecordValue record, String separator, ByteSink sink) {
    sink.writeByte('{');
    List<String> names = record.names();
    for (int i = 0; i < record.types().size(); i++) {
      if (i > 0) {
        sink.writeString(separator);
      }
      JsonWriter.writeString(names.isEmpty() ? "f" + (i + 1) : names.get(i), sink);
      sink.writeByte(':');
      write(record.types().get(i), record.values().get(i), 0, sink);
    }
    sink.writeByte('}');
  }

  /** Appends a text as a string, or null. */
  static void writeText(@Nullable String text, ByteSink sink) {
    if (text == null) {
      sink.writeString("null");
    } else {
      JsonWriter.writeString(text, sink);
    }
  }

  /** Stores a text of JSON as json or, when {@code isBinary}, as jsonb. */
  static void store(ByteSink json, boolean isBinary, Vector target, int row) {
    if (isBinary) {
      String text = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
      Jsons.store(org.orrery.data.json.JsonParser.parse(text), target, row);
    } else {
      ((BytesVector) target).setBytes(row, json.array(), 0, json.length());
    }
  }
}
