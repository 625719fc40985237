package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedRows;

/**
 * All of a chunk at one moment; immutable.
 *
 * @param schema its table
 * @param segments sealed rows, oldest first
 * @param hot frozen hot tables, oldest first, then the active one
 * @param staged open transactions' intents
 * @param translations old names of sealed rows that may still be in use, oldest first
 */
record ChunkVersion(
    TableSchema schema,
    SegmentView[] segments,
    HotView[] hot,
    StagedRows[] staged,
    Translation[] translations) {

  HotView active() {
    return hot[hot.length - 1];
  }

  /** A transaction's intents; null when it has none. */
  @Nullable StagedRows stagedOf(long transactionId) {
    if (transactionId != 0) {
      for (StagedRows each : staged) {
        if (each.transactionId() == transactionId) {
          return each;
        }
      }
    }
    return null;
  }

  /** The row's present name: itself, that of its sealed row, or {@link RowIds#NONE}. */
  long translate(long rowId) {
    long name = rowId;
    // Oldest first: a row that moved again did so by a later one.
    for (Translation each : translations) {
      if (each.contains(name)) {
        name = each.translate(name);
      }
    }
    return name;
  }

  /** Committed csn that deleted a row that is not staged; null when there is no such row. */
  @Nullable Long deletedAt(long rowId) {
    if (RowIds.isHot(rowId)) {
      long arrival = RowIds.arrival(rowId);
      for (HotView table : hot) {
        if (table.contains(arrival)) {
          return table.deletes().deletedAt((int) (arrival - table.firstArrival()));
        }
      }
      return null;
    }
    for (SegmentView segment : segments) {
      if (segment.file().container() == RowIds.container(rowId)) {
        int ordinal = RowIds.ordinal(rowId);
        return ordinal < segment.rows().rowCount() ? segment.deletes().deletedAt(ordinal) : null;
      }
    }
    return null;
  }

  /** See {@link Chunk#checkDelete}. */
  DeleteConflict checkDelete(long rowId, Snapshot snapshot) {
    StagedRows own = stagedOf(snapshot.transactionId());
    if (RowIds.isStaged(rowId)) {
      int row = RowIds.ordinal(rowId);
      boolean isThere =
          own != null
              && row < own.rowCount()
              && !own.isHidden(row)
              && !own.deletes().contains(rowId);
      return isThere ? DeleteConflict.NONE : DeleteConflict.DELETED_BY_SELF;
    }
    long current = translate(rowId);
    if (current == RowIds.NONE) {
      return new DeleteConflict.Deleted(Long.MIN_VALUE);
    }
    if (current != rowId) {
      return new DeleteConflict.Moved(current);
    }
    for (StagedRows each : staged) {
      if (each.deletes().contains(rowId)) {
        return each == own
            ? DeleteConflict.DELETED_BY_SELF
            : new DeleteConflict.Held(each.transactionId());
      }
    }
    Long csn = deletedAt(rowId);
    if (csn == null) {
      return new DeleteConflict.Deleted(Long.MIN_VALUE);
    }
    return csn == DeleteSet.NOT_DELETED ? DeleteConflict.NONE : new DeleteConflict.Deleted(csn);
  }

  ChunkVersion withSchema(TableSchema newSchema) {
    return new ChunkVersion(newSchema, segments, hot, staged, translations);
  }

  ChunkVersion withSegments(SegmentView[] newSegments) {
    return new ChunkVersion(schema, newSegments, hot, staged, translations);
  }

  ChunkVersion withHot(HotView[] newHot) {
    return new ChunkVersion(schema, segments, newHot, staged, translations);
  }

  /** With another active hot table. */
  ChunkVersion withActive(HotView newActive) {
    HotView[] next = hot.clone();
    next[next.length - 1] = newActive;
    return withHot(next);
  }

  ChunkVersion withStaged(StagedRows[] newStaged) {
    return new ChunkVersion(schema, segments, hot, newStaged, translations);
  }

  ChunkVersion withTranslations(Translation[] newTranslations) {
    return new ChunkVersion(schema, segments, hot, staged, newTranslations);
  }
}
