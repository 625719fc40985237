package org.orrery.storage.chunk;

import org.orrery.storage.manifest.SegmentFile;

/** Finds the files of a shard's chunks. */
public interface SegmentOpener {

  /**
   * Opens a segment.
   *
   * @throws org.orrery.base.error.OrreryException {@code XX001} when it is missing or damaged
   */
  SealedRows open(long chunkId, SegmentFile file);

  /** Reads where the rows of a segment's hot table went; see {@link SealedHot#ordinals}. */
  int[] openMap(long chunkId, SegmentFile file);
}
