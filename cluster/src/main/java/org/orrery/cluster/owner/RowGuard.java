package org.orrery.cluster.owner;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.orrery.base.error.OrreryException;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.DeleteConflict;

/**
 * Decides which rows of one chunk a transaction may delete or lock, for the chunk's owner alone.
 */
final class RowGuard {

  /** Instead of a row's name. */
  private static final long GONE = -1;

  private record InFlight(CompletableFuture<?> applied, long transactionId, long[] rowIds) {}

  private final Chunk chunk;
  private final RowLocks locks;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();

  RowGuard(Chunk chunk) {
    this.chunk = chunk;
    this.locks = new RowLocks(chunk);
  }

  /**
   * The present names of those rows that the transaction has not deleted itself. When one is held
   * by another transaction, those before it are locked, so that they stay as they are meanwhile.
   *
   * @throws OrreryException {@code 40001} caused by {@link HeldByOther} or {@link
   *     org.orrery.storage.api.ConcurrentChange}
   */
  long[] checkDelete(Snapshot snapshot, int sub, long[] rowIds) {
    Map<Long, Long> proposed = proposed();
    long[] allowed = new long[rowIds.length];
    int count = 0;
    for (long rowId : rowIds) {
      try {
        long name = free(rowId, snapshot, RowLock.UPDATE, proposed);
        if (name != GONE) {
          allowed[count++] = name;
        }
      } catch (OrreryException e) {
        for (int i = 0; i < count; i++) {
          locks.take(allowed[i], snapshot.transactionId(), sub, RowLock.UPDATE);
        }
        throw e;
      }
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
          locks.take(name, request.transactionId(), request.sub(), request.lock());
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

  /**
   * Locks rows just found among those that are there now.
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
        locks.take(free(name, newest, lock, proposed), transactionId, sub, lock);
      }
    }
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
      case DeleteConflict.Held(long holder) -> throw held(holder, name);
      case DeleteConflict.Deleted _, DeleteConflict.Moved _ -> throw OwnerErrors.changed();
    }
    long holder = locks.holder(name, snapshot.transactionId(), wanted);
    if (holder != 0) {
      throw held(holder, name);
    }
    Long deleting = proposed.isEmpty() ? null : proposed.get(name);
    if (deleting != null && deleting != snapshot.transactionId()) {
      throw held(deleting, name);
    }
    return name;
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
  }
}
