package org.orrery.storage.chunk;

import org.orrery.storage.mvcc.StagedRows;

/**
 * Rows that an open transaction staged and that wait to be sealed.
 *
 * @param chunkId their chunk
 * @param container number of the segment they become
 * @param transactionId whose they are
 * @param part the rows
 */
public record FrozenStaged(long chunkId, int container, long transactionId, StagedRows.Part part) {}
