package org.orrery.sql.copy;

import java.util.Arrays;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.CharacterTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;

/**
 * A column that COPY FROM fills. Sources repeat their timestamps from row to row, so the last one
 * is remembered with its text.
 */
final class CopyColumn {

  private static final int REMEMBERED_BYTES_MAX = 40;

  private final String name;
  private final SqlType type;
  private final int typmod;
  private final FormatSettings settings;
  private final boolean isRepeating;
  private final byte[] lastText = new byte[REMEMBERED_BYTES_MAX];
  private int lastLength = -1;
  private long lastValue;
  private Vector vector;

  CopyColumn(String name, SqlType type, int typmod, FormatSettings settings) {
    this.name = name;
    this.type = type;
    this.typmod = typmod;
    this.settings = settings;
    this.isRepeating = type == BuiltinTypes.TIMESTAMPTZ || type == BuiltinTypes.TIMESTAMP;
    this.vector = Vector.allocate(type.kind(), Batch.ROWS_MAX);
  }

  String name() {
    return name;
  }

  Vector vector() {
    return vector;
  }

  /** Starts a new batch in a vector of its own, because the old one may still be on its way. */
  void reset() {
    vector = Vector.allocate(type.kind(), Batch.ROWS_MAX);
  }

  void setNull(int row) {
    vector.setNull(row);
  }

  /**
   * Parses a value.
   *
   * @param isAscii whether all bytes are from 1 to 127
   */
  void parse(byte[] bytes, int offset, int length, boolean isAscii, int row) {
    if (!isAscii) {
      CharacterTypes.checkUtf8(bytes, offset, length);
    }
    if (!isRepeating) {
      type.codec().parseText(bytes, offset, length, typmod, settings, vector, row);
      return;
    }
    var longs = (LongVector) vector;
    if (length == lastLength
        && Arrays.equals(bytes, offset, offset + length, lastText, 0, length)) {
      longs.setLong(row, lastValue);
      return;
    }
    type.codec().parseText(bytes, offset, length, typmod, settings, vector, row);
    if (length <= REMEMBERED_BYTES_MAX) {
      System.arraycopy(bytes, offset, lastText, 0, length);
      lastLength = length;
      lastValue = longs.getLong(row);
    }
  }

  void parseBinary(byte[] bytes, int offset, int length, int row) {
    type.codec().parseBinary(bytes, offset, length, typmod, vector, row);
  }
}
