package org.orrery.cluster.txn;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.owner.HeldByOther;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.SessionLocks.Scope;

/**
 * Asks owners, and waits for transactions that hold what is asked for. Those who wait for one row
 * queue for it, so that it goes to who came first. Thread: the session's.
 */
final class HolderWaits {

  private final SessionLocks locks;

  HolderWaits(SessionLocks locks) {
    this.locks = locks;
  }

  /** Asks until nobody is in the way. */
  <T> T await(Supplier<CompletableFuture<T>> question) {
    return await(question.get(), question);
  }

  /** Waits for an answer, and asks again while somebody is in the way. */
  <T> T await(CompletableFuture<T> first, Supplier<CompletableFuture<T>> question) {
    LockTag.@Nullable Row queued = null;
    try {
      CompletableFuture<T> answer = first;
      while (true) {
        try {
          return Proposals.await(answer);
        } catch (OrreryException e) {
          if (!(e.getCause() instanceof HeldByOther held)) {
            throw e;
          }
          queued = queue(queued, held);
          locks.awaitTransaction(held.transactionId());
        }
        answer = question.get();
      }
    } finally {
      leave(queued);
    }
  }

  private LockTag.@Nullable Row queue(LockTag.@Nullable Row before, HeldByOther held) {
    if (held.rowId() == HeldByOther.NO_ROW) {
      return before;
    }
    var row = new LockTag.Row(held.chunkId(), held.rowId());
    if (!row.equals(before)) {
      leave(before);
      locks.acquire(row, LockMode.EXCLUSIVE, Scope.SESSION, true);
    }
    return row;
  }

  private void leave(LockTag.@Nullable Row row) {
    if (row != null) {
      locks.release(row, LockMode.EXCLUSIVE);
    }
  }
}
