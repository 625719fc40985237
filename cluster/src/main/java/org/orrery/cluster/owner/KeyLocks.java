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

/**
 * FOR KEY SHARE on keys of one chunk: whatever row has the key stays or gives way to one that has
 * it too. So they outlive updates of other columns. Keys are known by their hashes: two that share
 * one wait for each other in vain, no more. In memory only; for the chunk's owner alone.
 */
final class KeyLocks {

  private record Key(int indexOid, long hash) {}

  private record Grant(long transactionId, int sub) {}

  private final Map<Key, List<Grant>> byKey = new HashMap<>();
  private final Map<Long, Set<Key>> byTransaction = new HashMap<>();
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** Locks a key. */
  void take(int indexOid, long hash, long transactionId, int sub) {
    var key = new Key(indexOid, hash);
    List<Grant> grants = byKey.computeIfAbsent(key, _ -> new ArrayList<>(1));
    if (grants.stream().anyMatch(each -> each.transactionId == transactionId)) {
      return;
    }
    if (count >= RowLocks.ROW_LOCKS_MAX) {
      throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of shared memory")
          .withHint("A chunk has at most " + RowLocks.ROW_LOCKS_MAX + " locks on rows.");
    }
    grants.add(new Grant(transactionId, sub));
    byTransaction.computeIfAbsent(transactionId, _ -> new HashSet<>()).add(key);
    count++;
  }

  /** Another transaction that has locked a key; 0 when there is none. */
  long holder(int indexOid, long hash, long transactionId) {
    for (Grant each : byKey.getOrDefault(new Key(indexOid, hash), List.of())) {
      if (each.transactionId != transactionId) {
        return each.transactionId;
      }
    }
    return 0;
  }

  /** Releases what a transaction has locked under sub-transactions from {@code firstSub} on. */
  void release(long transactionId, int firstSub) {
    Set<Key> keys = byTransaction.getOrDefault(transactionId, Set.of());
    for (Iterator<Key> each = keys.iterator(); each.hasNext(); ) {
      Key key = each.next();
      List<Grant> grants = byKey.getOrDefault(key, List.of());
      if (grants.removeIf(grant -> grant.transactionId == transactionId && grant.sub >= firstSub)) {
        each.remove();
        count--;
        if (grants.isEmpty()) {
          byKey.remove(key);
        }
      }
    }
    if (keys.isEmpty()) {
      byTransaction.remove(transactionId);
    }
  }
}
