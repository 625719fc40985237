package org.orrery.cluster.owner;

import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.Snapshot;

/**
 * Rows of a chunk to lock for a transaction.
 *
 * @param sub the sub-transaction whose rollback releases them
 * @param snapshot what the statement sees
 * @param rowIds not to be modified
 * @param skipHeld whether rows that others hold are left out
 */
public record RowLockRequest(
    long transactionId, int sub, Snapshot snapshot, long[] rowIds, RowLock lock, boolean skipHeld) {

  /** The snapshot as the transaction has it once it has written. */
  Snapshot ownSnapshot() {
    return new Snapshot(snapshot.readTimestamp(), transactionId);
  }
}
