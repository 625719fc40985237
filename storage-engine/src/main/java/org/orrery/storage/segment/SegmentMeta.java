package org.orrery.storage.segment;

import java.util.List;
import java.util.UUID;

/**
 * Who a segment is; known before its first row.
 *
 * @param segmentId names the segment in errors and manifests
 * @param level 0 for a sealed hot table, 1 for a compacted run
 * @param logIndexFirst first and
 * @param logIndexLast last index of the log entries whose rows it holds
 * @param csnMin least and
 * @param csnMax greatest begin-csn of its rows
 * @param sortColumns the order of the rows, most significant first; empty for none
 * @param timeColumnId the time dimension, or {@link #NO_TIME_COLUMN}
 */
public record SegmentMeta(
    UUID segmentId,
    long tableId,
    long chunkId,
    int schemaVersion,
    int level,
    long logIndexFirst,
    long logIndexLast,
    long csnMin,
    long csnMax,
    List<SortColumn> sortColumns,
    int timeColumnId) {

  /** The {@link #timeColumnId} of a segment without time dimension. */
  public static final int NO_TIME_COLUMN = -1;

  /** Copies the sort key. */
  public SegmentMeta {
    sortColumns = List.copyOf(sortColumns);
  }
}
