package org.orrery.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.KeyConflicts;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.UniqueKey;

/**
 * A transaction that nobody else meets: every row can be locked. What a test has to say itself
 * fails until it does.
 */
public abstract class TransactionDouble implements Transaction {

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("the test did not expect this call");
  }

  @Override
  public Snapshot newest() {
    return snapshot();
  }

  @Override
  public KeyConflicts insert(
      TableSchema schema, Batch rows, List<UniqueKey> arbiters, @Nullable RowLock lock) {
    throw unexpected();
  }

  @Override
  public Batch read(TableSchema schema, long chunkId, int[] columns, long[] rowIds, int count) {
    throw unexpected();
  }

  @Override
  public boolean[] lock(
      TableSchema schema,
      Snapshot snapshot,
      long chunkId,
      long[] rowIds,
      int count,
      RowLock lock,
      RowWait wait) {
    boolean[] locked = new boolean[count];
    Arrays.fill(locked, true);
    return locked;
  }

  @Override
  public boolean[] lockKeys(TableSchema schema, UniqueKey key, Batch keys) {
    throw unexpected();
  }

  @Override
  public void flush() {}

  @Override
  public void change(CatalogEdit edit) {
    throw unexpected();
  }

  @Override
  public @Nullable Snapshot restart(int savepoint) {
    rollbackTo(savepoint);
    return null;
  }
}
