package org.orrery.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.orrery.data.LongVector;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.DecodeCursor;

/**
 * Where a segment's blocks are and what is known about them. Pages are decoded when first touched
 * and then kept. Safe for use by several threads.
 */
final class BlockDirectory {

  private static final int PAGES_MAX = 1 << 20;

  private final MemorySegment source;
  private final List<SegmentColumn> columns;
  private final int pages;

  /** Where each encoded part begins, page by page: row counts, then each column; and the end. */
  private final long[] parts;

  private final AtomicReferenceArray<ColumnStatistics> statistics;
  private final ReentrantLock decoding = new ReentrantLock();
  private final ColumnDecoder decoder = new ColumnDecoder();

  /** Ordinal of each block's first row, and the row count. */
  private final long[] blockStarts;

  BlockDirectory(MemorySegment source, long offset, long length, List<SegmentColumn> columns) {
    this.source = source;
    this.columns = columns;
    var cursor = new DecodeCursor();
    cursor.open(source, offset, length);
    pages = cursor.getInt();
    if (pages <= 0 || pages > PAGES_MAX || cursor.getInt() != columns.size()) {
      throw SegmentErrors.notASegment("block directory");
    }
    int perPage = columns.size() + 1;
    parts = new long[Math.multiplyExact(pages, perPage) + 1];
    parts[0] = offset + 2L * Integer.BYTES + (parts.length - 1L) * Integer.BYTES;
    for (int i = 1; i < parts.length; i++) {
      parts[i] = parts[i - 1] + (cursor.getInt() & 0xFFFF_FFFFL);
    }
    if (parts[parts.length - 1] != offset + length) {
      throw SegmentErrors.notASegment("block directory");
    }
    statistics = new AtomicReferenceArray<>(pages * columns.size());
    blockStarts = decodeBlockStarts(perPage);
  }

  private long[] decodeBlockStarts(int perPage) {
    long[] starts = new long[pages * SegmentFormat.PAGE_BLOCKS_MAX + 1];
    int blocks = 0;
    var counts = new LongVector(SegmentFormat.PAGE_BLOCKS_MAX);
    for (int page = 0; page < pages; page++) {
      long at = parts[page * perPage];
      decoder.decode(source, at, parts[page * perPage + 1] - at, counts);
      for (int i = 0; i < decoder.rows(); i++) {
        starts[blocks + 1] = starts[blocks] + counts.getLong(i);
        blocks++;
      }
    }
    return Arrays.copyOf(starts, blocks + 1);
  }

  int blockCount() {
    return blockStarts.length - 1;
  }

  long blockStart(int block) {
    return blockStarts[block];
  }

  int blockRows(int block) {
    return (int) (blockStarts[block + 1] - blockStarts[block]);
  }

  long rowCount() {
    return blockStarts[blockStarts.length - 1];
  }

  int blockOf(long ordinal) {
    int found = Arrays.binarySearch(blockStarts, ordinal);
    return found >= 0 ? found : -found - 2;
  }

  ColumnStatistics statistics(int column, int page) {
    int index = page * columns.size() + column;
    ColumnStatistics known = statistics.get(index);
    return known == null ? load(column, page, index) : known;
  }

  private ColumnStatistics load(int column, int page, int index) {
    decoding.lock();
    try {
      ColumnStatistics known = statistics.get(index);
      if (known != null) {
        return known;
      }
      int part = page * (columns.size() + 1) + 1 + column;
      int entries =
          Math.min(
              SegmentFormat.PAGE_BLOCKS_MAX, blockCount() - page * SegmentFormat.PAGE_BLOCKS_MAX);
      ColumnStatistics loaded =
          ColumnStatistics.decode(
              columns.get(column),
              entries,
              source,
              parts[part],
              parts[part + 1] - parts[part],
              decoder);
      statistics.set(index, loaded);
      return loaded;
    } finally {
      decoding.unlock();
    }
  }
}
