package org.orrery.cluster.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

/**
 * The chunks of one storage. Time is cut into ranges that never overlap; the chunks of a range
 * share it and differ in the slices of other dimensions, where there are any. One writer, any
 * readers. Finding a range costs logarithms, a chunk within it the chunks of the range; listing
 * grows with the answer.
 */
public final class ChunkIndex {

  /** Chunks of one range of time; see {@link ChunkInfo} for its bounds. */
  private record Column(Slice time, List<ChunkPlace> places) {

    @Nullable ChunkPlace find(Point point) {
      for (ChunkPlace place : places) {
        if (place.contains(point)) {
          return place;
        }
      }
      return null;
    }
  }

  private final ConcurrentSkipListMap<Long, Column> byStart = new ConcurrentSkipListMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /** The chunk of a table without dimensions beside time that holds {@code time}, or null. */
  public @Nullable ChunkPlace find(long time) {
    return find(time, Point.NONE);
  }

  /**
   * The chunk that holds a row; null when there is none.
   *
   * @param point where it is beside time
   */
  public @Nullable ChunkPlace find(long time, Point point) {
    Column column = column(time);
    return column == null ? null : column.find(point);
  }

  private @Nullable Column column(long time) {
    Map.Entry<Long, Column> entry = byStart.floorEntry(time);
    return entry != null && entry.getValue().time().contains(time) ? entry.getValue() : null;
  }

  /** The chunks that may hold times of {@code [low, high]}, by range. */
  public List<ChunkPlace> overlapping(long low, long high) {
    var found = new ArrayList<ChunkPlace>();
    if (low > high) {
      return found;
    }
    Long first = byStart.floorKey(low);
    for (Column column : byStart.subMap(first == null ? low : first, true, high, true).values()) {
      if (column.time().end() > low || column.time().contains(low)) {
        found.addAll(column.places());
      }
    }
    return found;
  }

  /**
   * The range of time of a new chunk for {@code time}: that of the chunks there, else the whole
   * multiple of {@code interval} around it, cut to fit between its neighbours, which may be of
   * another interval.
   */
  public Slice cut(long time, long interval) {
    Column there = column(time);
    if (there != null) {
      return there.time();
    }
    Slice whole = Slice.around(0, time, interval);
    long start = whole.start();
    long end = whole.end();
    Map.Entry<Long, Column> before = byStart.floorEntry(time);
    if (before != null) {
      start = Math.max(start, before.getValue().time().end());
    }
    Long after = byStart.higherKey(time);
    if (after != null) {
      end = Math.min(end, after);
    }
    return Slice.ofTime(start, end);
  }

  /**
   * The slices of a new chunk: those wanted, cut until they overlap with no chunk of their time.
   * There must be no chunk that holds the point.
   *
   * @param wanted a slice for each dimension of the point, around its coordinate
   */
  public List<Slice> cut(long time, Point point, List<Slice> wanted) {
    Column there = column(time);
    if (there == null) {
      return wanted;
    }
    var slices = new ArrayList<>(wanted);
    for (ChunkPlace place : there.places()) {
      if (slices.stream().allMatch(each -> each.overlaps(place.slice(each.dimensionId())))) {
        cut(slices, point, place);
      }
    }
    return slices;
  }

  /** Cuts the first slice in which the point lies beside the chunk. */
  private static void cut(List<Slice> slices, Point point, ChunkPlace place) {
    for (int i = 0; i < slices.size(); i++) {
      Slice own = slices.get(i);
      Slice other = place.slice(own.dimensionId());
      long coordinate = point.coordinates()[i];
      if (!other.contains(coordinate)) {
        long start = coordinate < other.start() ? own.start() : Math.max(own.start(), other.end());
        long end = coordinate < other.start() ? Math.min(own.end(), other.start()) : own.end();
        slices.set(i, new Slice(own.dimensionId(), start, end));
        return;
      }
    }
  }

  /** Adds a chunk whose place is free and whose range of time is that of {@link #cut}. */
  public void add(ChunkPlace place) {
    ChunkInfo info = place.info();
    Column there = byStart.get(info.rangeStart());
    List<ChunkPlace> places = there == null ? new ArrayList<>() : new ArrayList<>(there.places());
    places.add(place);
    byStart.put(
        info.rangeStart(),
        new Column(Slice.ofTime(info.rangeStart(), info.rangeEnd()), List.copyOf(places)));
    count.incrementAndGet();
  }

  /** Removes a chunk. */
  public void remove(ChunkPlace place) {
    long start = place.info().rangeStart();
    Column there = byStart.get(start);
    if (there == null || !there.places().contains(place)) {
      return;
    }
    List<ChunkPlace> rest = there.places().stream().filter(each -> !each.equals(place)).toList();
    if (rest.isEmpty()) {
      byStart.remove(start);
    } else {
      byStart.put(start, new Column(there.time(), rest));
    }
    count.decrementAndGet();
  }

  /** All chunks, by range. */
  public Iterable<ChunkPlace> all() {
    return () -> byStart.values().stream().flatMap(each -> each.places().stream()).iterator();
  }

  /** How many there are. */
  public int count() {
    return count.get();
  }
}
