package org.orrery.storage.chunk;

import org.orrery.storage.api.TableSchema;

/**
 * A hot table that takes no more rows and waits to be sealed.
 *
 * @param chunkId its chunk
 * @param container number of the segment it becomes
 * @param table its rows; deletes may go on
 * @param schema the table when it was frozen
 * @param index log index of the last entry with rows in it
 * @param replayFrom first log index that replay needs once it is sealed
 */
public record FrozenHot(
    long chunkId, int container, HotView table, TableSchema schema, long index, long replayFrom) {}
