package org.orrery.storage.manifest;

/**
 * A segment as the manifest names it.
 *
 * @param container its number in the chunk, never reused
 * @param fileName name in the chunk's directory
 * @param rowCount its rows
 * @param bytes length of the file
 * @param crc CRC-32C of the file
 * @param level 0 for a sealed hot table, 1 for merged segments
 * @param maxCsn highest csn of its rows; snapshots before it need {@link RowVersions}
 */
public record SegmentFile(
    int container, String fileName, int rowCount, long bytes, int crc, int level, long maxCsn) {

  /** The file whose rows were committed later than it says itself. */
  public SegmentFile committed(long csn) {
    return new SegmentFile(container, fileName, rowCount, bytes, crc, level, csn);
  }
}
