package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
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
 * @param pending segments of staged rows, those of a transaction in their order
 * @param translations old names of sealed rows that may still be in use, oldest first
 */
record ChunkVersion(
    TableSchema schema,
    SegmentView[] segments,
    HotView[] hot,
    StagedRows[] staged,
    PendingSegment[] pending,
    Translation[] translations) {

  /** Of a chunk without rows. */
  static ChunkVersion empty(TableSchema schema, long arrivals) {
    return new ChunkVersion(
        schema,
        new SegmentView[0],
        new HotView[] {HotView.empty(schema, arrivals)},
        new StagedRows[0],
        new PendingSegment[0],
        new Translation[0]);
  }

  /** Without what only snapshots before {@code timestamp} need. */
  ChunkVersion fold(long timestamp) {
    SegmentView[] folded = segments.clone();
    Arrays.setAll(folded, i -> folded[i].fold(timestamp));
    HotView[] tables = hot.clone();
    Arrays.setAll(tables, i -> tables[i].fold(timestamp));
    return withSegments(folded).withHot(tables);
  }

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

  /** A transaction's pending segments, in order. */
  PendingSegment[] pendingOf(long transactionId) {
    return Arrays.stream(pending)
        .filter(each -> each.transactionId() == transactionId)
        .toArray(PendingSegment[]::new);
  }

  /** The pending segment with a row that a transaction staged. */
  PendingSegment pendingOf(long transactionId, int row) {
    for (PendingSegment each : pending) {
      if (each.transactionId() == transactionId && each.contains(row)) {
        return each;
      }
    }
    throw Invariant.broken("a pending segment is gone");
  }

  /** The rows of all segments, pending ones too. */
  List<SealedRows> files() {
    var files = new ArrayList<SealedRows>();
    for (SegmentView segment : segments) {
      files.add(segment.rows());
    }
    for (PendingSegment segment : pending) {
      files.add(segment.rows());
    }
    return files;
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
    return new ChunkVersion(newSchema, segments, hot, staged, pending, translations);
  }

  ChunkVersion withSegments(SegmentView[] newSegments) {
    return new ChunkVersion(schema, newSegments, hot, staged, pending, translations);
  }

  ChunkVersion withHot(HotView[] newHot) {
    return new ChunkVersion(schema, segments, newHot, staged, pending, translations);
  }

  /** With another active hot table. */
  ChunkVersion withActive(HotView newActive) {
    HotView[] next = hot.clone();
    next[next.length - 1] = newActive;
    return withHot(next);
  }

  ChunkVersion withStaged(StagedRows[] newStaged) {
    return new ChunkVersion(schema, segments, hot, newStaged, pending, translations);
  }

  /** With a transaction's intents, which replace those it had. */
  ChunkVersion with(StagedRows intents) {
    StagedRows[] next = staged.clone();
    int at = 0;
    while (at < next.length && next[at].transactionId() != intents.transactionId()) {
      at++;
    }
    if (at == next.length) {
      next = Arrays.copyOf(next, at + 1);
    }
    next[at] = intents;
    return withStaged(next);
  }

  /** With another pending segment. */
  ChunkVersion with(PendingSegment segment) {
    PendingSegment[] next = Arrays.copyOf(pending, pending.length + 1);
    next[pending.length] = segment;
    return new ChunkVersion(schema, segments, hot, staged, next, translations);
  }

  /** Without a transaction's intents and pending segments. */
  ChunkVersion without(long transactionId) {
    StagedRows[] others =
        Arrays.stream(staged)
            .filter(each -> each.transactionId() != transactionId)
            .toArray(StagedRows[]::new);
    PendingSegment[] otherSegments =
        Arrays.stream(pending)
            .filter(each -> each.transactionId() != transactionId)
            .toArray(PendingSegment[]::new);
    return new ChunkVersion(schema, segments, hot, others, otherSegments, translations);
  }

  ChunkVersion withTranslations(Translation[] newTranslations) {
    return new ChunkVersion(schema, segments, hot, staged, pending, newTranslations);
  }
}
