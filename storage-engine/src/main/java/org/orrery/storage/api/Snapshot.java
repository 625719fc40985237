package org.orrery.storage.api;

/**
 * What a statement sees: everything committed at or before {@code readTimestamp}, and the
 * transaction's own writes that are not rolled back.
 *
 * @param readTimestamp oracle timestamp
 * @param transactionId the reader's own transaction, 0 when it has written nothing
 */
public record Snapshot(long readTimestamp, long transactionId) {}
