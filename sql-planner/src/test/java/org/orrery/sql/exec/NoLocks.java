package org.orrery.sql.exec;

import java.util.List;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockSpace;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.LockWaits;
import org.orrery.storage.api.SessionLocks;

/** Locks that nobody ever waits for: there is one session. */
public final class NoLocks implements LockSpace, SessionLocks {

  @Override
  public SessionLocks open(LockWaits waits) {
    return this;
  }

  @Override
  public List<LockInfo> list() {
    return List.of();
  }

  @Override
  public List<Integer> blockers(int processId) {
    return List.of();
  }

  @Override
  public boolean acquire(LockTag tag, LockMode mode, Scope scope, boolean wait) {
    return true;
  }

  @Override
  public boolean release(LockTag tag, LockMode mode) {
    return true;
  }

  @Override
  public void releaseSession() {}

  @Override
  public void begin(long transactionId) {}

  @Override
  public void awaitTransaction(long transactionId) {}

  @Override
  public void undone() {}

  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void releaseTo(int mark) {}

  @Override
  public void releaseTransaction() {}

  @Override
  public void wake() {}

  @Override
  public void close() {}
}
