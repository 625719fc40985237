package org.orrery.storage.segment;

import java.util.List;

/**
 * What is known about a segment without reading its blocks.
 *
 * @param rows its rows
 * @param blocks blocks a column has
 * @param bytes of the file
 * @param timeMin least and
 * @param timeMax greatest value of the time column; {@code Long.MAX_VALUE} and {@code
 *     Long.MIN_VALUE} when there is none
 * @param columns statistics of whole columns, in the order of the segment's columns
 */
public record SegmentSummary(
    long rows, int blocks, long bytes, long timeMin, long timeMax, List<BlockStats> columns) {

  /** Copies the list. */
  public SegmentSummary {
    columns = List.copyOf(columns);
  }

  static SegmentSummary of(
      long rows, int blocks, long bytes, int timeColumnId, List<BlockStats> columns) {
    for (BlockStats column : columns) {
      if (column.columnId() == timeColumnId
          && column.min() instanceof Long min
          && column.max() instanceof Long max) {
        return new SegmentSummary(rows, blocks, bytes, min, max, columns);
      }
    }
    return new SegmentSummary(rows, blocks, bytes, Long.MAX_VALUE, Long.MIN_VALUE, columns);
  }
}
