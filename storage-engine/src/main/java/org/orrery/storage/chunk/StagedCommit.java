package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotRows;
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

  /** Copies rows in memory that are neither hidden nor deleted to {@code target}. */
  static boolean adopt(StagedRows staged, TableSchema schema, HotRows target) {
    if (staged.parts().length == 0) {
      return false;
    }
    var vectors = new Vector[schema.columns().size()];
    int before = target.rowCount();
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
    return target.rowCount() > before;
  }
}
