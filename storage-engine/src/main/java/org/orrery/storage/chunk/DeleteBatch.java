package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.roaringbitmap.RoaringBitmap;

/** Adds committed deletes to a {@link ChunkVersion}, container by container. */
final class DeleteBatch {

  private DeleteBatch() {}

  /** The version with the rows (present names, not staged) deleted by {@code csn}. */
  static ChunkVersion apply(ChunkVersion version, long chunkId, long[] rowIds, long csn) {
    long[] sorted = rowIds.clone();
    Arrays.sort(sorted);
    HotView[] hot = version.hot().clone();
    SegmentView[] segments = version.segments().clone();
    int at = 0;
    while (at < sorted.length) {
      int end = at;
      if (RowIds.isHot(sorted[at])) {
        int table = hotOf(hot, chunkId, sorted[at]);
        long first = hot[table].firstArrival();
        var rows = new RoaringBitmap();
        while (end < sorted.length && hot[table].contains(RowIds.arrival(sorted[end]))) {
          rows.add((int) (RowIds.arrival(sorted[end++]) - first));
        }
        hot[table] = hot[table].withDeletes(hot[table].deletes().with(csn, rows));
      } else {
        int container = RowIds.container(sorted[at]);
        int segment = segmentOf(segments, chunkId, container);
        var rows = new RoaringBitmap();
        while (end < sorted.length && RowIds.container(sorted[end]) == container) {
          rows.add(RowIds.ordinal(sorted[end++]));
        }
        segments[segment] =
            segments[segment].withDeletes(segments[segment].deletes().with(csn, rows));
      }
      at = end;
    }
    return version.withHot(hot).withSegments(segments);
  }

  private static int hotOf(HotView[] hot, long chunkId, long rowId) {
    for (int i = 0; i < hot.length; i++) {
      if (hot[i].contains(RowIds.arrival(rowId))) {
        return i;
      }
    }
    throw unknown(chunkId);
  }

  private static int segmentOf(SegmentView[] segments, long chunkId, int container) {
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].file().container() == container) {
        return i;
      }
    }
    throw unknown(chunkId);
  }

  private static OrreryException unknown(long chunkId) {
    return OrreryException.of(
        SqlState.DATA_CORRUPTED, "log deletes a row that chunk %d does not have", chunkId);
  }
}
