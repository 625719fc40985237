package org.orrery.cluster.owner;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.storage.api.ConcurrentChange;
import org.orrery.storage.api.TableSchema;

/** Errors of owners and transactions. */
public final class OwnerErrors {

  private OwnerErrors() {}

  /** Another transaction holds or has changed what this one wants to change. */
  public static OrreryException concurrentUpdate() {
    return OrreryException.of(
        SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
  }

  /** Another transaction has committed a change of what this one wants to change. */
  static OrreryException changed() {
    return concurrentUpdate().causedBy(new ConcurrentChange());
  }

  /** Another open transaction holds a row. */
  static OrreryException held(long transactionId, long chunkId, long rowId) {
    return concurrentUpdate().causedBy(new HeldByOther(transactionId, chunkId, rowId));
  }

  /** Another open transaction holds a key. */
  static OrreryException keyHeld(long transactionId) {
    return held(transactionId, 0, HeldByOther.NO_ROW);
  }

  /** {@code 55P03}: another transaction holds a row. */
  public static OrreryException rowNotAvailable(TableSchema schema) {
    return OrreryException.of(
        SqlState.LOCK_NOT_AVAILABLE,
        "could not obtain lock on row in relation \"%s\"",
        relationName(schema));
  }

  /** The table's name without its schema. */
  public static String relationName(TableSchema schema) {
    String name = schema.qualifiedName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Nobody knows whether a decision is in the log: only the next start will. */
  public static OrreryException outcomeUnknown(OrreryException cause) {
    return OrreryException.of(
            SqlState.TRANSACTION_RESOLUTION_UNKNOWN, "the outcome of the transaction is unknown")
        .withHint("The node recovers from its log; look at the data then.")
        .causedBy(cause);
  }

  /** What a client is told when a decision that was accepted by the log has failed. */
  public static OrreryException ofDecision(OrreryException error) {
    boolean isUnknown =
        error.state() == SqlState.IO_ERROR || error.state() == SqlState.INTERNAL_ERROR;
    return isUnknown ? outcomeUnknown(error) : error;
  }
}
