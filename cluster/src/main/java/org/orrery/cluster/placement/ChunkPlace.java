package org.orrery.cluster.placement;

import java.util.List;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

/**
 * A chunk and the shard that owns it.
 *
 * @param info identity and range
 * @param shard the shard's group, from 1
 * @param slices its slices of the dimensions beside time; it has all of one that is missing
 */
public record ChunkPlace(ChunkInfo info, int shard, List<Slice> slices) {

  public ChunkPlace {
    slices = List.copyOf(slices);
  }

  /** A chunk of a table without dimensions beside time. */
  public ChunkPlace(ChunkInfo info, int shard) {
    this(info, shard, List.of());
  }

  /** Whether rows with this value of the time column go here, if no other dimension forbids it. */
  public boolean contains(long time) {
    return time >= info.rangeStart()
        && (time < info.rangeEnd() || info.rangeEnd() == Long.MAX_VALUE);
  }

  /** Whether a row at a point goes here, if its time allows it. */
  public boolean contains(Point point) {
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      for (int j = 0; j < point.size(); j++) {
        if (point.dimensionIds()[j] == slice.dimensionId()
            && !slice.contains(point.coordinates()[j])) {
          return false;
        }
      }
    }
    return true;
  }

  /** The slice of a dimension beside time. */
  public Slice slice(long dimensionId) {
    for (Slice slice : slices) {
      if (slice.dimensionId() == dimensionId) {
        return slice;
      }
    }
    return Slice.all(dimensionId);
  }
}
