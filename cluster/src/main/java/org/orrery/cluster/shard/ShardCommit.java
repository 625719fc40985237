package org.orrery.cluster.shard;

import java.util.List;

/**
 * A decision of this shard that participants may not know of yet.
 *
 * @param index where it is in the log
 * @param timestamp the commit timestamp
 * @param participants the other shards that may hold intents
 */
public record ShardCommit(long index, long timestamp, List<Integer> participants) {
  public ShardCommit {
    participants = List.copyOf(participants);
  }
}
