package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;

/**
 * A hash index of one unique key over hot or staged rows, newest first among equals. It follows the
 * rows when asked ({@link #catchUp}), so rows of tables that are never probed cost nothing; about
 * 12 bytes a row. One thread.
 */
final class KeyIndex {

  private static final int NONE = -1;

  private final HotColumn[] columns;
  private final KeyEncoder stored;
  private int[] heads = new int[64];
  private int[] older = new int[32];
  private int[] hashes = new int[32];
  private int rowCount;

  KeyIndex(HotRows rows, TableSchema schema, UniqueKey key) {
    columns = new HotColumn[key.columnIds().size()];
    for (int i = 0; i < columns.length; i++) {
      HotColumn column = rows.column(key.columnIds().get(i));
      if (column == null) {
        throw Invariant.broken("key column is not in the hot table");
      }
      columns[i] = column;
    }
    stored = new KeyEncoder(schema, key);
    Arrays.fill(heads, NONE);
  }

  /** Adds the rows below {@code count} that it does not have yet. */
  void catchUp(int count) {
    if (count <= rowCount) {
      return;
    }
    int capacity = Math.min(Batch.ROWS_MAX, count);
    var vectors = new Vector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = Vector.allocate(columns[i].kind(), capacity);
    }
    while (rowCount < count) {
      int block = rowCount / Batch.ROWS_MAX * Batch.ROWS_MAX;
      int end = Math.min(count, block + Batch.ROWS_MAX);
      if (end - rowCount == 1) {
        addRow(vectors);
        continue;
      }
      for (int i = 0; i < columns.length; i++) {
        columns[i].read(block, end - block, vectors[i]);
      }
      while (rowCount < end) {
        add(stored.encode(vectors, rowCount - block));
      }
    }
  }

  private void addRow(Vector[] vectors) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].readRow(rowCount, vectors[i], 0);
    }
    add(stored.encode(vectors, 0));
  }

  /** Adds the key just encoded as the next row; one with NULL is only counted. */
  private void add(boolean hasKey) {
    if (rowCount == older.length) {
      older = Arrays.copyOf(older, rowCount * 2);
      hashes = Arrays.copyOf(hashes, rowCount * 2);
      rehash(rowCount * 4);
    }
    older[rowCount] = NONE;
    if (hasKey) {
      int hash = stored.hash();
      int slot = hash & (heads.length - 1);
      hashes[rowCount] = hash;
      older[rowCount] = heads[slot];
      heads[slot] = rowCount;
    }
    rowCount++;
  }

  private void rehash(int size) {
    int[] bigger = new int[size];
    Arrays.fill(bigger, NONE);
    var rows = new int[rowCount];
    int count = 0;
    for (int head : heads) {
      for (int row = head; row != NONE; row = older[row]) {
        rows[count++] = row;
      }
    }
    Arrays.sort(rows, 0, count);
    for (int i = 0; i < count; i++) {
      int slot = hashes[rows[i]] & (size - 1);
      older[rows[i]] = bigger[slot];
      bigger[slot] = rows[i];
    }
    heads = bigger;
  }

  /** The newest row with the key that {@code wanted} holds, -1 when there is none. */
  int find(KeyEncoder wanted, int hash) {
    return findFrom(heads[hash & (heads.length - 1)], wanted, hash);
  }

  /** The next older row with the same key. */
  int findOlder(int row, KeyEncoder wanted, int hash) {
    return findFrom(older[row], wanted, hash);
  }

  private int findFrom(int start, KeyEncoder wanted, int hash) {
    for (int row = start; row != NONE; row = older[row]) {
      if (hashes[row] == hash && hasKey(row, wanted)) {
        return row;
      }
    }
    return NONE;
  }

  private boolean hasKey(int row, KeyEncoder wanted) {
    var vectors = new Vector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = Vector.allocate(columns[i].kind(), 1);
      columns[i].readRow(row, vectors[i], 0);
    }
    return stored.encode(vectors, 0) && stored.isSame(wanted);
  }
}
