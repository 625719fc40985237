package org.orrery.storage.api;

/** How a session waits for locks. Any thread. */
public interface LockWaits {

  /** Waits that only a deadlock ends. */
  LockWaits UNLIMITED =
      new LockWaits() {
        @Override
        public int processId() {
          return 0;
        }

        @Override
        public long lockTimeoutNanos() {
          return 0;
        }

        @Override
        public long deadlockTimeoutNanos() {
          return 1_000_000_000L;
        }

        @Override
        public long nanosLeft() {
          return Long.MAX_VALUE;
        }

        @Override
        public void checkCancelled() {}
      };

  /** The session's process id, for {@code pg_locks}. */
  int processId();

  /** Longest wait for one lock, in nanoseconds; 0 for no limit. */
  long lockTimeoutNanos();

  /** After how long a wait is looked at for a deadlock, in nanoseconds. */
  long deadlockTimeoutNanos();

  /**
   * Nanoseconds until {@link #checkCancelled} may throw by itself; {@code Long.MAX_VALUE} for no
   * time limit.
   */
  long nanosLeft();

  /** Throws {@code 57014} when the running statement was cancelled or timed out. */
  void checkCancelled();
}
