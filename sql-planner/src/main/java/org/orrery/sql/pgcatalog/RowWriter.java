package org.orrery.sql.pgcatalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.Typmods;
import org.orrery.sql.exec.RowStore;

/**
 * Makes rows of a system relation, column by name:
 *
 * <pre>{@code
 * rows.row().set("oid", schema.oid()).set("nspname", schema.name());
 * }</pre>
 *
 * <p>Columns left out are NULL, or zero, false or empty where NULL is not allowed. Used by one
 * thread.
 */
public final class RowWriter {

  private final RelationShape shape;
  private final RowStore store;
  private final Vector[] current;
  private final boolean[] isSet;
  private boolean hasRow;

  RowWriter(RelationShape shape) {
    this.shape = shape;
    this.store = new RowStore(shape.types());
    int width = shape.columns().size();
    this.current = new Vector[width];
    this.isSet = new boolean[width];
    for (int i = 0; i < width; i++) {
      current[i] = Vector.allocate(type(i).kind(), 1);
    }
  }

  private SqlType type(int position) {
    return shape.columns().get(position).type();
  }

  /** Starts a row, which ends with the next call or {@link #finish}. */
  public RowWriter row() {
    endRow();
    hasRow = true;
    for (int i = 0; i < current.length; i++) {
      current[i].clear();
      isSet[i] = false;
    }
    return this;
  }

  /**
   * Sets a column of the row.
   *
   * @param value null; {@link Number} for numbers, times in their unit and (unsigned) OIDs; {@link
   *     Boolean}; {@link Character} for {@code "char"}; {@link String} for text, and for anything
   *     else in its text form; a list of these for an array
   */
  public RowWriter set(String column, @Nullable Object value) {
    int position = shape.position(column);
    put(type(position), value, current[position], 0);
    isSet[position] = true;
    return this;
  }

  /** Sets columns from their text forms, {@link Resources#NULL} being NULL. */
  public RowWriter setAll(Map<String, String> values) {
    values.forEach((column, text) -> set(column, text.equals(Resources.NULL) ? null : text));
    return this;
  }

  private void endRow() {
    if (!hasRow) {
      return;
    }
    for (int i = 0; i < current.length; i++) {
      if (!isSet[i]) {
        put(type(i), shape.columns().get(i).isNotNull() ? zero(type(i)) : null, current[i], 0);
      }
    }
    store.appendRow(current, 0);
    hasRow = false;
  }

  private static Object zero(SqlType type) {
    if (type.isArray()) {
      return List.of();
    }
    return type.kind() == PhysicalKind.BYTES ? "" : 0;
  }

  /** Ends the last row; the rows. */
  RowStore finish() {
    endRow();
    return store;
  }

  /** Stores one value; see {@link #set} for its classes. */
  public static void put(SqlType type, @Nullable Object value, Vector target, int row) {
    switch (value) {
      case null -> target.setNull(row);
      case List<?> list -> array(type, list).store((BytesVector) target, row);
      case Boolean bool -> putLong(target, row, bool ? 1 : 0);
      case Character letter -> putLong(target, row, letter);
      case Number number -> putNumber(type, number, target, row);
      case String text -> putText(type, text, target, row);
      default -> {
        target.setNotNull(row);
        target.set(row, value);
      }
    }
  }

  private static void putLong(Vector target, int row, long value) {
    target.setNotNull(row);
    ((LongVector) target).setLong(row, value);
  }

  private static void putNumber(SqlType type, Number number, Vector target, int row) {
    if (target instanceof DoubleVector doubles) {
      doubles.setNotNull(row);
      doubles.setDouble(row, number.doubleValue());
    } else if (target instanceof LongVector) {
      // An OID is an unsigned int that Java holds in an int.
      boolean isOid = type.length() == 4 && !type.name().equals("int4");
      putLong(target, row, isOid ? number.longValue() & 0xffff_ffffL : number.longValue());
    } else {
      putText(type, number.toString(), target, row);
    }
  }

  private static void putText(SqlType type, String text, Vector target, int row) {
    if (type.category() == 'S' && target instanceof BytesVector bytes) {
      bytes.setNotNull(row);
      bytes.setString(row, text);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    type.codec()
        .parseText(bytes, 0, bytes.length, Typmods.NONE, FormatSettings.DEFAULT, target, row);
  }

  private static ArrayValue array(SqlType type, List<?> list) {
    SqlType element = type.element();
    if (element == null) {
      throw Invariant.broken("a list for a column of type " + type.name());
    }
    Vector elements = Vector.allocate(element.kind(), list.size());
    for (int i = 0; i < list.size(); i++) {
      put(element, list.get(i), elements, i);
    }
    // int2vector and oidvector count from 0 and keep their dimension when they are empty.
    return type.name().startsWith("_")
        ? ArrayValue.of(element, elements, list.size())
        : new ArrayValue(element, new int[] {list.size()}, new int[] {0}, elements);
  }
}
