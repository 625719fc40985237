package org.orrery.storage.api;

/**
 * A part of a scan that one task reads: one chunk as of the scan's snapshot.
 *
 * @param chunk the chunk
 * @param rowsEstimate rows in it, visible or not
 */
public record Split(ChunkInfo chunk, long rowsEstimate) {}
