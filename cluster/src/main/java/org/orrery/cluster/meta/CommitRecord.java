package org.orrery.cluster.meta;

import java.util.List;

/**
 * The decision that a transaction committed, kept until all its participants know.
 *
 * @param timestamp its commit timestamp
 * @param participants shards that may still hold its intents
 */
public record CommitRecord(long timestamp, List<Integer> participants) {
  public CommitRecord {
    participants = List.copyOf(participants);
  }
}
