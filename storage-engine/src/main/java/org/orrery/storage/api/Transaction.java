package org.orrery.storage.api;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;

/**
 * A transaction of one session; used by one thread at a time. Costs nothing until it writes. Writes
 * are staged at chunk owners and visible to this transaction only until {@link #commit} returns; a
 * failed call leaves the transaction usable for {@link #rollbackTo} and {@link #rollback} only.
 */
public interface Transaction extends AutoCloseable {

  /** How statements get snapshots. */
  enum Isolation {
    /** Each statement sees what is committed when it starts. */
    READ_COMMITTED,
    /** All statements see what the first one saw; a write conflict is {@code 40001}. */
    REPEATABLE_READ
  }

  /** Snapshot for a statement that starts now. Includes this transaction's writes so far. */
  Snapshot snapshot();

  /**
   * Appends the selected rows of a batch whose columns are those of the schema, in order. May
   * return before the rows are staged: errors surface here, in {@link #flush} or in {@link
   * #commit}.
   *
   * @throws org.orrery.base.error.OrreryException {@code 23502} NULL in a NOT NULL column, {@code
   *     23505} duplicate key, {@code 53100}, {@code 53200}; a key that another open transaction
   *     holds is waited for
   */
  void append(TableSchema schema, Batch rows);

  /**
   * As {@link #append}, of rows each of which has all unique keys of a row that this transaction
   * has deleted: nobody else can have them, so that they are not looked for.
   */
  default void appendSuccessors(TableSchema schema, Batch rows) {
    append(schema, rows);
  }

  /**
   * Appends those of the selected rows whose keys are free, and names for each other row one that
   * has its key, which this transaction can {@link #read} and {@link #delete}. It may be newer than
   * any snapshot. Keys must differ within the batch; a key with NULL is free.
   *
   * @param arbiters the keys that decide; others are enforced as by {@link #append}
   * @param lock how the rows found are locked, so that they stay; null for not at all
   * @throws org.orrery.base.error.OrreryException as {@link #append}; {@code 40001} when a row
   *     found is newer than the snapshot of {@link Isolation#REPEATABLE_READ}
   */
  KeyConflicts insert(
      TableSchema schema, Batch rows, List<UniqueKey> arbiters, @Nullable RowLock lock);

  /**
   * Rows of a chunk by their names, of which the first {@code count} are used, in their order. The
   * rows must not have gone for good: a snapshot older than their deletion is open.
   *
   * @param columns which columns of the schema, by position; the batch has these, in this order
   * @throws org.orrery.base.error.OrreryException {@code 40001} when the chunk was dropped
   */
  Batch read(TableSchema schema, long chunkId, int[] columns, long[] rowIds, int count);

  /**
   * Deletes rows of a chunk that this statement's snapshot sees.
   *
   * @param rowIds names from {@link ScanCursor#rowIds()}; the first {@code count} are used
   * @return rows deleted; those this transaction itself deleted before do not count
   * @throws org.orrery.base.error.OrreryException {@code 40001}, caused by {@link
   *     ConcurrentChange}, when another transaction has changed a row since the snapshot; what an
   *     open one holds is waited for
   */
  int delete(TableSchema schema, Snapshot snapshot, long chunkId, long[] rowIds, int count);

  /**
   * As {@link #delete}, of rows in whose place others with the same keys of columns follow: who
   * locks them FOR KEY SHARE neither waits nor is waited for.
   */
  default int replace(
      TableSchema schema, Snapshot snapshot, long chunkId, long[] rowIds, int count) {
    return delete(schema, snapshot, chunkId, rowIds, count);
  }

  /**
   * Locks rows of a chunk that this statement's snapshot sees, until the transaction ends or is
   * rolled back to before.
   *
   * @param rowIds names from {@link ScanCursor#rowIds()}; the first {@code count} are used
   * @return for each row whether it is locked: not when another holds it and {@code wait} says to
   *     skip it, or this transaction has deleted it
   * @throws org.orrery.base.error.OrreryException {@code 40001} as by {@link #delete}; {@code
   *     55P03}
   */
  boolean[] lock(
      TableSchema schema,
      Snapshot snapshot,
      long chunkId,
      long[] rowIds,
      int count,
      RowLock lock,
      RowWait wait);

  /**
   * Looks up keys among the newest rows, committed or this transaction's own, and locks those found
   * FOR KEY SHARE until the transaction ends or is rolled back to before. What another transaction
   * is about to delete or holds is waited for; what another has not committed is not there. At
   * {@link Isolation#REPEATABLE_READ} rows newer than the transaction's snapshot are not there
   * either.
   *
   * @param schema a plain table
   * @param key one of its keys
   * @param keys the key's columns, in its order; a key with NULL is never there
   * @return for each selected row whether its key is there
   * @throws org.orrery.base.error.OrreryException {@code 40P01}, {@code 55P03}, {@code 57014}
   */
  boolean[] lockKeys(TableSchema schema, UniqueKey key, Batch keys);

  /** Snapshot of what is committed now, whatever the isolation, with this transaction's writes. */
  Snapshot newest();

  /** Waits until everything written so far is staged. Statements end with it. */
  void flush();

  /** Adds to the catalog changes that {@link #commit} applies atomically with the rows. */
  void change(CatalogEdit edit);

  /** Begins a sub-transaction; returns its number for {@link #rollbackTo}. */
  int savepoint();

  /**
   * Undoes the writes and catalog changes since {@code savepoint}, which stays usable, and releases
   * the row locks taken since.
   */
  void rollbackTo(int savepoint);

  /**
   * Undoes what a statement wrote since {@code savepoint}, so that it can run again after a {@link
   * ConcurrentChange}; row locks are kept, so that it gets further each time.
   *
   * @param savepoint 0 when it has written nothing yet
   * @return the snapshot for it; null when the transaction's snapshot stays as it is
   */
  @Nullable Snapshot restart(int savepoint);

  /**
   * Makes everything durable and visible at once.
   *
   * @throws org.orrery.base.error.OrreryException as {@link #append}; {@code 40001} when a catalog
   *     object was changed by another; {@code 08007} when the outcome is unknown
   */
  void commit();

  /** Undoes everything. Idempotent; harmless after {@link #commit}. */
  void rollback();

  /** Same as {@link #rollback}. */
  @Override
  default void close() {
    rollback();
  }

  /** Called with the commit timestamp once {@link #commit} has succeeded. */
  void onCommit(LongConsumer action);
}
