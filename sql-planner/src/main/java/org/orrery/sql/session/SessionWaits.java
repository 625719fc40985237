package org.orrery.sql.session;

import org.orrery.base.setting.SessionSettings;
import org.orrery.storage.api.LockWaits;

/** How a session waits for locks: as its settings say, until its statement is cancelled. */
record SessionWaits(int processId, SessionSettings settings, Cancellation cancellation)
    implements LockWaits {

  private static final long NANOS_PER_MILLI = 1_000_000;

  @Override
  public long lockTimeoutNanos() {
    return settings.number("lock_timeout") * NANOS_PER_MILLI;
  }

  @Override
  public long deadlockTimeoutNanos() {
    return settings.number("deadlock_timeout") * NANOS_PER_MILLI;
  }

  @Override
  public long nanosLeft() {
    return cancellation.nanosLeft();
  }

  @Override
  public void checkCancelled() {
    cancellation.check();
  }
}
