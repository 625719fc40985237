package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;
import org.roaringbitmap.RoaringBitmap;

/**
 * A segment in a {@link ChunkVersion}.
 *
 * @param file what the manifest knows about it
 * @param rows its rows
 * @param versions commits of its rows; null when snapshots from {@code maxCsn} on see them all and
 *     no older one is served
 * @param deletes committed deletes by ordinal
 */
public record SegmentView(
    SegmentFile file, SealedRows rows, @Nullable RowVersions versions, DeleteSet deletes) {

  /** How many rows no snapshot from {@code horizon} on sees. */
  int deletedAt(long horizon) {
    RoaringBitmap gone = deletes.visible(horizon);
    return gone == null ? 0 : gone.getCardinality();
  }

  /** How many rows nobody has deleted. */
  long remaining() {
    return rows.rowCount() - deletes.cardinality();
  }

  SegmentView withDeletes(DeleteSet newDeletes) {
    return new SegmentView(file, rows, versions, newDeletes);
  }

  /** Whether all snapshots from {@code horizon} on see all rows, which is not noted yet. */
  boolean isOldBy(long horizon) {
    return versions != null && file.maxCsn() <= horizon;
  }

  /** Folds what all snapshots from {@code horizon} on see alike. */
  SegmentView fold(long horizon) {
    boolean isOld = isOldBy(horizon);
    DeleteSet folded = deletes.isWorthFolding() ? deletes.fold(horizon) : deletes;
    return isOld || folded != deletes
        ? new SegmentView(file, rows, isOld ? null : versions, folded)
        : this;
  }
}
