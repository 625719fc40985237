package org.orrery.sql.session;

/** What a client is told of the transaction when the server is ready for its next request. */
public enum TransactionStatus {
  IDLE,
  IN_TRANSACTION,
  FAILED
}
