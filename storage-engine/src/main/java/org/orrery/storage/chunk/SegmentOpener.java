package org.orrery.storage.chunk;

import java.util.List;
import org.orrery.storage.manifest.SegmentFile;

/** Finds the files of a shard's chunks. */
public interface SegmentOpener {

  /**
   * A segment that a start finds in the manifest, opened when it is read; one that is missing or
   * damaged fails whoever reads it.
   */
  SealedRows reopen(long chunkId, SegmentFile file);

  /**
   * Opens a segment.
   *
   * @throws org.orrery.base.error.OrreryException {@code XX001} when it is missing or damaged
   */
  SealedRows open(long chunkId, SegmentFile file);

  /** Reads the former names of a segment's rows. */
  List<Translation> openMap(long chunkId, SegmentFile file);
}
