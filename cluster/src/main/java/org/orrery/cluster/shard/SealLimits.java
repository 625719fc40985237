package org.orrery.cluster.shard;

/**
 * When hot rows are sealed.
 *
 * @param hotRowsMax rows of a chunk's hot table
 * @param hotBytesMax bytes of a chunk's hot table
 * @param hotNanosMax age of a chunk's hot table
 */
public record SealLimits(int hotRowsMax, long hotBytesMax, long hotNanosMax) {

  /** What a node uses: 1 M rows, 64 MiB, 10 minutes. */
  public static final SealLimits DEFAULT = new SealLimits(1_000_000, 64L << 20, 600_000_000_000L);

  /** The same with {@code bytes} of a chunk's hot table. */
  public SealLimits withHotBytesMax(long bytes) {
    return new SealLimits(hotRowsMax, bytes, hotNanosMax);
  }
}
