package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.VersionRuns;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** What a commit makes of a transaction's intents in a chunk. */
final class StagedCommit {

  private StagedCommit() {}

  /** The segments of a chunk and those that a commit makes of a transaction's pending ones. */
  static SegmentView[] segments(ChunkVersion version, StagedRows staged, long csn) {
    PendingSegment[] pending = version.pendingOf(staged.transactionId());
    SegmentView[] segments =
        Arrays.copyOf(version.segments(), version.segments().length + pending.length);
    for (int i = 0; i < pending.length; i++) {
      PendingSegment each = pending[i];
      RoaringBitmap gone = gone(each, staged);
      segments[version.segments().length + i] =
          new SegmentView(
              each.file().committed(csn),
              each.rows(),
              RowVersions.of(csn, each.rows().rowCount()),
              gone.isEmpty() ? DeleteSet.EMPTY : DeleteSet.EMPTY.with(csn, gone));
    }
    return segments;
  }

  /** Rows that the transaction has undone or deleted itself, by ordinal. */
  private static RoaringBitmap gone(PendingSegment segment, StagedRows staged) {
    var gone = new RoaringBitmap();
    int first = segment.first();
    staged.forHidden(
        (from, to) -> {
          int low = Math.max(from, first);
          int high = Math.min(to, segment.end());
          if (low < high) {
            gone.add((long) low - first, (long) high - first);
          }
        });
    gone.or(staged.deletes().within(RowIds.staged(first), segment.rows().rowCount()));
    return gone;
  }

  /**
   * The active hot table with the rows in memory that are neither hidden nor deleted, yet to be
   * published. An empty table takes the slabs over as they are, so that large commits and their
   * replay copy nothing.
   */
  static HotView adopt(StagedRows staged, TableSchema schema, HotView active) {
    StagedRows.Part[] parts = staged.parts();
    if (parts.length == 1 && active.rowCount() == 0 && isWhole(staged, parts[0], schema)) {
      HotRows rows = parts[0].rows();
      return new HotView(
          rows, new HotIndexes(rows), active.firstArrival(), 0, VersionRuns.EMPTY, DeleteSet.EMPTY);
    }
    if (parts.length > 0) {
      copy(staged, schema, active.rows());
    }
    return active;
  }

  /** Whether all rows of a part, and there are some, are in the table as soon as they commit. */
  private static boolean isWhole(StagedRows staged, StagedRows.Part part, TableSchema schema) {
    boolean[] isHidden = {false};
    staged.forHidden((_, _) -> isHidden[0] = true);
    return part.count() > 0
        && !isHidden[0]
        && part.schema().version() == schema.version()
        && staged.deletes().within(RowIds.staged(part.first()), part.count()).isEmpty();
  }

  private static void copy(StagedRows staged, TableSchema schema, HotRows target) {
    var vectors = new Vector[schema.columns().size()];
    var batch = new Batch(vectors, 0);
    ScanCursor cursor = ChunkScan.staged(staged, schema);
    while (cursor.next()) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = cursor.column(i);
      }
      batch.reset(cursor.rowCount());
      batch.select(cursor.visible(), cursor.visibleCount());
      target.append(batch);
    }
  }
}
