package org.orrery.storage.manifest;

/** A change of a {@link Manifest}. */
public sealed interface ManifestEdit {

  /** The chunk it is about. */
  long chunkId();

  /** A chunk is new or has another state. */
  record PutChunk(ChunkState state) implements ManifestEdit {
    @Override
    public long chunkId() {
      return state.info().chunkId();
    }
  }

  /** A chunk is gone. */
  record DropChunk(long chunkId) implements ManifestEdit {}
}
