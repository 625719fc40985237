package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;

/**
 * A segment in a {@link ChunkVersion}.
 *
 * @param file what the manifest knows about it
 * @param rows its rows
 * @param versions commits of its rows; null when snapshots from {@code maxCsn} on see them all and
 *     no older one is served
 * @param deletes committed deletes by ordinal
 */
record SegmentView(
    SegmentFile file, SealedRows rows, @Nullable RowVersions versions, DeleteSet deletes) {

  SegmentView withDeletes(DeleteSet newDeletes) {
    return new SegmentView(file, rows, versions, newDeletes);
  }

  /** Folds what all snapshots from {@code horizon} on see alike. */
  SegmentView fold(long horizon) {
    boolean isOld = versions != null && file.maxCsn() <= horizon;
    DeleteSet folded = deletes.isWorthFolding() ? deletes.fold(horizon) : deletes;
    return isOld || folded != deletes
        ? new SegmentView(file, rows, isOld ? null : versions, folded)
        : this;
  }
}
