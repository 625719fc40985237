package org.orrery.sql.pgcatalog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.NoLocks;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.LockSpace;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Tables of which only the hypertable has a chunk: the week from 2024-01-04. */
final class SampleTables implements TableAccess {

  private static final long WEEK_START = 1_704_326_400_000_000L;
  private static final long WEEK = 604_800_000_000L;

  @Override
  public CatalogStore catalog() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SequenceStore sequences() {
    throw new UnsupportedOperationException();
  }

  @Override
  public LockSpace locks() {
    return new NoLocks();
  }

  @Override
  public Transaction begin(Transaction.Isolation isolation, SessionLocks locks) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChunkInfo> chunks(long storageId, Snapshot snapshot) {
    return storageId == SampleCatalog.METRICS_STORAGE
        ? List.of(new ChunkInfo(12, storageId, WEEK_START, WEEK_START + WEEK, 0))
        : List.of();
  }

  @Override
  public List<Split> splits(ScanRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScanCursor open(ScanRequest request, Split split) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void buildIndexes(TableSchema schema) {}

  @Override
  public @Nullable Long edge(
      TableSchema schema, int column, boolean isDescending, int count, Split split) {
    return null;
  }

  @Override
  public void dropIndex(long storageId, List<Integer> columnIds) {}

  @Override
  public void checkpoint() {}

  @Override
  public double rowsEstimate(long storageId) {
    return 100;
  }

  @Override
  public boolean compact(long chunkId, java.util.function.BooleanSupplier isStopped) {
    return false;
  }

  @Override
  public ChunkSize size(long chunkId) {
    return new ChunkSize(100, 4096, 1000);
  }
}
