package org.orrery.storage.manifest;

/**
 * A segment as the manifest names it.
 *
 * @param container its number in the chunk, never reused
 * @param fileName name in the chunk's directory
 * @param rowCount its rows
 * @param bytes length of the file
 * @param crc CRC-32C of the file
 * @param level 0 for a sealed hot table
 * @param maxCsn highest csn of its rows; snapshots before it need {@link RowVersions}
 * @param firstArrival arrival number of the first row of the hot table it was made from
 * @param arrivals rows of that hot table
 */
public record SegmentFile(
    int container,
    String fileName,
    int rowCount,
    long bytes,
    int crc,
    int level,
    long maxCsn,
    long firstArrival,
    int arrivals) {}
