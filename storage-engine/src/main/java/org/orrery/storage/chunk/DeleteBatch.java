package org.orrery.storage.chunk;

import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.storage.mvcc.StagedDeletes;
import org.roaringbitmap.RoaringBitmap;

/** Adds committed deletes to a {@link ChunkVersion}, container by container. */
final class DeleteBatch {

  private DeleteBatch() {}

  /** How many rows of those that have been committed are among {@code deletes}. */
  static long count(StagedDeletes deletes) {
    long count = 0;
    for (StagedDeletes.Layer layer : deletes.layers()) {
      for (StagedDeletes.Part part : layer.parts()) {
        count += RowIds.isStaged(part.key() << 32) ? 0 : part.rows().getLongCardinality();
      }
    }
    return count;
  }

  /**
   * The version with rows (present names; staged ones are passed over) deleted by {@code csn}.
   *
   * @throws OrreryException {@code XX001} when there is no such row
   */
  static ChunkVersion apply(ChunkVersion version, long chunkId, StagedDeletes deletes, long csn) {
    long[] left = {count(deletes)};
    HotView[] hot = version.hot().clone();
    Arrays.setAll(
        hot,
        i -> {
          RoaringBitmap rows = deletes.within(RowIds.hot(hot[i].firstArrival()), hot[i].rowCount());
          left[0] -= rows.getLongCardinality();
          return rows.isEmpty() ? hot[i] : hot[i].withDeletes(hot[i].deletes().with(csn, rows));
        });
    SegmentView[] segments = version.segments().clone();
    Arrays.setAll(
        segments,
        i -> {
          SegmentView segment = segments[i];
          RoaringBitmap rows =
              deletes.within(
                  RowIds.sealed(segment.file().container(), 0), segment.rows().rowCount());
          left[0] -= rows.getLongCardinality();
          return rows.isEmpty() ? segment : segment.withDeletes(segment.deletes().with(csn, rows));
        });
    if (left[0] != 0) {
      throw OrreryException.of(
          SqlState.DATA_CORRUPTED, "log deletes a row that chunk %d does not have", chunkId);
    }
    return version.withHot(hot).withSegments(segments);
  }
}
