package org.orrery.sql.timeseries.hypertable;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeCodec;

/**
 * The type {@code _timescaledb_internal.dimension_info}: what {@code by_range} and {@code by_hash}
 * give to {@code create_hypertable}. In memory it is its text form.
 *
 * @param isRange whether it is by range
 * @param column the column
 * @param interval the interval or count as text; null when not given
 */
record DimensionInfo(boolean isRange, String column, @Nullable String interval) {

  private static final int OID = 14_101;
  private static final String SEPARATOR = "//";
  private static final String UNSET = "-";

  /** The type. */
  static final SqlType TYPE =
      new SqlType(
          OID,
          "dimension_info",
          SqlType.Variety.BASE,
          'U',
          false,
          -1,
          PhysicalKind.BYTES,
          new Codec(),
          null);

  /** The interval as it was given, with its type; null when none was. */
  @Nullable Object value() {
    return interval == null ? null : parsed(interval, valueType());
  }

  /** The type of {@link #value}: a number, or an interval of time. */
  SqlType valueType() {
    boolean isNumber = interval != null && interval.matches("-?[0-9]+");
    return isNumber ? BuiltinTypes.INT8 : BuiltinTypes.INTERVAL;
  }

  private static @Nullable Object parsed(String text, SqlType type) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type.kind(), 1);
    type.codec().parseText(bytes, 0, bytes.length, -1, FormatSettings.DEFAULT, vector, 0);
    return vector.get(0);
  }

  byte[] encode() {
    String text =
        String.join(
            SEPARATOR,
            isRange ? "range" : "hash",
            column,
            interval == null ? UNSET : interval,
            UNSET);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static DimensionInfo decode(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1);
    return new DimensionInfo(
        parts[0].equals("range"), parts[1], parts[2].equals(UNSET) ? null : parts[2]);
  }

  private static final class Codec implements TypeCodec {

    @Override
    public void parseText(
        byte[] text,
        int offset,
        int length,
        int typmod,
        FormatSettings settings,
        Vector target,
        int row) {
      throw OrreryException.notSupported("cannot construct type \"dimension_info\" from string");
    }

    @Override
    public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
      formatBinary(source, row, sink);
    }

    @Override
    public void parseBinary(
        byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
      throw OrreryException.notSupported("cannot construct type \"dimension_info\" from binary");
    }

    @Override
    public void formatBinary(Vector source, int row, ByteSink sink) {
      var bytes = (BytesVector) source;
      sink.writeBytes(bytes.data(), bytes.offsets()[row], bytes.lengths()[row]);
    }
  }
}
