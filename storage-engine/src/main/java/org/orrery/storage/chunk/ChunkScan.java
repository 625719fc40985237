package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** Opens cursors over a {@link ChunkVersion}. */
final class ChunkScan {

  private ChunkScan() {}

  /** A cursor; null when a segment of the version was let go. */
  static @Nullable ScanCursor open(ChunkVersion version, ScanRequest request) {
    long readTimestamp = request.snapshot().readTimestamp();
    StagedRows own = version.stagedOf(request.snapshot().transactionId());
    StagedDeletes ownDeletes = own == null ? StagedDeletes.EMPTY : own.deletes();
    var sources = new ArrayList<BlockSource>();
    try {
      for (SegmentView segment : version.segments()) {
        if (segment.versions() == null && readTimestamp < segment.file().maxCsn()) {
          throw OrreryException.of(SqlState.SNAPSHOT_TOO_OLD, "snapshot too old");
        }
        SealedRows.Reader reader = segment.rows().open();
        if (reader == null) {
          sources.forEach(BlockSource::close);
          return null;
        }
        long first = RowIds.sealed(segment.file().container(), 0);
        int rows = segment.rows().rowCount();
        sources.add(
            new SegmentSource(
                segment,
                reader,
                readTimestamp,
                request.schema(),
                request.ranges(),
                hidden(segment.deletes(), readTimestamp, ownDeletes, first, rows)));
      }
      addHot(version, readTimestamp, own, ownDeletes, sources);
      return new ChunkCursor(request, sources, Batch.ROWS_MAX);
    } catch (RuntimeException e) {
      sources.forEach(BlockSource::close);
      throw e;
    }
  }

  private static void addHot(
      ChunkVersion version,
      long readTimestamp,
      @Nullable StagedRows own,
      StagedDeletes ownDeletes,
      List<BlockSource> sources) {
    for (HotView table : version.hot()) {
      if (table.rowCount() > 0) {
        long first = RowIds.hot(table.firstArrival());
        sources.add(
            new HotSource.Committed(
                table,
                readTimestamp,
                hidden(table.deletes(), readTimestamp, ownDeletes, first, table.rowCount())));
      }
    }
    if (own != null && own.rowCount() > 0) {
      long first = RowIds.staged(0);
      sources.add(
          new HotSource.Staged(
              own, hidden(DeleteSet.EMPTY, readTimestamp, ownDeletes, first, own.rowCount())));
    }
  }

  /** Scans what is left of a transaction's staged rows, all columns of {@code schema}. */
  static ScanCursor staged(StagedRows staged, TableSchema schema) {
    int[] columns = IntStream.range(0, schema.columns().size()).toArray();
    var snapshot = new Snapshot(Long.MIN_VALUE, staged.transactionId());
    RoaringBitmap hidden =
        hidden(
            DeleteSet.EMPTY, Long.MIN_VALUE, staged.deletes(), RowIds.staged(0), staged.rowCount());
    return new ChunkCursor(
        new ScanRequest(schema, columns, snapshot, List.of(), null),
        List.of(new HotSource.Staged(staged, hidden)),
        Math.min(Batch.ROWS_MAX, staged.rowCount()));
  }

  private static @Nullable RoaringBitmap hidden(
      DeleteSet committed, long readTimestamp, StagedDeletes own, long firstRowId, int rows) {
    RoaringBitmap visible = committed.visible(readTimestamp);
    if (own.isEmpty()) {
      return visible;
    }
    var staged = new RoaringBitmap();
    own.forRange(
        firstRowId, firstRowId + rows, (rowId, _, _) -> staged.add((int) (rowId - firstRowId)));
    if (staged.isEmpty()) {
      return visible;
    }
    if (visible != null) {
      staged.or(visible);
    }
    return staged;
  }
}
