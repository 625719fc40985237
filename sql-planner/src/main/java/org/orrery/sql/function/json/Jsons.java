package org.orrery.sql.function.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.json.JsonParser;
import org.orrery.data.json.JsonValue;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.function.kernel.Kernels;

/** What the families of JSON functions share. */
final class Jsons {

  private Jsons() {}

  /** An argument that is jsonb, as a tree. */
  static JsonValue at(Vector[] arguments, int index, int row) {
    return JsonParser.parse(Kernels.textAt(arguments, index, row));
  }

  /** Stores a tree as jsonb. */
  static void store(JsonValue value, Vector target, int row) {
    var sink = new ByteSink(64);
    value.write(sink);
    ((BytesVector) target).setBytes(row, sink.array(), 0, sink.length());
  }

  /** An argument that is a {@code text[]}, null for NULL elements. */
  static List<@Nullable String> texts(Vector[] arguments, int index, int row) {
    return texts(array(arguments, index, row));
  }

  /** An argument that is a {@code text[]} of at most one dimension. */
  static List<@Nullable String> path(Vector[] arguments, int index, int row) {
    ArrayValue array = array(arguments, index, row);
    if (array.dimensions() > 1) {
      throw wrongSubscripts();
    }
    return texts(array);
  }

  static ArrayValue array(Vector[] arguments, int index, int row) {
    return ArrayValue.read(BuiltinTypes.TEXT, (BytesVector) arguments[index], row);
  }

  private static List<@Nullable String> texts(ArrayValue array) {
    var elements = (BytesVector) array.elements();
    var texts = new ArrayList<@Nullable String>();
    for (int i = 0; i < array.count(); i++) {
      texts.add(elements.isNull(i) ? null : elements.getString(i));
    }
    return texts;
  }

  static OrreryException wrongSubscripts() {
    return OrreryException.of(SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
  }

  static OrreryException invalid(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
  }

  /** A whole number as C's strtol reads it, nothing after it; null for anything else. */
  static @Nullable Integer index(String text) {
    String digits = text.stripLeading();
    int first = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    if (digits.length() == first || digits.length() > first + 10) {
      return null;
    }
    for (int i = first; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    long value = Long.parseLong(digits);
    return value == (int) value ? (Integer) (int) value : null;
  }
}
