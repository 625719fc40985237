package org.orrery.cluster;

import org.orrery.cluster.log.LocalLogOptions;
import org.orrery.cluster.owner.KeyFormatter;
import org.orrery.cluster.shard.SealLimits;

/**
 * Sizes of a node, and what others lend it.
 *
 * @param log the log's sizes
 * @param limits when hot rows are sealed
 * @param maintenanceNanos how often a node looks for something to seal or remove
 * @param volumeBytes size of the volume; 0 to never refuse writes before the disk does
 * @param keyFormatter shows keys in errors
 */
public record NodeOptions(
    LocalLogOptions log,
    SealLimits limits,
    long maintenanceNanos,
    long volumeBytes,
    KeyFormatter keyFormatter) {

  /** Data shards of a node; part of the data directory's layout. */
  public static final int SHARDS = 4;

  /** What a node uses. */
  public static final NodeOptions DEFAULT =
      new NodeOptions(
          LocalLogOptions.DEFAULT, SealLimits.DEFAULT, 200_000_000L, 0, KeyFormatter.NONE);

  /** The same with a formatter of keys. */
  public NodeOptions withKeyFormatter(KeyFormatter formatter) {
    return new NodeOptions(log, limits, maintenanceNanos, volumeBytes, formatter);
  }

  /** The same on a volume of {@code bytes}. */
  public NodeOptions withVolumeBytes(long bytes) {
    return new NodeOptions(log, limits, maintenanceNanos, bytes, keyFormatter);
  }
}
