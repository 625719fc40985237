package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.segment.BlockPruner;
import org.orrery.storage.segment.SegmentMeta;

/**
 * A sealed file's rows, block by block. Immutable; each cursor opens its own, see {@link #open}.
 */
public interface SealedRows {

  /** Rows, in blocks of 1,024 except the last. */
  int rowCount();

  /** Whether the file has a column. Any thread. */
  boolean hasColumn(int columnId);

  /** What is known of a block of a column the file has; null when nothing. Any thread. */
  @Nullable BlockStatistics statistics(int columnId, int block);

  /**
   * Clears the bits of blocks of a column the file has in which no row is wanted. Any thread.
   *
   * @param page blocks [page × 1,024, (page + 1) × 1,024)
   * @param candidates a bit for each block of the page
   */
  void prune(int columnId, int page, BlockPruner pruner, long[] candidates);

  /** Commits of the rows as the file has them; null when it says that all snapshots see them. */
  @Nullable RowVersions storedVersions();

  /** Whether damage was found in the file, of which nothing is read any more. Any thread. */
  boolean isDamaged();

  /** Its rows by other columns than they are sorted by. Any thread. */
  SegmentIndexes indexes();

  /** What the file says of itself. Any thread. */
  SegmentMeta meta();

  /**
   * A reader for one thread; null when the file was let go. The file stays open until the reader is
   * closed, and only meanwhile may anything be asked of it.
   *
   * @throws org.orrery.base.error.OrreryException {@code XX001} when the file is damaged
   */
  @Nullable Reader open();

  /** Lets the file go once its readers have closed. Idempotent. */
  void release();

  /** As {@link #release}, and has the files removed when the last reader has closed. */
  void discard();

  /** Decodes blocks. */
  interface Reader extends AutoCloseable {

    /** Replaces the content of {@code target} with a block of a column the file has. */
    void read(int columnId, int block, Vector target);

    @Override
    void close();
  }
}
