package org.orrery.data.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/**
 * A row value taken apart. In memory it is PostgreSQL's binary form: int32 number of fields; per
 * field int32 OID of its type, int32 length (-1 for NULL) and the binary form. Behind them, unless
 * the fields have no names: per field int32 length and the name in UTF-8; in memory only, not on
 * the wire.
 *
 * @param types each field's type
 * @param names each field's name; empty when the fields have no names
 * @param values one vector per field, the value in row 0
 */
public record RecordValue(List<SqlType> types, List<String> names, List<Vector> values) {

  /** Takes apart a row of a column of records. */
  public static RecordValue read(BytesVector source, int row) {
    return read(source.data(), source.offsets()[row], source.lengths()[row]);
  }

  static RecordValue read(byte[] bytes, int offset, int length) {
    if (length < 4) {
      throw TypeErrors.insufficientData();
    }
    int end = offset + length;
    int count = Ascii.readInt(bytes, offset);
    List<SqlType> types = new ArrayList<>();
    List<Vector> values = new ArrayList<>();
    int at = offset + 4;
    for (int i = 0; i < count; i++) {
      if (end - at < 8) {
        throw TypeErrors.insufficientData();
      }
      SqlType type = BuiltinTypes.find(Ascii.readInt(bytes, at));
      int size = Ascii.readInt(bytes, at + 4);
      at += 8;
      if (type == null || size > end - at || size < -1) {
        throw TypeErrors.badBinary();
      }
      Vector value = Vector.allocate(type.kind(), 1);
      if (size < 0) {
        value.setNull(0);
      } else {
        type.codec().parseBinary(bytes, at, size, Typmods.NONE, value, 0);
        at += size;
      }
      types.add(type);
      values.add(value);
    }
    return new RecordValue(types, readNames(bytes, at, end, at == end ? 0 : count), values);
  }

  private static List<String> readNames(byte[] bytes, int from, int end, int count) {
    List<String> names = new ArrayList<>();
    int at = from;
    for (int i = 0; i < count; i++) {
      int size = end - at < 4 ? -1 : Ascii.readInt(bytes, at);
      at += 4;
      if (size < 0 || size > end - at) {
        throw TypeErrors.badBinary();
      }
      names.add(new String(bytes, at, size, StandardCharsets.UTF_8));
      at += size;
    }
    if (at != end) {
      throw TypeErrors.badBinary();
    }
    return names;
  }

  /** The length of a record's binary form without the names that may be behind it. */
  static int fieldBytes(byte[] bytes, int offset) {
    int at = offset + 4;
    for (int left = Ascii.readInt(bytes, offset); left > 0; left--) {
      at += 8 + Math.max(0, Ascii.readInt(bytes, at + 4));
    }
    return at - offset;
  }

  /** Appends names behind the fields of a record. */
  public static void writeNames(List<String> names, ByteSink sink) {
    for (String name : names) {
      int lengthAt = sink.length();
      sink.writeInt(0);
      sink.writeString(name);
      sink.putInt(lengthAt, sink.length() - lengthAt - 4);
    }
  }

  /**
   * Appends the binary form of a record of one row of each column.
   *
   * @param types each column's type
   * @param columns each column
   */
  public static void write(
      List<SqlType> types, List<? extends Vector> columns, int row, ByteSink sink) {
    sink.writeInt(types.size());
    for (int i = 0; i < types.size(); i++) {
      SqlType type = types.get(i);
      sink.writeInt(type.oid());
      if (columns.get(i).isNull(row)) {
        sink.writeInt(-1);
        continue;
      }
      int lengthAt = sink.length();
      sink.writeInt(0);
      type.codec().formatBinary(columns.get(i), row, sink);
      sink.putInt(lengthAt, sink.length() - lengthAt - 4);
    }
  }
}
