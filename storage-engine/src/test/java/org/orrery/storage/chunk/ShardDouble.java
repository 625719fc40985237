package org.orrery.storage.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.FileStore;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;
import org.orrery.storage.manifest.ManifestEdit;
import org.orrery.storage.mvcc.GcHorizon;

/** What a shard does with one chunk: a log in memory, files, sealing, recovery. */
final class ShardDouble {

  static final Path SEGMENTS = Path.of("segments");
  static final Path MANIFEST = Path.of("manifest");

  /** The log; survives crashes. */
  final NavigableMap<Long, Consumer<Chunk>> log;

  final GcHorizon horizon = new GcHorizon();
  final SegmentFiles files;
  final Sealer sealer;
  final Manifest manifest;
  final Chunk chunk;
  long index;

  /** Starts over from what is in {@code store}, replaying {@code log}. */
  ShardDouble(FileStore store, NavigableMap<Long, Consumer<Chunk>> log) {
    this.log = log;
    files = new SegmentFiles(store, SEGMENTS);
    sealer = new Sealer(files, horizon);
    createDirectories(store);
    manifest = Manifest.open(store, MANIFEST.resolve("shard"));
    OrphanSweeper.sweep(store, SEGMENTS, manifest.chunks());
    List<ChunkState> known = new ArrayList<>(manifest.chunks());
    chunk =
        known.isEmpty()
            ? new Chunk(Tables.INFO, Tables.CPU, horizon, 1)
            : Chunk.recover(known.getFirst(), horizon, files);
    log.tailMap(chunk.minReplayIndex(), true)
        .forEach(
            (at, entry) -> {
              entry.accept(chunk);
              index = at;
            });
    index = Math.max(index, log.isEmpty() ? 0 : log.lastKey());
    chunk.finishReplay();
  }

  private static void createDirectories(FileStore store) {
    try {
      store.createDirectories(SEGMENTS);
      store.createDirectories(MANIFEST);
    } catch (IOException e) {
      throw AtomicFiles.error("create", e);
    }
  }

  /** Logs an entry and applies it. */
  long apply(Entry entry) {
    long at = ++index;
    log.put(at, target -> entry.apply(target, at));
    entry.apply(chunk, at);
    return at;
  }

  /** A log entry. */
  interface Entry {
    void apply(Chunk chunk, long index);
  }

  void seal(long now) {
    FrozenHot frozen = chunk.rotate(index);
    if (frozen != null) {
      publish(sealer.seal(frozen), now);
    }
  }

  void publish(SealedHot sealed, long now) {
    put(chunk.prepareSeal(sealed, index));
    chunk.publishSegment(sealed, () -> now);
  }

  /** Takes rows of open transactions out and seals those that wait longest; null for none. */
  @Nullable SealedStaged sealStaged(ToSeal wanted) {
    chunk.freezeStaged(index, wanted);
    FrozenStaged frozen = chunk.nextStaged();
    return frozen == null ? null : sealer.sealStaged(frozen);
  }

  /** False when the transaction has ended. */
  boolean publish(SealedStaged sealed) {
    ChunkState state = chunk.prepareStaged(sealed, index);
    if (state == null) {
      sealed.rows().discard();
      return false;
    }
    put(state);
    chunk.publishStaged(sealed, state);
    return true;
  }

  /** Merges what is worth it; false when nothing is. */
  boolean compact(CompactionLimits limits, long now) {
    MergeInput input = chunk.planMerge(limits, true);
    if (input == null) {
      return false;
    }
    publish(merge(input), now);
    return true;
  }

  /** Merges all there is; false when there is nothing to do. */
  boolean compactFully(CompactionLimits limits, long now) {
    boolean isAny = false;
    MergeInput input = chunk.planFullMerge(limits);
    while (input != null) {
      publish(merge(input), now);
      isAny = true;
      input = chunk.planFullMerge(limits);
    }
    return isAny;
  }

  MergedSegments merge(MergeInput input) {
    MergedSegments merged = new Compactor(files).merge(input, () -> false);
    if (merged == null) {
      throw new IllegalStateException("stopped");
    }
    return merged;
  }

  void publish(MergedSegments merged, long now) {
    ChunkState state = chunk.prepareMerge(merged, index);
    put(state);
    chunk.publishMerge(merged, state, () -> now);
    merged.discardSources();
  }

  void checkpoint() {
    ChunkState state = chunk.checkpoint(index);
    List<SealedRows> dropped = chunk.dropped();
    put(state);
    chunk.checkpointed(state);
    chunk.removeDropped(dropped);
  }

  private void put(ChunkState state) {
    ChunkState before = manifest.chunk(state.info().chunkId());
    manifest.append(List.of(new ManifestEdit.PutChunk(state)));
    if (before != null) {
      files.removeMaps(before, state);
    }
  }

  /** Forgets what no restart needs. */
  void purgeLog() {
    log.headMap(chunk.minReplayIndex()).clear();
  }
}
