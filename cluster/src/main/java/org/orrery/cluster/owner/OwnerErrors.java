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
}
