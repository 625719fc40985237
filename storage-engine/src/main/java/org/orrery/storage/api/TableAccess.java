package org.orrery.storage.api;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All tables of the database, wherever their chunks are. Thread-safe. */
public interface TableAccess extends ChunkLookup {

  /** The catalog's storage. */
  CatalogStore catalog();

  /** Values of sequences. */
  SequenceStore sequences();

  /** Locks. */
  LockSpace locks();

  /** Starts a transaction of a session, whose transaction locks are released when it ends. */
  Transaction begin(Transaction.Isolation isolation, SessionLocks locks);

  /** Starts a transaction that belongs to no session. */
  default Transaction begin(Transaction.Isolation isolation) {
    return begin(isolation, locks().open(LockWaits.UNLIMITED));
  }

  /**
   * The chunks of a storage that hold rows visible to {@code snapshot} or did before they were
   * deleted, by range. Uses an interval index: cost grows with the answer.
   */
  List<ChunkInfo> chunks(long storageId, Snapshot snapshot);

  /** The chunks that a scan must read, by range, after exclusion by the request's time range. */
  List<Split> splits(ScanRequest request);

  /** Opens a split of {@link #splits}. The snapshot of the request must stay in use meanwhile. */
  ScanCursor open(ScanRequest request, Split split);

  /**
   * Builds the indexes of a table's schema, which no transaction may have committed yet, for the
   * rows that are sealed. Others follow when they are sealed, or in the background.
   */
  void buildIndexes(TableSchema schema);

  /**
   * A value of a column such that at least {@code count} rows of the split, visible or not, have it
   * or a lesser one; or a greater one when {@code isDescending}. An index says it.
   *
   * @param column position in the schema, of kind LONG
   * @return null when no index says it at little cost
   */
  @Nullable Long edge(TableSchema schema, int column, boolean isDescending, int count, Split split);

  /**
   * Removes the index by some columns of a table; it is built anew if it turns out to be needed.
   */
  void dropIndex(long storageId, List<Integer> columnIds);

  /**
   * Moves all committed rows into sealed files and makes the newest state the one that the next
   * start begins from. Blocks until done.
   */
  void checkpoint();

  /**
   * Seals a chunk's committed rows and merges its sealed files into as few as may be, sorted as the
   * table says now. Blocks until done. Rows that an older open snapshot tells apart stay where they
   * are.
   *
   * @param isStopped asked now and then whether to give up
   * @return whether there was anything to do
   * @throws org.orrery.base.error.OrreryException {@code 53100}, {@code XX001}
   */
  boolean compact(long chunkId, BooleanSupplier isStopped);

  /** Size of a chunk. */
  ChunkSize size(long chunkId);

  /** About how many rows a storage has. Looks at a few chunks, however many there are. */
  double rowsEstimate(long storageId);

  /**
   * How big a chunk is.
   *
   * @param rowCount rows, less those deleted
   * @param hotBytes memory of rows not yet sealed
   * @param segmentBytes bytes of sealed files
   */
  record ChunkSize(long rowCount, long hotBytes, long segmentBytes) {}
}
