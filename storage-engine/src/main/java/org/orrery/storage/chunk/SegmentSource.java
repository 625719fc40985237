package org.orrery.storage.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.VersionRuns;
import org.roaringbitmap.RoaringBitmap;

/** Rows of a segment; skips blocks by their statistics. */
final class SegmentSource extends BlockSource {

  private final SegmentView segment;
  private final long readTimestamp;
  private final TableSchema schema;
  private final List<ColumnRange> ranges;
  private final SealedRows.Reader reader;

  SegmentSource(
      SegmentView segment,
      long readTimestamp,
      TableSchema schema,
      List<ColumnRange> ranges,
      @Nullable RoaringBitmap hidden) {
    super(segment.rows().rowCount(), hidden);
    this.segment = segment;
    this.readTimestamp = readTimestamp;
    this.schema = schema;
    this.ranges = ranges;
    this.reader = segment.rows().open();
  }

  @Override
  boolean allCommitted(int from, int to) {
    RowVersions versions = segment.versions();
    return versions == null || versions.newest()[from / Batch.ROWS_MAX] <= readTimestamp;
  }

  @Override
  void markCommitted(int from, int to, long[] mask) {
    RowVersions versions = segment.versions();
    if (versions == null) {
      VersionRuns.setRange(mask, 0, to - from);
    } else {
      versions.mark(readTimestamp, from, to, mask);
    }
  }

  @Override
  boolean mayMatch(int block) {
    for (ColumnRange range : ranges) {
      int columnId = schema.columns().get(range.column()).columnId();
      if (segment.rows().hasColumn(columnId)
          && !Ranges.mayMatch(range, statistics(columnId, block), rows(block))) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean hasColumn(int columnId) {
    return segment.rows().hasColumn(columnId);
  }

  @Override
  void read(int columnId, int block, Vector target) {
    reader.read(columnId, block, target);
  }

  @Override
  @Nullable BlockStatistics statistics(int columnId, int block) {
    return segment.rows().statistics(columnId, block);
  }

  @Override
  long firstRowId() {
    return RowIds.sealed(segment.file().container(), 0);
  }

  @Override
  public void close() {
    reader.close();
  }
}
