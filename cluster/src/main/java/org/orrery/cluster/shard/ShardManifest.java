package org.orrery.cluster.shard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.SegmentFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;
import org.orrery.storage.manifest.ManifestEdit;

/** A shard's manifest and the files it names. Used by one thread at a time. */
public final class ShardManifest implements AutoCloseable {

  private final Manifest manifest;
  private final SegmentFiles segments;
  private final ReplicatedLog log;

  /**
   * A manifest that is written to as long as {@code log} is intact: a transaction whose last entry
   * the log refused has ended here, and may not have for the recovery.
   */
  public ShardManifest(Manifest manifest, SegmentFiles segments, ReplicatedLog log) {
    this.manifest = manifest;
    this.segments = segments;
    this.log = log;
  }

  /** The chunks, by id. */
  public Collection<ChunkState> chunks() {
    return manifest.chunks();
  }

  /** The files. */
  public SegmentFiles segments() {
    return segments;
  }

  /** Makes a chunk's state durable and removes the maps that it needs no more. */
  void put(ChunkState state) {
    ChunkState before = manifest.chunk(state.info().chunkId());
    log.requireIntact();
    manifest.append(List.of(new ManifestEdit.PutChunk(state)));
    if (before != null) {
      segments.removeMaps(before, state);
    }
  }

  /** Forgets chunks durably. */
  void drop(List<Chunk> chunks) {
    List<ManifestEdit> edits = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (manifest.chunk(chunk.info().chunkId()) != null) {
        edits.add(new ManifestEdit.DropChunk(chunk.info().chunkId()));
      }
    }
    if (!edits.isEmpty()) {
      log.requireIntact();
      manifest.append(edits);
    }
  }

  @Override
  public void close() {
    manifest.close();
  }
}
