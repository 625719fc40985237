package org.orrery.storage.chunk;

import static org.orrery.storage.segment.SegmentFormat.PAGE_BLOCKS_MAX;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.hot.VersionRuns;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.SegmentHandle;
import org.orrery.storage.segment.SegmentReader;

/**
 * A segment's rows by some columns. The file is a segment itself: the columns and {@link #ORDINAL},
 * a row's ordinal in the segment it is about, in runs sorted by the columns, NULLs last ({@link
 * SegmentIndexWriter}). Statistics of its blocks say where values are. It holds nothing that the
 * segment does not: it may be removed at any time and is written anew. Any thread.
 */
final class SegmentIndex {

  /** The column of ordinals; no table has a column of this number. */
  static final int ORDINAL = 0;

  private final SegmentHandle handle;

  private SegmentIndex(SegmentHandle handle) {
    this.handle = handle;
  }

  /**
   * Wraps an open file.
   *
   * @param segment what it must be about
   * @throws OrreryException {@code XX001} when it is about something else
   */
  static SegmentIndex of(SegmentHandle handle, SegmentFile segment) {
    SegmentReader reader = handle.reader();
    if (!reader.meta().segmentId().equals(idOf(segment))
        || reader.rowCount() != segment.rowCount()
        || reader.columnIndex(ORDINAL) < 0) {
      handle.release();
      throw OrreryException.of(
          SqlState.DATA_CORRUPTED, "index of segment %s is of another", segment.fileName());
    }
    return new SegmentIndex(handle);
  }

  /** The id of a segment's index: it tells segments of one name apart. */
  static UUID idOf(SegmentFile segment) {
    return new UUID(
        segment.bytes(),
        ((long) segment.container() << 32) | Integer.toUnsignedLong(segment.crc()));
  }

  /**
   * The rows of the segment that are wanted.
   *
   * @param limit give up when there are more
   * @return null when there are, or the file was let go
   * @throws OrreryException {@code XX001} when the file is damaged
   */
  @Nullable WantedRows find(KeyRanges wanted, int limit) {
    if (!handle.tryAcquire()) {
      return null;
    }
    try {
      return new Search(handle.reader(), wanted, limit).run();
    } finally {
      handle.release();
    }
  }

  /**
   * The {@code count}th value of the first or last run from its end; null when the run's first or
   * last block does not tell.
   */
  @Nullable Long edge(int columnId, boolean isDescending, int count) {
    if (!handle.tryAcquire()) {
      return null;
    }
    try {
      SegmentReader reader = handle.reader();
      int column = reader.columnIndex(columnId);
      int block = isDescending ? reader.blockCount() - 1 : 0;
      int row = isDescending ? reader.blockRows(block) - count : count - 1;
      var keys = new LongVector(Batch.ROWS_MAX);
      reader.decode(column, block, keys, new ColumnDecoder());
      boolean isKnown = row >= 0 && row < reader.blockRows(block) && !keys.isNull(row);
      return isKnown ? (Long) keys.getLong(row) : null;
    } finally {
      handle.release();
    }
  }

  /** Lets the file go. */
  void release() {
    handle.release();
  }

  /** Lets the file go and has it removed. */
  void discard() {
    handle.markObsolete();
    handle.release();
  }

  private static final class Search {
    private final SegmentReader reader;
    private final KeyRanges wanted;
    private final int limit;
    private final int[] columns;
    private final Vector[] keys;
    private final LongVector ordinals = new LongVector(Batch.ROWS_MAX);
    private final ColumnDecoder decoder = new ColumnDecoder();
    private int[] found = new int[16];
    private int count;

    Search(SegmentReader reader, KeyRanges wanted, int limit) {
      this.reader = reader;
      this.wanted = wanted;
      this.limit = limit;
      columns = new int[wanted.columns().size()];
      keys = new Vector[columns.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = reader.columnIndex(wanted.columns().get(i).columnId());
        keys[i] = Vector.allocate(wanted.columns().get(i).kind(), Batch.ROWS_MAX);
      }
    }

    @Nullable WantedRows run() {
      int blocks = reader.blockCount();
      for (int first = 0; first < blocks; first += PAGE_BLOCKS_MAX) {
        if (!inPage(first / PAGE_BLOCKS_MAX, Math.min(PAGE_BLOCKS_MAX, blocks - first))) {
          return null;
        }
      }
      return new WantedRows(found, count);
    }

    /** False when there are too many. */
    private boolean inPage(int page, int blocks) {
      var candidates = new long[PAGE_BLOCKS_MAX / Long.SIZE];
      VersionRuns.setRange(candidates, 0, blocks);
      for (int i = 0; i < columns.length; i++) {
        reader.prune(columns[i], page, wanted.pruners().get(i), candidates);
      }
      int left = 0;
      for (long word : candidates) {
        left += Long.bitCount(word);
      }
      // Of a list each value may be in two blocks; of a range all blocks but two are wanted whole.
      if (wanted.ranges().getLast().anyOf() == null && (long) (left - 2) * Batch.ROWS_MAX > limit) {
        return false;
      }
      for (int word = 0; word < candidates.length; word++) {
        for (long bits = candidates[word]; bits != 0; bits &= bits - 1) {
          int entry = (word << 6) + Long.numberOfTrailingZeros(bits);
          if (!inBlock(page * PAGE_BLOCKS_MAX + entry)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean inBlock(int block) {
      for (int i = 0; i < columns.length; i++) {
        reader.decode(columns[i], block, keys[i], decoder);
      }
      boolean hasOrdinals = false;
      int rows = reader.blockRows(block);
      for (int row = 0; row < rows; row++) {
        if (!wanted.wants(keys, row)) {
          continue;
        }
        if (!hasOrdinals) {
          reader.decode(reader.columnIndex(ORDINAL), block, ordinals, decoder);
          hasOrdinals = true;
        }
        if (count == limit) {
          return false;
        }
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = (int) ordinals.values()[row];
      }
      return true;
    }
  }
}
