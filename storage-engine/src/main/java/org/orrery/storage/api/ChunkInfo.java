package org.orrery.storage.api;

/**
 * A chunk that has (had) committed rows.
 *
 * @param chunkId its number for life; also the number in a TimescaleDB chunk's name
 * @param storageId the storage it is part of
 * @param rangeStart first value of the time column, inclusive; {@code Long.MIN_VALUE} if unbounded
 * @param rangeEnd end of the range, exclusive; {@code Long.MAX_VALUE} if unbounded
 * @param createdMicros wall time of its creation, µs since 1970
 */
public record ChunkInfo(
    long chunkId, long storageId, long rangeStart, long rangeEnd, long createdMicros) {}
