package org.orrery.storage.chunk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** One container's rows for one scan, in blocks of {@link Batch#ROWS_MAX}. */
abstract class BlockSource implements AutoCloseable {

  private final int rowCount;

  /** Rows that the scan must not see whatever their commit; null for none. */
  private final @Nullable RoaringBitmap hidden;

  /** Rows among which all are that the scan wants; null for all rows. */
  private final @Nullable WantedRows wanted;

  BlockSource(int rowCount, @Nullable RoaringBitmap hidden, @Nullable WantedRows wanted) {
    this.rowCount = rowCount;
    this.hidden = hidden;
    this.wanted = wanted;
  }

  final int blockCount() {
    return (rowCount + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX;
  }

  final int rows(int block) {
    return Math.min(Batch.ROWS_MAX, rowCount - block * Batch.ROWS_MAX);
  }

  /** How many rows of a block are visible; {@code mask} says which unless all are. */
  final int visible(int block, long[] mask) {
    int from = block * Batch.ROWS_MAX;
    int rows = rows(block);
    boolean all = allCommitted(from, from + rows);
    RoaringBitmap hides = hidden;
    if (hides != null && !hides.intersects((long) from, (long) from + rows)) {
      hides = null;
    }
    if (all && hides == null && wanted == null) {
      return rows;
    }
    Arrays.fill(mask, 0);
    markCommitted(from, from + rows, mask);
    if (wanted != null) {
      wanted.intersect(from, mask);
    }
    if (hides != null) {
      PeekableIntIterator positions = hides.getIntIterator();
      positions.advanceIfNeeded(from);
      while (positions.hasNext()) {
        int row = positions.next() - from;
        if (row >= rows) {
          break;
        }
        mask[row >> 6] &= ~(1L << row);
      }
    }
    int count = 0;
    for (long word : mask) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Whether the snapshot sees the commits of all these rows. Cheap; may say no too often. */
  abstract boolean allCommitted(int from, int to);

  /** Sets a bit for each of these rows whose commit the snapshot sees. */
  abstract void markCommitted(int from, int to, long[] mask);

  /** The first block from {@code block} on that may have a wanted row; the count when none. */
  final int nextCandidate(int block) {
    return wanted == null ? nextUnpruned(block) : wanted.nextBlock(block, blockCount());
  }

  /** The first block from {@code block} on that statistics do not rule out. */
  int nextUnpruned(int block) {
    return block;
  }

  /** Whether the container has the column; if not all rows hold the missing value. */
  abstract boolean hasColumn(int columnId);

  abstract void read(int columnId, int block, Vector target);

  /** Statistics over all rows of the block. */
  @Nullable BlockStatistics statistics(int columnId, int block) {
    return null;
  }

  /** The name of row 0; the others follow. */
  abstract long firstRowId();

  @Override
  public void close() {}
}
