package org.orrery.storage.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds chunks by their ids. Costs the same however many there are. Thread-safe. */
public interface ChunkLookup {

  /** A chunk, whoever may see its rows; null when there is none of that id now. */
  @Nullable ChunkInfo chunk(long chunkId);

  /**
   * The slices of a chunk in the dimensions beside time. It has all of a dimension that is missing:
   * those younger than the chunk.
   */
  List<Slice> slices(long chunkId);
}
