package org.orrery.cluster.meta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.placement.Point;
import org.orrery.cluster.placement.ShardLoads;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.Slice;

/**
 * All that the meta group knows; a pure function of its log. One writer at a time; the places of
 * chunks may be looked up on any thread.
 */
final class MetaState {

  /** PostgreSQL's FirstNormalObjectId: smaller ones are built in. */
  private static final long FIRST_OID = 16384;

  final CatalogState catalog = new CatalogState();
  final Set<Long> storages = new HashSet<>();
  final Map<Long, CommitRecord> commits = new LinkedHashMap<>();
  final Map<Long, SequenceStore.State> sequences = new HashMap<>();
  long nextOid = FIRST_OID;
  long nextChunkId = 1;
  long timestamp;

  private final Map<Long, ChunkIndex> indexes = new ConcurrentHashMap<>();
  private final Map<Long, ChunkPlace> places = new ConcurrentHashMap<>();
  private final ShardLoads loads;

  MetaState(int shardCount) {
    this.loads = new ShardLoads(shardCount);
  }

  /** A storage's chunks; null when it never had any. Any thread. */
  @Nullable ChunkIndex index(long storageId) {
    return indexes.get(storageId);
  }

  /** Where a chunk is; null when there is no such chunk. Any thread. */
  @Nullable ChunkPlace place(long chunkId) {
    return places.get(chunkId);
  }

  /** All chunks by id. */
  List<ChunkPlace> places() {
    return List.copyOf(new TreeMap<>(places).values());
  }

  void add(ChunkPlace place) {
    long storageId = place.info().storageId();
    indexes.computeIfAbsent(storageId, _ -> new ChunkIndex()).add(place);
    places.put(place.info().chunkId(), place);
    loads.add(place.shard());
  }

  private void remove(ChunkPlace place) {
    places.remove(place.info().chunkId());
    loads.remove(place.shard());
    ChunkIndex index = indexes.get(place.info().storageId());
    if (index != null) {
      index.remove(place);
    }
  }

  MetaResult ensureChunk(MetaEntry.EnsureChunk entry) {
    ChunkIndex index = indexes.computeIfAbsent(entry.storageId(), _ -> new ChunkIndex());
    var point =
        new Point(
            entry.cells().stream().mapToLong(cell -> cell.slice().dimensionId()).toArray(),
            entry.cells().stream().mapToLong(MetaEntry.EnsureChunk.Cell::coordinate).toArray());
    ChunkPlace known = index.find(entry.time(), point);
    if (known != null) {
      return new MetaResult.Placed(known);
    }
    Slice range = entry.interval() == 0 ? Slice.all(0) : index.cut(entry.time(), entry.interval());
    List<Slice> wanted = entry.cells().stream().map(MetaEntry.EnsureChunk.Cell::slice).toList();
    List<Slice> slices = index.cut(entry.time(), point, wanted);
    var info =
        new ChunkInfo(
            nextChunkId++, entry.storageId(), range.start(), range.end(), entry.createdMicros());
    var place = new ChunkPlace(info, loads.leastLoaded(), slices);
    add(place);
    return new MetaResult.Placed(place);
  }

  /** Takes values of a sequence up to its end; behind the end a cycling one starts over. */
  MetaResult.Values takeValues(MetaEntry.TakeValues entry) {
    SequenceStore.Range range = entry.range();
    SequenceStore.State state =
        sequences.getOrDefault(entry.sequenceId(), new SequenceStore.State(range.start(), false));
    long first = state.lastValue();
    if (state.isCalled()) {
      if (isLast(range, first) && !range.isCycling()) {
        return new MetaResult.Values(first, 0);
      }
      boolean startsOver = isLast(range, first);
      first =
          !startsOver
              ? first + range.increment()
              : range.increment() > 0 ? range.min() : range.max();
    }
    long last = first;
    int count = 1;
    while (count < entry.count() && !isLast(range, last)) {
      last += range.increment();
      count++;
    }
    sequences.put(entry.sequenceId(), new SequenceStore.State(last, true));
    return new MetaResult.Values(first, count);
  }

  /** Whether the value behind {@code value} is out of range. */
  private static boolean isLast(SequenceStore.Range range, long value) {
    long next = value + range.increment();
    boolean isOverflow = ((value ^ next) & (range.increment() ^ next)) < 0;
    return isOverflow || (range.increment() > 0 ? next > range.max() : next < range.min());
  }

  /** Takes away what an edit drops; returns the chunks that go. */
  List<ChunkPlace> drop(CatalogEdit edit) {
    List<ChunkPlace> dropped = new ArrayList<>();
    for (long chunkId : edit.droppedChunks()) {
      ChunkPlace place = places.get(chunkId);
      if (place != null) {
        remove(place);
        dropped.add(place);
      }
    }
    for (long storageId : edit.droppedStorages()) {
      dropped.addAll(dropStorage(storageId));
    }
    return dropped;
  }

  List<ChunkPlace> dropStorage(long storageId) {
    storages.remove(storageId);
    sequences.remove(storageId);
    ChunkIndex index = indexes.remove(storageId);
    if (index == null) {
      return List.of();
    }
    List<ChunkPlace> dropped = new ArrayList<>();
    index.all().forEach(dropped::add);
    dropped.forEach(this::remove);
    return dropped;
  }
}
