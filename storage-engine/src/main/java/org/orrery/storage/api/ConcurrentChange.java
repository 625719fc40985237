package org.orrery.storage.api;

/**
 * The cause of a {@code 40001} that says: another transaction has changed a row since the
 * statement's snapshot. At {@link Transaction.Isolation#READ_COMMITTED} the statement can be run
 * again, see {@link Transaction#restart}.
 */
public final class ConcurrentChange extends RuntimeException {

  /** Without a stack trace, which the error has. */
  public ConcurrentChange() {
    super("changed by another transaction", null, false, false);
  }
}
