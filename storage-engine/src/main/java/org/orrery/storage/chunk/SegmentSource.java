package org.orrery.storage.chunk;

import static org.orrery.storage.segment.SegmentFormat.PAGE_BLOCKS_MAX;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.VersionRuns;
import org.orrery.storage.segment.BlockPruner;
import org.roaringbitmap.RoaringBitmap;

/** Rows of a segment; skips blocks by their statistics. */
class SegmentSource extends BlockSource {

  private final SealedRows rows;
  private final @Nullable RowVersions versions;
  private final long firstRowId;
  private final long readTimestamp;
  private final List<Wanted> wanted = new ArrayList<>();
  private final long[] candidates = new long[PAGE_BLOCKS_MAX / Long.SIZE];
  private final SealedRows.Reader reader;
  private int prunedPage = -1;

  /** What the scan wants of a column that the file has. */
  private record Wanted(int columnId, BlockPruner pruner) {}

  /** Rows of {@code segment}; closes {@code reader}. */
  SegmentSource(
      SegmentView segment,
      SealedRows.Reader reader,
      long readTimestamp,
      TableSchema schema,
      List<ColumnRange> ranges,
      @Nullable RoaringBitmap hidden,
      @Nullable WantedRows found) {
    this(
        segment.rows(),
        segment.versions(),
        RowIds.sealed(segment.file().container(), 0),
        reader,
        readTimestamp,
        schema,
        ranges,
        hidden,
        found);
  }

  /** Rows of a file, the first of them named {@code firstRowId}; closes {@code reader}. */
  SegmentSource(
      SealedRows rows,
      @Nullable RowVersions versions,
      long firstRowId,
      SealedRows.Reader reader,
      long readTimestamp,
      TableSchema schema,
      List<ColumnRange> ranges,
      @Nullable RoaringBitmap hidden,
      @Nullable WantedRows found) {
    super(rows.rowCount(), hidden, found);
    this.rows = rows;
    this.versions = versions;
    this.firstRowId = firstRowId;
    this.readTimestamp = readTimestamp;
    for (ColumnRange range : ranges) {
      ColumnSchema column = schema.columns().get(range.column());
      if (rows.hasColumn(column.columnId())) {
        wanted.add(new Wanted(column.columnId(), BlockPruner.of(range, column.kind())));
      }
    }
    this.reader = reader;
  }

  @Override
  boolean allCommitted(int from, int to) {
    return versions == null || versions.newest()[from / Batch.ROWS_MAX] <= readTimestamp;
  }

  @Override
  void markCommitted(int from, int to, long[] mask) {
    if (versions == null) {
      VersionRuns.setRange(mask, 0, to - from);
    } else {
      versions.mark(readTimestamp, from, to, mask);
    }
  }

  @Override
  int nextUnpruned(int block) {
    if (wanted.isEmpty()) {
      return block;
    }
    int blocks = blockCount();
    for (int next = block; next < blocks; ) {
      int page = next / PAGE_BLOCKS_MAX;
      if (page != prunedPage) {
        prune(page);
      }
      int found = candidate(next % PAGE_BLOCKS_MAX);
      if (found >= 0) {
        return page * PAGE_BLOCKS_MAX + found;
      }
      next = (page + 1) * PAGE_BLOCKS_MAX;
    }
    return blocks;
  }

  private void prune(int page) {
    Arrays.fill(candidates, 0);
    VersionRuns.setRange(
        candidates, 0, Math.min(PAGE_BLOCKS_MAX, blockCount() - page * PAGE_BLOCKS_MAX));
    for (Wanted each : wanted) {
      rows.prune(each.columnId(), page, each.pruner(), candidates);
    }
    prunedPage = page;
  }

  /** The first candidate of the page from an entry on, or -1. */
  private int candidate(int from) {
    long bits = candidates[from >> 6] & (-1L << from);
    for (int word = from >> 6; ; bits = candidates[word]) {
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
      word++;
      if (word == candidates.length) {
        return -1;
      }
    }
  }

  @Override
  boolean hasColumn(int columnId) {
    return rows.hasColumn(columnId);
  }

  @Override
  void read(int columnId, int block, Vector target) {
    reader.read(columnId, block, target);
  }

  @Override
  @Nullable BlockStatistics statistics(int columnId, int block) {
    return rows.statistics(columnId, block);
  }

  @Override
  long firstRowId() {
    return firstRowId;
  }

  @Override
  public void close() {
    reader.close();
  }
}
