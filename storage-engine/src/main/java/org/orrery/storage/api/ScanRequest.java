package org.orrery.storage.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a table. Ranges are hints that let storage skip chunks and blocks: rows outside
 * them may still be returned, so the reader filters.
 *
 * @param schema the table
 * @param columns positions in {@link TableSchema#columns()} of the columns wanted, in the order
 *     wanted
 * @param snapshot what is visible
 * @param ranges bounds that every wanted row satisfies
 * @param chunkIds read these chunks only; null for all
 */
public record ScanRequest(
    TableSchema schema,
    int[] columns,
    Snapshot snapshot,
    List<ColumnRange> ranges,
    @Nullable List<Long> chunkIds) {

  public ScanRequest {
    ranges = List.copyOf(ranges);
    chunkIds = chunkIds == null ? null : List.copyOf(chunkIds);
  }

  /**
   * {@code low <= column <= high} and the column is not NULL. Values are as of {@link
   * org.orrery.data.Vector#get}; null leaves that side open. Only kinds LONG, DOUBLE and BYTES.
   *
   * @param column position in {@link TableSchema#columns()}
   * @param anyOf the column is one of these, ascending from low to high; null when it may be any
   */
  public record ColumnRange(
      int column, @Nullable Object low, @Nullable Object high, @Nullable List<Object> anyOf) {

    public ColumnRange {
      anyOf = anyOf == null ? null : List.copyOf(anyOf);
    }

    /** All values of a range. */
    public ColumnRange(int column, @Nullable Object low, @Nullable Object high) {
      this(column, low, high, null);
    }
  }
}
