package org.orrery.storage.chunk;

/**
 * When segments are merged, and how many.
 *
 * @param segmentsMin segments of like size of a chunk that is written to; two of a quiet one
 * @param segmentsMax segments merged at once
 * @param rowsMax rows of a merged segment
 * @param quietNanos a chunk that was not written to for so long is quiet
 */
public record CompactionLimits(int segmentsMin, int segmentsMax, int rowsMax, long quietNanos) {

  /** What a node uses: from 8 segments on, up to 16, 8 M rows, a minute. */
  public static final CompactionLimits DEFAULT =
      new CompactionLimits(8, 16, 8_000_000, 60_000_000_000L);

  /** The same with {@code rows} of a merged segment. */
  public CompactionLimits withRowsMax(int rows) {
    return new CompactionLimits(segmentsMin, segmentsMax, rows, quietNanos);
  }
}
