package org.orrery.cluster.owner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.chunk.Chunk;

/**
 * Locks on rows of one chunk that are no intents: those of SELECT … FOR, and of a write that waits
 * for some of its rows. In memory only, for no transaction outlives its node. For the chunk's owner
 * alone.
 */
final class RowLocks {

  /** Locks on rows of a chunk. */
  static final int ROW_LOCKS_MAX = 4_000_000;

  /** How often the heap is looked at. */
  private static final int LOCKS_A_LOOK = 1024;

  /** What a lock costs, roughly. */
  private static final long LOCK_BYTES = 256;

  /** A transaction's lock of a row. */
  private record Grant(long transactionId, int sub, RowLock lock) {}

  private final Chunk chunk;
  private Map<Long, List<Grant>> byRow = new HashMap<>();
  private final Map<Long, Set<Long>> byTransaction = new HashMap<>();
  private Object naming;
  private int count;

  RowLocks(Chunk chunk) {
    this.chunk = chunk;
    this.naming = chunk.naming();
  }

  /** Follows rows that have other names now. */
  @SuppressWarnings("ReferenceEquality") // the same object stands for the same names
  private void follow() {
    Object now = chunk.naming();
    if (naming == now || count == 0) {
      naming = now;
      return;
    }
    naming = now;
    Map<Long, List<Grant>> renamed = new HashMap<>();
    byTransaction.clear();
    byRow.forEach(
        (row, grants) -> {
          long name = chunk.translate(row);
          if (name < 0) {
            // Deleted, and nobody can see it any more.
            count -= grants.size();
            return;
          }
          renamed.put(name, grants);
          grants.forEach(each -> rowsOf(each.transactionId).add(name));
        });
    byRow = renamed;
  }

  private Set<Long> rowsOf(long transactionId) {
    return byTransaction.computeIfAbsent(transactionId, _ -> new HashSet<>());
  }

  /** Another transaction whose lock of a row conflicts; 0 when there is none. */
  long holder(long rowId, long transactionId, RowLock wanted) {
    if (count == 0) {
      return 0;
    }
    follow();
    for (Grant each : byRow.getOrDefault(rowId, List.of())) {
      if (each.transactionId != transactionId && each.lock.conflictsWith(wanted)) {
        return each.transactionId;
      }
    }
    return 0;
  }

  /** Locks a row whose holders do not conflict. */
  void take(long rowId, long transactionId, int sub, RowLock lock) {
    follow();
    List<Grant> grants = byRow.computeIfAbsent(rowId, _ -> new ArrayList<>(1));
    for (Grant each : grants) {
      if (each.transactionId == transactionId && each.lock.compareTo(lock) >= 0) {
        return;
      }
    }
    if (count >= ROW_LOCKS_MAX) {
      throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of shared memory")
          .withHint("A chunk has at most " + ROW_LOCKS_MAX + " locks on rows.");
    }
    if (count % LOCKS_A_LOOK == 0) {
      HeapGuard.require(LOCKS_A_LOOK * LOCK_BYTES);
    }
    grants.add(new Grant(transactionId, sub, lock));
    rowsOf(transactionId).add(rowId);
    count++;
  }

  /** Releases what a transaction has locked under sub-transactions from {@code firstSub} on. */
  void release(long transactionId, int firstSub) {
    follow();
    Set<Long> rows = byTransaction.getOrDefault(transactionId, Set.of());
    for (Iterator<Long> each = rows.iterator(); each.hasNext(); ) {
      Long row = each.next();
      List<Grant> grants = byRow.getOrDefault(row, List.of());
      int before = grants.size();
      grants.removeIf(grant -> grant.transactionId == transactionId && grant.sub >= firstSub);
      count -= before - grants.size();
      if (grants.isEmpty()) {
        byRow.remove(row);
      }
      if (grants.stream().noneMatch(grant -> grant.transactionId == transactionId)) {
        each.remove();
      }
    }
    if (rows.isEmpty()) {
      byTransaction.remove(transactionId);
    }
  }
}
