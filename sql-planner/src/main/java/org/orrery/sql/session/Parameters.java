package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;
import org.orrery.data.type.CharacterTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;

/** Reads the parameters of a Bind message and spreads its format codes. */
final class Parameters {

  private static final short BINARY = 1;

  private Parameters() {}

  /** The parameters' values as of {@link Vector#get}. */
  static List<@Nullable Object> read(
      PreparedStatement prepared,
      short[] formats,
      List<byte @Nullable []> values,
      FormatSettings settings) {
    if (formats.length > 1 && formats.length != values.size()) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION,
          "bind message has %d parameter formats but %d parameters",
          formats.length,
          values.size());
    }
    List<SqlType> types = prepared.parameterTypes();
    if (values.size() != types.size()) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION,
          "bind message supplies %d parameters, but prepared statement \"%s\" requires %d",
          values.size(),
          prepared.name(),
          types.size());
    }
    var result = new ArrayList<@Nullable Object>(values.size());
    for (int i = 0; i < values.size(); i++) {
      byte[] value = values.get(i);
      short format = formats.length == 0 ? 0 : formats.length == 1 ? formats[0] : formats[i];
      result.add(value == null ? null : value(types.get(i), value, format, settings));
    }
    return result;
  }

  private static @Nullable Object value(
      SqlType type, byte[] bytes, short format, FormatSettings settings) {
    Vector vector = Vector.allocate(type.kind(), 1);
    switch (format) {
      case 0 -> {
        CharacterTypes.checkUtf8(bytes, 0, bytes.length);
        type.codec().parseText(bytes, 0, bytes.length, -1, settings, vector, 0);
      }
      case BINARY -> type.codec().parseBinary(bytes, 0, bytes.length, -1, vector, 0);
      default ->
          throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: %d", format);
    }
    return vector.get(0);
  }

  /** Columns with the formats asked for. */
  static List<ResultColumn> formats(List<ResultColumn> columns, short[] formats) {
    if (formats.length > 1 && formats.length != columns.size()) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION,
          "bind message has %d result formats but query has %d columns",
          formats.length,
          columns.size());
    }
    var result = new ArrayList<ResultColumn>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      short format = formats.length == 0 ? 0 : formats.length == 1 ? formats[0] : formats[i];
      if (format != 0 && format != BINARY) {
        throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: %d", format);
      }
      result.add(columns.get(i).in(format));
    }
    return result;
  }
}
