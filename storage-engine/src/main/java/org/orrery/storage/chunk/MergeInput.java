package org.orrery.storage.chunk;

import java.util.List;
import org.orrery.storage.api.TableSchema;

/**
 * Segments of one chunk that are to become one.
 *
 * @param chunkId their chunk
 * @param container number of the segment they become
 * @param schema the table when they were chosen; all are in its order
 * @param sources the segments, whose rows all snapshots see
 * @param horizon rows deleted at or before this are left out
 */
public record MergeInput(
    long chunkId, int container, TableSchema schema, List<SegmentView> sources, long horizon) {

  public MergeInput {
    sources = List.copyOf(sources);
  }

  /** Which source a container is, -1 for none. */
  int indexOf(int number) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).file().container() == number) {
        return i;
      }
    }
    return -1;
  }
}
