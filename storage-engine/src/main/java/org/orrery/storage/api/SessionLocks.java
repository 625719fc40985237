package org.orrery.storage.api;

/**
 * The locks of one session. Waiting throws {@code 40P01} for a deadlock, {@code 55P03} at the lock
 * timeout and {@code 57014} when cancelled. Thread: the session's, except {@link #wake}.
 */
public interface SessionLocks extends AutoCloseable {

  /** How long a lock is kept. */
  enum Scope {
    /** To the transaction's end, or until it is rolled back to before. */
    TRANSACTION,
    /** Until it is released as often as it was taken, or the session ends. */
    SESSION
  }

  /**
   * Takes a lock.
   *
   * @param wait whether to wait for those who hold it
   * @return false when it is held and {@code wait} is false
   */
  boolean acquire(LockTag tag, LockMode mode, Scope scope, boolean wait);

  /** Releases a lock of {@link Scope#SESSION} once; false when it is not held. */
  boolean release(LockTag tag, LockMode mode);

  /** Releases all locks of {@link Scope#SESSION}. */
  void releaseSession();

  /** The session's transaction has a number now, for which others can wait until it ends. */
  void begin(long transactionId);

  /** Waits until a transaction has ended or has undone some of what it did. */
  void awaitTransaction(long transactionId);

  /** Lets those who wait for the session's transaction look again. */
  void undone();

  /** A point for {@link #releaseTo}. */
  int mark();

  /** Releases what was taken for the transaction since {@link #mark}. */
  void releaseTo(int mark);

  /** Releases everything taken for the transaction. */
  void releaseTransaction();

  /** Makes a waiting session see that it was cancelled. Any thread. */
  void wake();

  /** Releases everything. Idempotent. */
  @Override
  void close();
}
