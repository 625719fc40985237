package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.data.Batch;

/** Rows of a container among which all are that a scan wants; asked in ascending order. */
final class WantedRows {

  private final int[] rows;
  private int position;

  /**
   * Rows.
   *
   * @param rows in any order, each once; the first {@code count}
   */
  WantedRows(int[] rows, int count) {
    this.rows = Arrays.copyOf(rows, count);
    Arrays.sort(this.rows);
  }

  /** The first block from {@code block} on with a row, {@code none} when there is none. */
  int nextBlock(int block, int none) {
    advance(block * Batch.ROWS_MAX);
    return position == rows.length ? none : rows[position] / Batch.ROWS_MAX;
  }

  private void advance(int row) {
    while (position < rows.length && rows[position] < row) {
      position++;
    }
  }

  /** Clears the bits of the other rows of a block that begins at {@code from}. */
  void intersect(int from, long[] mask) {
    advance(from);
    int at = position;
    for (int word = 0; word < mask.length; word++) {
      long bits = 0;
      int end = from + (word + 1) * Long.SIZE;
      for (; at < rows.length && rows[at] < end; at++) {
        bits |= 1L << rows[at];
      }
      mask[word] &= bits;
    }
  }
}
