package org.orrery.cluster.placement;

import org.orrery.storage.api.ChunkInfo;

/**
 * A chunk and the shard that owns it.
 *
 * @param info identity and range
 * @param shard the shard's group, from 1
 */
public record ChunkPlace(ChunkInfo info, int shard) {

  /** Whether rows with this value of the time column go here. */
  public boolean contains(long time) {
    return time >= info.rangeStart()
        && (time < info.rangeEnd() || info.rangeEnd() == Long.MAX_VALUE);
  }
}
