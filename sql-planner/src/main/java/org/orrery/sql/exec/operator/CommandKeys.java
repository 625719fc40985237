package org.orrery.sql.exec.operator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.KeyTable;

/**
 * Keys of one index that an INSERT with ON CONFLICT has met, and which of them it has written
 * itself. One thread.
 */
final class CommandKeys {

  /** Instead of a number: the key has a NULL, so nothing equals it. */
  static final int NONE = -1;

  private final int[] columns;
  private final KeyTable keys;
  private final BitSet written = new BitSet();
  private int[] parts = new int[16];

  /**
   * No keys yet.
   *
   * @param columns the index's columns by their positions in the table's rows
   * @param types of all columns of the table
   */
  CommandKeys(int[] columns, List<SqlType> types) {
    this.columns = columns;
    this.keys = new KeyTable(Arrays.stream(columns).mapToObj(types::get).toList());
  }

  /** A number for the key of each selected row, {@link #NONE} for one with NULL. */
  int[] number(Batch rows) {
    var vectors = new Vector[columns.length];
    boolean mayHaveNulls = false;
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = rows.column(columns[i]);
      mayHaveNulls |= vectors[i].mayHaveNulls();
    }
    int[] numbers = new int[rows.size()];
    keys.assign(vectors, rows.selection(), rows.size(), numbers);
    for (int i = 0; mayHaveNulls && i < numbers.length; i++) {
      for (Vector vector : vectors) {
        if (vector.isNull(rows.position(i))) {
          numbers[i] = NONE;
        }
      }
    }
    if (parts.length < keys.count()) {
      parts = Arrays.copyOf(parts, Math.max(keys.count(), parts.length * 2));
    }
    return numbers;
  }

  /** Whether the command has written a row with the key. */
  boolean isWritten(int number) {
    return number != NONE && written.get(number);
  }

  /** The command has written a row with the key. */
  void setWritten(int number) {
    if (number != NONE) {
      written.set(number);
    }
  }

  /** Whether a key is new in a part of the input, numbered from 1; it is not any more then. */
  boolean isNewIn(int part, int number) {
    if (number == NONE) {
      return true;
    }
    boolean isNew = parts[number] != part;
    parts[number] = part;
    return isNew;
  }

  long retainedBytes() {
    return keys.retainedBytes() + written.size() / Byte.SIZE + 4L * parts.length;
  }
}
