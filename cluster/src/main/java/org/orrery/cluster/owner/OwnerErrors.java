package org.orrery.cluster.owner;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Errors of owners and transactions. */
public final class OwnerErrors {

  private OwnerErrors() {}

  /** Another transaction holds or has changed what this one wants to change. */
  public static OrreryException concurrentUpdate() {
    return OrreryException.of(
        SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
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
