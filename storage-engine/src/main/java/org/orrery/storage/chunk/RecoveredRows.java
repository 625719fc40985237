package org.orrery.storage.chunk;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.BlockPruner;
import org.orrery.storage.segment.SegmentMeta;

/**
 * Rows of a file that a restart found in the manifest, opened when somebody wants them: a start and
 * the heap do not pay for files that nobody reads.
 */
final class RecoveredRows implements SealedRows {

  private final SegmentFiles files;
  private final long chunkId;
  private final SegmentFile file;

  /** Held while the file is opened or let go. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable SealedRows opened;
  private volatile boolean isReleased;

  RecoveredRows(SegmentFiles files, long chunkId, SegmentFile file) {
    this.files = files;
    this.chunkId = chunkId;
    this.file = file;
  }

  /** The file's rows; null when it was let go unopened. */
  private @Nullable SealedRows tryRows() {
    SealedRows known = opened;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (opened == null && !isReleased) {
        opened = files.openOrDamaged(chunkId, file);
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private SealedRows rows() {
    SealedRows rows = tryRows();
    if (rows == null) {
      throw Invariant.broken("a segment is used that was let go");
    }
    return rows;
  }

  @Override
  public int rowCount() {
    return file.rowCount();
  }

  @Override
  public boolean hasColumn(int columnId) {
    return rows().hasColumn(columnId);
  }

  @Override
  public @Nullable BlockStatistics statistics(int columnId, int block) {
    return rows().statistics(columnId, block);
  }

  @Override
  public void prune(int columnId, int page, BlockPruner pruner, long[] candidates) {
    rows().prune(columnId, page, pruner, candidates);
  }

  @Override
  public @Nullable RowVersions storedVersions() {
    return rows().storedVersions();
  }

  @Override
  public boolean isDamaged() {
    SealedRows known = opened;
    return known != null && known.isDamaged();
  }

  @Override
  public SegmentIndexes indexes() {
    return rows().indexes();
  }

  @Override
  public SegmentMeta meta() {
    return rows().meta();
  }

  @Override
  public @Nullable Reader open() {
    SealedRows rows = tryRows();
    return rows == null ? null : rows.open();
  }

  @Override
  public void release() {
    letGo(false);
  }

  @Override
  public void discard() {
    letGo(true);
  }

  private void letGo(boolean isRemoved) {
    lock.lock();
    try {
      SealedRows known = opened;
      if (known == null) {
        if (isRemoved && !isReleased) {
          files.remove(file);
        }
      } else if (isRemoved) {
        known.discard();
      } else {
        known.release();
      }
      isReleased = true;
    } finally {
      lock.unlock();
    }
  }
}
