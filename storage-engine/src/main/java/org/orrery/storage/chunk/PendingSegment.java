package org.orrery.storage.chunk;

import org.orrery.storage.manifest.SegmentFile;

/**
 * Rows that an open transaction staged, in a segment that nobody else sees: in the order in which
 * they came, so that a row's number follows from its ordinal.
 *
 * @param transactionId whose they are
 * @param first number of the first row among those that the transaction staged in the chunk
 * @param file the file; its csn is the transaction's id until there is a commit
 * @param rows the rows
 */
record PendingSegment(long transactionId, int first, SegmentFile file, SealedRows rows) {

  /** Number of the row behind the last. */
  int end() {
    return first + rows.rowCount();
  }

  boolean contains(int row) {
    return row >= first && row < end();
  }
}
