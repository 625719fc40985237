package org.orrery.storage.chunk;

import org.orrery.storage.manifest.SegmentFile;

/**
 * Staged rows sealed into a file that is durable but not yet part of their chunk.
 *
 * @param source what was sealed
 * @param file the file
 * @param rows its rows
 */
public record SealedStaged(FrozenStaged source, SegmentFile file, SealedRows rows) {

  PendingSegment segment() {
    return new PendingSegment(source.transactionId(), source.part().first(), file, rows);
  }
}
