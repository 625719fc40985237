package org.orrery.storage.api;

import java.util.Arrays;

/**
 * What {@link Transaction#insert} found for each selected row of its batch: nothing, so that the
 * row was appended, or the row that has one of its keys.
 */
public final class KeyConflicts {

  /** Instead of a row's name. */
  private static final long NONE = -1;

  private final long[] chunkIds;
  private final long[] rowIds;
  private int count;

  /** No conflicts among {@code rows} rows. */
  public KeyConflicts(int rows) {
    chunkIds = new long[rows];
    rowIds = new long[rows];
    Arrays.fill(rowIds, NONE);
  }

  /** The row {@code rowId} of a chunk has a key of the {@code index}th selected row. */
  public void set(int index, long chunkId, long rowId) {
    chunkIds[index] = chunkId;
    rowIds[index] = rowId;
    count++;
  }

  /** How many rows were not appended. */
  public int count() {
    return count;
  }

  /** Whether the {@code index}th selected row was not appended. */
  public boolean isConflict(int index) {
    return rowIds[index] != NONE;
  }

  /** The chunk of the row that the {@code index}th selected row met. */
  public long chunkId(int index) {
    return chunkIds[index];
  }

  /** The name of the row that the {@code index}th selected row met. */
  public long rowId(int index) {
    return rowIds[index];
  }
}
