package org.orrery.cluster.meta;

import java.util.List;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.storage.api.CatalogObject;

/** What applying a {@link MetaEntry} came to. */
public sealed interface MetaResult {

  /** The first of the OIDs taken. */
  record Oids(long first) implements MetaResult {}

  /** Values of a sequence from {@code first} on by its increment; none when it is at its end. */
  record Values(long first, int count) implements MetaResult {}

  /** The chunk, new or not. */
  record Placed(ChunkPlace place) implements MetaResult {}

  /** Done; these chunks are not part of any storage any more. */
  record Done(List<ChunkPlace> droppedChunks) implements MetaResult {
    public Done {
      droppedChunks = List.copyOf(droppedChunks);
    }
  }

  /** Not committed: another transaction has changed the object. */
  record Changed(CatalogObject.Key key) implements MetaResult {}

  /** Not committed: another object has the name. */
  record NameTaken(CatalogObject.Key key, String name) implements MetaResult {}
}
