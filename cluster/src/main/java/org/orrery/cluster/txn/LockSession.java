package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.LockWaits;
import org.orrery.storage.api.SessionLocks;

/** One session's locks. What it holds is known here without asking the table. */
@SuppressWarnings("EnumOrdinal") // counts by mode in arrays, in memory only
final class LockSession implements SessionLocks {

  /** How a thing is held: modes of the transaction as bits, counts of the session's. */
  private static final class Hold {
    private int transactionModes;
    private final int[] sessionCounts = new int[LockMode.values().length];

    int sessionModes() {
      int modes = 0;
      for (int i = 0; i < sessionCounts.length; i++) {
        modes |= sessionCounts[i] > 0 ? 1 << i : 0;
      }
      return modes;
    }
  }

  /** A lock taken for the transaction. */
  private record Taken(LockTag tag, LockMode mode) {}

  private final LockTable table;
  private final LockWaits waits;
  private final Map<LockTag, Hold> holds = new HashMap<>();
  private final List<Taken> taken = new ArrayList<>();
  private LockTag.@Nullable Transaction transaction;

  LockSession(LockTable table, LockWaits waits) {
    this.table = table;
    this.waits = waits;
  }

  LockWaits waits() {
    return waits;
  }

  @Override
  public boolean acquire(LockTag tag, LockMode mode, Scope scope, boolean wait) {
    Hold hold = holds.get(tag);
    boolean isOfTransaction = hold != null && (hold.transactionModes & mode.bit()) != 0;
    if (scope == Scope.TRANSACTION && isOfTransaction) {
      return true;
    }
    boolean isHeld = isOfTransaction || (hold != null && hold.sessionCounts[mode.ordinal()] > 0);
    if (!isHeld && !table.acquire(this, tag, mode, wait)) {
      return false;
    }
    if (hold == null) {
      hold = new Hold();
      holds.put(tag, hold);
    }
    if (scope == Scope.TRANSACTION) {
      hold.transactionModes |= mode.bit();
      taken.add(new Taken(tag, mode));
    } else {
      hold.sessionCounts[mode.ordinal()]++;
    }
    return true;
  }

  @Override
  public boolean release(LockTag tag, LockMode mode) {
    Hold hold = holds.get(tag);
    if (hold == null || hold.sessionCounts[mode.ordinal()] == 0) {
      return false;
    }
    hold.sessionCounts[mode.ordinal()]--;
    releaseUnused(tag, hold, mode.bit());
    return true;
  }

  @Override
  public void releaseSession() {
    for (LockTag tag : List.copyOf(holds.keySet())) {
      Hold hold = holds.get(tag);
      if (hold != null) {
        int modes = hold.sessionModes();
        Arrays.fill(hold.sessionCounts, 0);
        releaseUnused(tag, hold, modes);
      }
    }
  }

  /** Releases those of {@code modes} that neither the transaction nor the session holds. */
  private void releaseUnused(LockTag tag, Hold hold, int modes) {
    int used = hold.transactionModes | hold.sessionModes();
    if ((modes & ~used) != 0) {
      table.release(this, tag, modes & ~used);
    }
    if (used == 0) {
      holds.remove(tag);
    }
  }

  @Override
  public void begin(long transactionId) {
    var own = new LockTag.Transaction(transactionId);
    transaction = own;
    boolean isFree = table.acquire(this, own, LockMode.EXCLUSIVE, false);
    Invariant.check(isFree, "number of a transaction");
  }

  @Override
  public void awaitTransaction(long transactionId) {
    table.await(this, new LockTag.Transaction(transactionId), LockMode.SHARE);
  }

  @Override
  public void undone() {
    LockTag.Transaction own = transaction;
    if (own != null) {
      table.pass(own);
    }
  }

  @Override
  public int mark() {
    return taken.size();
  }

  @Override
  public void releaseTo(int mark) {
    Invariant.check(mark <= taken.size(), "mark of locks");
    while (taken.size() > mark) {
      Taken last = taken.removeLast();
      Hold hold = holds.get(last.tag);
      if (hold != null) {
        hold.transactionModes &= ~last.mode.bit();
        releaseUnused(last.tag, hold, last.mode.bit());
      }
    }
  }

  @Override
  public void releaseTransaction() {
    releaseTo(0);
    LockTag.Transaction own = transaction;
    if (own != null) {
      transaction = null;
      table.release(this, own, LockMode.EXCLUSIVE.bit());
    }
  }

  @Override
  public void wake() {
    table.wake(this);
  }

  @Override
  public void close() {
    releaseTransaction();
    releaseSession();
  }
}
