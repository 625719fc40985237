package org.orrery.cluster.txn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.seam.Clock;
import org.orrery.cluster.meta.MetaShard;
import org.orrery.cluster.owner.ShardOwners;
import org.orrery.cluster.shard.HotMemory;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.storage.resource.DiskWatch;

/**
 * What transactions need of the node.
 *
 * @param shards the data shards' owners, shard 1 first
 * @param writers encoders
 * @param locks who waits for whom
 * @param hotMemory holds writers up while too much is hot
 * @param writeMemory what transactions hold before it is hot
 * @param disk refuses writes when the volume is full; null for no such check
 */
public record ClusterContext(
    MetaShard meta,
    List<ShardOwners> shards,
    TimestampOracle oracle,
    Clock clock,
    WriterPool writers,
    LockTable locks,
    HotMemory hotMemory,
    WriteMemory writeMemory,
    @Nullable DiskWatch disk) {

  public ClusterContext {
    shards = List.copyOf(shards);
  }

  /** The owners of a shard, by its number. */
  public ShardOwners shard(int number) {
    Invariant.check(number >= 1 && number <= shards.size(), "number of a shard");
    return shards.get(number - 1);
  }

  /** Throws {@code 53100} when nothing may be written. */
  void requireRoom() {
    DiskWatch watch = disk;
    if (watch != null) {
      watch.requireRoom();
    }
  }
}
