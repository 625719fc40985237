package org.orrery.cluster.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.ChunkInfo;

/**
 * The chunks of one storage by range; ranges never overlap. One writer, any readers. Finding costs
 * logarithms, listing grows with the answer.
 */
public final class IntervalIndex {

  /** A range of the time column; see {@link ChunkInfo} for its bounds. */
  public record Range(long start, long end) {}

  private final ConcurrentSkipListMap<Long, ChunkPlace> byStart = new ConcurrentSkipListMap<>();

  /** Entries of {@link #byStart}, which cannot tell without counting them. */
  private final AtomicInteger count = new AtomicInteger();

  /** The chunk that holds {@code time}; null when there is none. */
  public @Nullable ChunkPlace find(long time) {
    Map.Entry<Long, ChunkPlace> entry = byStart.floorEntry(time);
    return entry != null && entry.getValue().contains(time) ? entry.getValue() : null;
  }

  /** The chunks that may hold times of {@code [low, high]}, by range. */
  public List<ChunkPlace> overlapping(long low, long high) {
    var found = new ArrayList<ChunkPlace>();
    if (low > high) {
      return found;
    }
    Long first = byStart.floorKey(low);
    for (ChunkPlace place :
        byStart.subMap(first == null ? low : first, true, high, true).values()) {
      if (place.info().rangeEnd() > low || place.contains(low)) {
        found.add(place);
      }
    }
    return found;
  }

  /**
   * The range of a new chunk for {@code time}: the whole multiple of {@code interval} around it,
   * cut to fit between its neighbours, which may be of another interval. There must be no chunk
   * that holds {@code time}.
   */
  public Range cut(long time, long interval) {
    long multiple = Math.floorDiv(time, interval);
    // Saturates: the slices at both ends of the line are open.
    boolean isFirst = multiple < Math.floorDiv(Long.MIN_VALUE, interval) + 1;
    long start = isFirst ? Long.MIN_VALUE : multiple * interval;
    boolean isLast = multiple >= Math.floorDiv(Long.MAX_VALUE, interval);
    long end = isLast ? Long.MAX_VALUE : (multiple + 1) * interval;
    Map.Entry<Long, ChunkPlace> before = byStart.floorEntry(time);
    if (before != null) {
      start = Math.max(start, before.getValue().info().rangeEnd());
    }
    Long after = byStart.higherKey(time);
    if (after != null) {
      end = Math.min(end, after);
    }
    return new Range(start, end);
  }

  /** Adds a chunk whose range is free. */
  public void add(ChunkPlace place) {
    if (byStart.put(place.info().rangeStart(), place) == null) {
      count.incrementAndGet();
    }
  }

  /** Removes a chunk. */
  public void remove(ChunkPlace place) {
    if (byStart.remove(place.info().rangeStart(), place)) {
      count.decrementAndGet();
    }
  }

  /** All chunks, by range. */
  public Collection<ChunkPlace> all() {
    return byStart.values();
  }

  /** How many there are. */
  public int count() {
    return count.get();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return byStart.isEmpty();
  }
}
