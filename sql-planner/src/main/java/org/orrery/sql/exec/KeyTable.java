package org.orrery.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/**
 * Numbers distinct keys from 0 in order of first sight: the hash table of grouping, DISTINCT, IN
 * and hash joins. NULL equals NULL here. Open addressing over fixed-width rows of longs (one per
 * key column, one of NULL bits), which {@link KeyNormalizer} makes; runs of equal keys, as sorted
 * input has them, cost one comparison each.
 */
public final class KeyTable {

  /** Columns of a key: NULLs are bits of a long. */
  public static final int COLUMNS_MAX = Long.SIZE;

  private static final int SMALL_ROWS = 16;

  private final int columns;
  private final int width;
  private final KeyNormalizer[] normalizers;
  private final RowStore keys;
  private final long[][] current;
  private long[] rows;
  private final KeyRuns runs = new KeyRuns();
  private int[] positions = new int[0];
  private int[] slots = new int[16];
  private int count;

  /** A table for keys of these types, at most {@link #COLUMNS_MAX}. */
  public KeyTable(List<SqlType> types) {
    if (types.size() > COLUMNS_MAX) {
      throw OrreryException.notSupported(
          "cannot hash rows of %d columns: the limit is %d", types.size(), COLUMNS_MAX);
    }
    this.columns = types.size();
    this.width = columns + 1;
    this.normalizers = types.stream().map(KeyNormalizer::new).toArray(KeyNormalizer[]::new);
    this.keys = new RowStore(types);
    this.current = new long[columns][];
    this.rows = new long[8 * width];
  }

  /** Keys numbered so far. */
  public int count() {
    return count;
  }

  /** The keys, row {@code n} being key {@code n}. */
  public RowStore keys() {
    return keys;
  }

  /**
   * Numbers the keys of the selected rows, adding new ones.
   *
   * @param numbers takes the number of the {@code i}th selected row at {@code i}
   */
  public void assign(Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers) {
    lookUp(key, selection, rowCount, numbers, true);
  }

  /**
   * Numbers the keys of the selected rows (at least one) by runs of equal keys, adding new ones.
   *
   * @param runStarts takes the index, among the selected rows, of each run's first row
   * @param numbers takes the number of each run's key; next to each other, runs may share one
   * @return how many runs there are
   */
  public int assignRuns(
      Vector[] key, int @Nullable [] selection, int rowCount, int[] runStarts, int[] numbers) {
    runs.find(key, selection, rowCount);
    int count = runs.count();
    System.arraycopy(runs.starts(), 0, runStarts, 0, count);
    if (count == rowCount) {
      lookUp(key, selection, rowCount, numbers, true);
      return count;
    }
    if (positions.length < count) {
      positions = new int[count <= SMALL_ROWS ? SMALL_ROWS : Batch.ROWS_MAX];
    }
    for (int run = 0; run < count; run++) {
      positions[run] = selection == null ? runStarts[run] : selection[runStarts[run]];
    }
    lookUp(key, positions, count, numbers, true);
    return count;
  }

  /** Looks up keys like {@link #assign}; unknown ones give -1. */
  public void find(Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers) {
    lookUp(key, selection, rowCount, numbers, false);
  }

  private void lookUp(
      Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers, boolean isAdding) {
    boolean mayHaveNulls = false;
    for (int column = 0; column < columns; column++) {
      current[column] = normalizers[column].normalize(key[column], selection, rowCount, isAdding);
      mayHaveNulls |= key[column].mayHaveNulls();
    }
    if (mayHaveNulls) {
      lookUpWithNulls(key, selection, rowCount, numbers, isAdding);
    } else if (columns == 1) {
      lookUpSingle(key, selection, rowCount, numbers, isAdding);
    } else {
      lookUpSeveral(key, selection, rowCount, numbers, isAdding);
    }
  }

  private void lookUpSingle(
      Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers, boolean isAdding) {
    long[] values = current[0];
    long previous = 0;
    int number = -1;
    for (int i = 0; i < rowCount; i++) {
      int row = selection == null ? i : selection[i];
      long value = values[row];
      if (i == 0 || value != previous) {
        number = probe(key, row, 0, isAdding);
        previous = value;
      }
      numbers[i] = number;
    }
  }

  private void lookUpSeveral(
      Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers, boolean isAdding) {
    int previous = -1;
    int number = -1;
    for (int i = 0; i < rowCount; i++) {
      int row = selection == null ? i : selection[i];
      if (previous < 0 || !isSame(row, previous)) {
        number = probe(key, row, 0, isAdding);
      }
      previous = row;
      numbers[i] = number;
    }
  }

  private boolean isSame(int row, int other) {
    for (long[] values : current) {
      if (values[row] != values[other]) {
        return false;
      }
    }
    return true;
  }

  private void lookUpWithNulls(
      Vector[] key, int @Nullable [] selection, int rowCount, int[] numbers, boolean isAdding) {
    for (int i = 0; i < rowCount; i++) {
      int row = selection == null ? i : selection[i];
      long nulls = 0;
      for (int column = 0; column < columns; column++) {
        if (key[column].isNull(row)) {
          nulls |= 1L << column;
        }
      }
      numbers[i] = probe(key, row, nulls, isAdding);
    }
  }

  private long value(int column, int row, long nulls) {
    return (nulls & (1L << column)) != 0 ? 0 : current[column][row];
  }

  private int probe(Vector[] key, int row, long nulls, boolean isAdding) {
    long hash = nulls;
    for (int column = 0; column < columns; column++) {
      hash = mix(hash, value(column, row, nulls));
    }
    int mask = slots.length - 1;
    int slot = fold(hash) & mask;
    while (true) {
      int number = slots[slot] - 1;
      if (number < 0) {
        return isAdding ? add(key, row, nulls, slot) : -1;
      }
      if (matches(number, row, nulls)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean matches(int number, int row, long nulls) {
    int at = number * width;
    if (rows[at + columns] != nulls) {
      return false;
    }
    for (int column = 0; column < columns; column++) {
      if (rows[at + column] != value(column, row, nulls)) {
        return false;
      }
    }
    return true;
  }

  private int add(Vector[] key, int row, long nulls, int slot) {
    if ((count + 1) * width > rows.length) {
      int longer = rows.length * 2;
      rows = HeapGuard.allocate(8L * longer, () -> Arrays.copyOf(rows, longer));
    }
    int at = count * width;
    for (int column = 0; column < columns; column++) {
      rows[at + column] = value(column, row, nulls);
    }
    rows[at + columns] = nulls;
    keys.appendRow(key, row);
    slots[slot] = ++count;
    if (count * 2 > slots.length) {
      rehash();
    }
    return count - 1;
  }

  private void rehash() {
    int longer = slots.length * 2;
    slots = HeapGuard.allocate(4L * longer, () -> new int[longer]);
    int mask = slots.length - 1;
    for (int number = 0; number < count; number++) {
      int at = number * width;
      long hash = rows[at + columns];
      for (int column = 0; column < columns; column++) {
        hash = mix(hash, rows[at + column]);
      }
      int slot = fold(hash) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

  private static int fold(long hash) {
    return (int) (hash ^ (hash >>> 29));
  }

  /** Bytes of heap held, roughly. */
  public long retainedBytes() {
    long bytes = 8L * rows.length + 4L * slots.length + keys.retainedBytes();
    for (KeyNormalizer normalizer : normalizers) {
      bytes += normalizer.retainedBytes();
    }
    return bytes;
  }
}
