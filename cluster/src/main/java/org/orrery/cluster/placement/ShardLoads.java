package org.orrery.cluster.placement;

/**
 * How many chunks each shard has, and so where the next one goes: to the shard with the fewest, the
 * first of equals. Deterministic: it is part of the meta group's state. Not thread-safe.
 */
public final class ShardLoads {

  private final int[] chunkCounts;

  /** No chunks on shards 1 to {@code shardCount}. */
  public ShardLoads(int shardCount) {
    chunkCounts = new int[shardCount];
  }

  /** The shard for the next chunk. */
  public int leastLoaded() {
    int best = 0;
    for (int i = 1; i < chunkCounts.length; i++) {
      if (chunkCounts[i] < chunkCounts[best]) {
        best = i;
      }
    }
    return best + 1;
  }

  /** Counts a chunk that came to a shard. */
  public void add(int shard) {
    chunkCounts[shard - 1]++;
  }

  /** Counts a chunk that left a shard. */
  public void remove(int shard) {
    chunkCounts[shard - 1]--;
  }
}
