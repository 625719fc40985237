package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** The reader's own rows in a pending segment. */
final class PendingSource extends SegmentSource {

  private final StagedRows staged;
  private final int first;

  /** Rows of {@code pending}; closes {@code reader}. */
  PendingSource(
      PendingSegment pending,
      StagedRows staged,
      SealedRows.Reader reader,
      ScanRequest request,
      @Nullable RoaringBitmap hidden) {
    super(
        pending.rows(),
        null,
        RowIds.staged(pending.first()),
        reader,
        request.snapshot().readTimestamp(),
        request.schema(),
        request.ranges(),
        hidden,
        null);
    this.staged = staged;
    this.first = pending.first();
  }

  @Override
  boolean allCommitted(int from, int to) {
    return false;
  }

  @Override
  void markCommitted(int from, int to, long[] mask) {
    staged.mark(first + from, first + to, mask);
  }
}
