package org.orrery.cluster.owner;

/**
 * The cause of a {@code 40001} that says: another open transaction holds a row or key. Whoever
 * asked waits for that transaction and asks again.
 */
public final class HeldByOther extends RuntimeException {

  /** Instead of a row's name: what is held is a key. */
  public static final long NO_ROW = -1;

  private final long transactionId;
  private final long chunkId;
  private final long rowId;

  HeldByOther(long transactionId, long chunkId, long rowId) {
    super("held by another transaction", null, false, false);
    this.transactionId = transactionId;
    this.chunkId = chunkId;
    this.rowId = rowId;
  }

  /** Who holds it. */
  public long transactionId() {
    return transactionId;
  }

  /** The row's chunk. */
  public long chunkId() {
    return chunkId;
  }

  /** The row, or {@link #NO_ROW}. */
  public long rowId() {
    return rowId;
  }
}
