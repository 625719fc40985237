package org.orrery.sql.exec;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.LockSpace;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Slice;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Tables without locks, indexes or segments. What a test has to say itself fails until it does. */
public abstract class TablesDouble implements TableAccess {

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("the test did not expect this call");
  }

  @Override
  public CatalogStore catalog() {
    throw unexpected();
  }

  @Override
  public SequenceStore sequences() {
    throw unexpected();
  }

  @Override
  public LockSpace locks() {
    return new NoLocks();
  }

  @Override
  public Transaction begin(Transaction.Isolation isolation, SessionLocks locks) {
    throw unexpected();
  }

  @Override
  public @Nullable ChunkInfo chunk(long chunkId) {
    return null;
  }

  @Override
  public List<Slice> slices(long chunkId) {
    return List.of();
  }

  @Override
  public List<Split> splits(ScanRequest request) {
    throw unexpected();
  }

  @Override
  public ScanCursor open(ScanRequest request, Split split) {
    throw unexpected();
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
    throw unexpected();
  }

  @Override
  public boolean compact(long chunkId, BooleanSupplier isStopped) {
    return false;
  }

  @Override
  public ChunkSize size(long chunkId) {
    throw unexpected();
  }
}
