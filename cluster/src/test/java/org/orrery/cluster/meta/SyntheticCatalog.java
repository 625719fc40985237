package org.orrery.cluster.meta;

import java.nio.file.Path;
import java.util.List;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.placement.ChunkPlace;

/** Writes the snapshot of a meta group that placed chunks nobody ever wrote to. */
public final class SyntheticCatalog {

  private SyntheticCatalog() {}

  /** Writes it to {@code directory}. */
  public static void write(
      FileStore files, Path directory, long storageId, List<ChunkPlace> places, int shards) {
    var state = new MetaState(shards);
    state.storages.add(storageId);
    state.nextChunkId = places.size() + 1L;
    state.timestamp = 100;
    places.forEach(state::add);
    MetaSnapshot.write(files, directory.resolve("meta.snapshot"), MetaSnapshot.encode(state, 0));
  }
}
