package org.orrery.cluster.owner;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.DeleteConflict;
import org.orrery.storage.chunk.KeyEncoder;

/**
 * Decides which rows of one chunk a transaction may delete or lock, for the chunk's owner alone.
 */
final class RowGuard {

  /** Instead of a row's name. */
  private static final long GONE = -1;

  private record InFlight(CompletableFuture<?> applied, long transactionId, long[] rowIds) {}

  private final Chunk chunk;
  private final RowLocks locks;
  private final KeyLocks keyLocks = new KeyLocks();

  /** Transactions that have deleted rows, and whether they have always replaced them. */
  private final Map<Long, Boolean> replaceOnly = new HashMap<>();

  private final Deque<InFlight> inFlight = new ArrayDeque<>();

  RowGuard(Chunk chunk) {
    this.chunk = chunk;
    this.locks = new RowLocks(chunk);
  }

  /**
   * The present names of those rows that the transaction has not deleted itself. When one is held
   * by another transaction, those before it are locked, so that they stay as they are meanwhile.
   *
   * @param isReplaced whether rows with the same keys of columns take their places
   * @throws OrreryException {@code 40001} caused by {@link HeldByOther} or {@link
   *     org.orrery.storage.api.ConcurrentChange}
   */
  long[] checkDelete(Snapshot snapshot, int sub, long[] rowIds, boolean isReplaced) {
    // Locks of rows without an identity cannot follow them.
    boolean keepsKeys = isReplaced && chunk.schema().identity() != null;
    RowLock strength = keepsKeys ? RowLock.NO_KEY_UPDATE : RowLock.UPDATE;
    replaceOnly.merge(snapshot.transactionId(), keepsKeys, Boolean::logicalAnd);
    Map<Long, Long> proposed = proposed();
    long[] allowed = new long[rowIds.length];
    int count = 0;
    for (long rowId : rowIds) {
      try {
        long name = free(rowId, snapshot, strength, proposed);
        if (name != GONE) {
          allowed[count++] = name;
        }
      } catch (OrreryException e) {
        take(allowed, count, snapshot, sub, strength);
        throw e;
      }
    }
    if (strength == RowLock.UPDATE) {
      checkKeys(allowed, count, snapshot, sub);
    }
    return Arrays.stream(allowed, 0, count).distinct().toArray();
  }

  /**
   * Locks rows.
   *
   * @return which rows are locked
   * @throws OrreryException as {@link #checkDelete}; rows before the one in question are locked
   */
  boolean[] lock(RowLockRequest request) {
    Map<Long, Long> proposed = proposed();
    long[] rowIds = request.rowIds();
    Snapshot snapshot = request.ownSnapshot();
    boolean[] locked = new boolean[rowIds.length];
    for (int i = 0; i < rowIds.length; i++) {
      try {
        long name = free(rowIds[i], snapshot, request.lock(), proposed);
        if (name != GONE) {
          take(name, request);
          locked[i] = true;
        }
      } catch (OrreryException e) {
        if (!request.skipHeld() || !(e.getCause() instanceof HeldByOther)) {
          throw e;
        }
      }
    }
    return locked;
  }

  private void take(long[] names, int count, Snapshot snapshot, int sub, RowLock lock) {
    for (int i = 0; i < count; i++) {
      locks.take(names[i], snapshot.transactionId(), sub, lock);
    }
  }

  private void take(long name, RowLockRequest request) {
    long[] one = {name};
    if (request.lock() == RowLock.UPDATE) {
      checkKeys(one, 1, request.ownSnapshot(), request.sub());
    }
    UniqueKey key = request.lock() == RowLock.KEY_SHARE ? chunk.schema().identity() : null;
    if (key == null) {
      locks.take(name, request.transactionId(), request.sub(), request.lock());
    } else {
      long hash = hashes(key, one, 0, 1, request.transactionId())[0];
      keyLocks.take(key.indexOid(), hash, request.transactionId(), request.sub());
    }
  }

  /**
   * Locks rows just found among those that are there now, not FOR KEY SHARE.
   *
   * @param names negative ones and those of the transaction's own staged rows, which nobody else
   *     knows, are passed over
   * @throws OrreryException {@code 40001} caused by {@link HeldByOther}; rows before the one in
   *     question are locked
   */
  void lockFound(long[] names, long transactionId, int sub, RowLock lock) {
    Map<Long, Long> proposed = proposed();
    var newest = new Snapshot(Long.MAX_VALUE, transactionId);
    for (long name : names) {
      if (name >= 0 && !Chunk.isStaged(name)) {
        long[] present = {free(name, newest, lock, proposed)};
        if (lock == RowLock.UPDATE) {
          checkKeys(present, 1, newest, sub);
        }
        locks.take(present[0], transactionId, sub, lock);
      }
    }
  }

  /**
   * Whether rows just found among those that are there now may be locked FOR KEY SHARE, by which
   * they keep their keys.
   *
   * @param names negative ones and those of the transaction's own staged rows, which nobody else
   *     knows, are passed over
   * @throws OrreryException {@code 40001} caused by {@link HeldByOther}
   */
  void checkShared(long[] names, long transactionId) {
    Map<Long, Long> proposed = proposed();
    var newest = new Snapshot(Long.MAX_VALUE, transactionId);
    for (long name : names) {
      if (name >= 0 && !Chunk.isStaged(name)) {
        long _ = free(name, newest, RowLock.KEY_SHARE, proposed);
      }
    }
  }

  /** The locks on keys. */
  KeyLocks keyLocks() {
    return keyLocks;
  }

  /** Refuses what takes keys of rows away while others count on them; locks those before. */
  private void checkKeys(long[] names, int count, Snapshot snapshot, int sub) {
    if (keyLocks.isEmpty()) {
      return;
    }
    long transactionId = snapshot.transactionId();
    for (UniqueKey key : chunk.schema().uniqueKeys()) {
      for (int from = 0; from < count; from += Batch.ROWS_MAX) {
        int to = Math.min(count, from + Batch.ROWS_MAX);
        long[] hashes = hashes(key, names, from, to, transactionId);
        for (int i = from; i < to; i++) {
          long holder = keyLocks.holder(key.indexOid(), hashes[i - from], transactionId);
          if (holder != 0) {
            take(names, i, snapshot, sub, RowLock.UPDATE);
            throw held(holder, names[i]);
          }
        }
      }
    }
  }

  /** Hashes of a key of some rows, 0 for one with NULL. */
  private long[] hashes(UniqueKey key, long[] names, int from, int to, long transactionId) {
    TableSchema schema = chunk.schema();
    List<ColumnSchema> columns =
        key.columnIds().stream().map(id -> schema.columns().get(schema.indexOf(id))).toList();
    int count = to - from;
    Batch rows = chunk.read(columns, transactionId, Arrays.copyOfRange(names, from, to), count);
    var placed = new Vector[schema.columns().size()];
    for (int i = 0; i < columns.size(); i++) {
      placed[schema.indexOf(columns.get(i).columnId())] = rows.column(i);
    }
    var encoder = new KeyEncoder(schema, key);
    var all = new Batch(placed, count);
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = encoder.encode(all, i) ? encoder.hash64() : 0;
    }
    return hashes;
  }

  /** Rows that are being deleted and the transactions that do it. */
  private Map<Long, Long> proposed() {
    while (!inFlight.isEmpty() && inFlight.getFirst().applied.isDone()) {
      inFlight.removeFirst();
    }
    Map<Long, Long> proposed = new HashMap<>();
    for (InFlight each : inFlight) {
      for (long rowId : each.rowIds) {
        proposed.put(chunk.translate(rowId), each.transactionId);
      }
    }
    return proposed;
  }

  /** The present name of a row that nobody else holds; {@link #GONE} when deleted by oneself. */
  private long free(long rowId, Snapshot snapshot, RowLock wanted, Map<Long, Long> proposed) {
    long name = rowId;
    DeleteConflict conflict = chunk.checkDelete(name, snapshot);
    while (conflict instanceof DeleteConflict.Moved(long now)) {
      name = now;
      conflict = chunk.checkDelete(name, snapshot);
    }
    switch (conflict) {
      case DeleteConflict.None _ -> {}
      case DeleteConflict.DeletedBySelf _ -> {
        return GONE;
      }
      case DeleteConflict.Held(long holder) -> {
        if (!isShared(holder, wanted)) {
          throw held(holder, name);
        }
      }
      case DeleteConflict.Deleted _, DeleteConflict.Moved _ -> throw OwnerErrors.changed();
    }
    long holder = locks.holder(name, snapshot.transactionId(), wanted);
    if (holder != 0) {
      throw held(holder, name);
    }
    Long deleting = proposed.isEmpty() ? null : proposed.get(name);
    if (deleting != null && deleting != snapshot.transactionId() && !isShared(deleting, wanted)) {
      throw held(deleting, name);
    }
    return name;
  }

  /** Whether a row that a transaction is replacing may be locked: its keys stay. */
  private boolean isShared(long holder, RowLock wanted) {
    return wanted == RowLock.KEY_SHARE
        && chunk.schema().identity() != null
        && replaceOnly.getOrDefault(holder, false);
  }

  private OrreryException held(long holder, long rowId) {
    return OwnerErrors.held(holder, chunk.info().chunkId(), rowId);
  }

  /** The deletion is on its way. */
  void proposedDelete(CompletableFuture<?> applied, long transactionId, long[] rowIds) {
    inFlight.addLast(new InFlight(applied, transactionId, rowIds));
  }

  /** Releases locks of a transaction that were taken from a sub-transaction on. */
  void release(long transactionId, int firstSub) {
    locks.release(transactionId, firstSub);
    keyLocks.release(transactionId, firstSub);
    if (firstSub == 0) {
      replaceOnly.remove(transactionId);
    }
  }
}
