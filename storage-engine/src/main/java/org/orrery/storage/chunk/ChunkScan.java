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

  /**
   * A cursor; null when a segment of the version was let go.
   *
   * @param lookup finds rows by an index; null for none
   */
  static @Nullable ScanCursor open(
      ChunkVersion version, ScanRequest request, @Nullable RowLookup lookup) {
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
        sources.add(sealed(segment, reader, request, lookup, ownDeletes));
      }
      addHot(version, readTimestamp, lookup, ownDeletes, sources);
      if (own != null && !addOwn(version, own, request, sources)) {
        sources.forEach(BlockSource::close);
        return null;
      }
      return new ChunkCursor(request, sources, Batch.ROWS_MAX);
    } catch (RuntimeException e) {
      sources.forEach(BlockSource::close);
      throw e;
    }
  }

  private static BlockSource sealed(
      SegmentView segment,
      SealedRows.Reader reader,
      ScanRequest request,
      @Nullable RowLookup lookup,
      StagedDeletes ownDeletes) {
    long readTimestamp = request.snapshot().readTimestamp();
    long first = RowIds.sealed(segment.file().container(), 0);
    int rows = segment.rows().rowCount();
    try {
      return new SegmentSource(
          segment,
          reader,
          readTimestamp,
          request.schema(),
          request.ranges(),
          hidden(segment.deletes(), readTimestamp, ownDeletes, first, rows),
          lookup == null ? null : lookup.in(segment.rows()));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static void addHot(
      ChunkVersion version,
      long readTimestamp,
      @Nullable RowLookup lookup,
      StagedDeletes ownDeletes,
      List<BlockSource> sources) {
    for (HotView table : version.hot()) {
      if (table.rowCount() > 0) {
        long first = RowIds.hot(table.firstArrival());
        sources.add(
            new HotSource.Committed(
                table,
                readTimestamp,
                hidden(table.deletes(), readTimestamp, ownDeletes, first, table.rowCount()),
                lookup == null ? null : lookup.in(table)));
      }
    }
  }

  /** False when a pending segment was let go. */
  private static boolean addOwn(
      ChunkVersion version, StagedRows own, ScanRequest request, List<BlockSource> sources) {
    for (PendingSegment pending : version.pendingOf(own.transactionId())) {
      SealedRows.Reader reader = pending.rows().open();
      if (reader == null) {
        return false;
      }
      sources.add(
          new PendingSource(
              pending,
              own,
              reader,
              request,
              hidden(own.deletes(), pending.first(), pending.rows().rowCount())));
    }
    addParts(own, sources);
    return true;
  }

  private static void addParts(StagedRows own, List<BlockSource> sources) {
    for (StagedRows.Part part : own.parts()) {
      sources.add(
          new HotSource.Staged(own, part, hidden(own.deletes(), part.first(), part.count())));
    }
  }

  private static @Nullable RoaringBitmap hidden(StagedDeletes own, int firstRow, int rows) {
    return hidden(DeleteSet.EMPTY, Long.MIN_VALUE, own, RowIds.staged(firstRow), rows);
  }

  /** Scans what is left of a transaction's rows in memory, all columns of {@code schema}. */
  static ScanCursor staged(StagedRows staged, TableSchema schema) {
    int[] columns = IntStream.range(0, schema.columns().size()).toArray();
    var snapshot = new Snapshot(Long.MIN_VALUE, staged.transactionId());
    var sources = new ArrayList<BlockSource>();
    addParts(staged, sources);
    return new ChunkCursor(
        new ScanRequest(schema, columns, snapshot, List.of(), null),
        sources,
        Math.min(Batch.ROWS_MAX, staged.rowCount() - staged.sealedRows()));
  }

  private static @Nullable RoaringBitmap hidden(
      DeleteSet committed, long readTimestamp, StagedDeletes own, long firstRowId, int rows) {
    RoaringBitmap visible = committed.visible(readTimestamp);
    if (own.isEmpty()) {
      return visible;
    }
    RoaringBitmap staged = own.within(firstRowId, rows);
    if (staged.isEmpty()) {
      return visible;
    }
    if (visible != null) {
      staged.or(visible);
    }
    return staged;
  }
}
