package org.orrery.cluster;

import org.orrery.cluster.log.LocalLogOptions;
import org.orrery.cluster.owner.KeyFormatter;
import org.orrery.cluster.shard.SealLimits;
import org.orrery.storage.chunk.CompactionLimits;

/**
 * Sizes of a node, and what others lend it.
 *
 * @param log the log's sizes
 * @param limits when hot rows are sealed
 * @param compaction when segments are merged
 * @param hotBytesMax heap for rows that wait to be sealed; beyond it writers wait
 * @param writeBytesMax heap for rows that transactions have encoded and that are not applied yet;
 *     beyond it they buffer nothing
 * @param maintenanceNanos how often a node looks for something to seal, merge or remove
 * @param volumeBytes size of the volume; 0 to never refuse writes before the disk does
 * @param keyFormatter shows keys in errors
 */
public record NodeOptions(
    LocalLogOptions log,
    SealLimits limits,
    CompactionLimits compaction,
    long hotBytesMax,
    long writeBytesMax,
    long maintenanceNanos,
    long volumeBytes,
    KeyFormatter keyFormatter) {

  /** Data shards of a node; part of the data directory's layout. */
  public static final int SHARDS = 4;

  /** What a node uses. */
  public static final NodeOptions DEFAULT =
      new NodeOptions(
          LocalLogOptions.DEFAULT,
          SealLimits.DEFAULT,
          CompactionLimits.DEFAULT,
          1L << 30,
          512L << 20,
          200_000_000L,
          0,
          KeyFormatter.NONE);

  /** The same with a formatter of keys. */
  public NodeOptions withKeyFormatter(KeyFormatter formatter) {
    return new NodeOptions(
        log,
        limits,
        compaction,
        hotBytesMax,
        writeBytesMax,
        maintenanceNanos,
        volumeBytes,
        formatter);
  }

  /**
   * The same for a heap of {@code bytes}: a quarter for rows that wait to be sealed, an eighth for
   * those under way, and what works on them no larger than a small heap can bear.
   */
  public NodeOptions withHeap(long bytes) {
    return new NodeOptions(
        log.withPendingBytesMax(Math.min(log.pendingBytesMax(), bytes / 16)),
        limits.withHotBytesMax(Math.min(limits.hotBytesMax(), bytes / 16)),
        compaction.withRowsMax((int) Math.min(compaction.rowsMax(), bytes / 64)),
        bytes / 4,
        bytes / 8,
        maintenanceNanos,
        volumeBytes,
        keyFormatter);
  }

  /** The same on a volume of {@code bytes}. */
  public NodeOptions withVolumeBytes(long bytes) {
    return new NodeOptions(
        log, limits, compaction, hotBytesMax, writeBytesMax, maintenanceNanos, bytes, keyFormatter);
  }
}
