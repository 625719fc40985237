package org.orrery.storage.chunk;

import java.util.List;
import org.orrery.storage.api.TableSchema;

/**
 * Segments of one chunk that are to become one.
 *
 * @param chunkId their chunk
 * @param container number of the segment they become; {@link #scratchCount} numbers behind it are
 *     free for files that are gone when the merge is done
 * @param schema the table when they were chosen
 * @param sources the segments, whose rows all snapshots see
 * @param names former names of rows that may still be in use, oldest first
 * @param horizon rows deleted at or before this are left out
 */
public record MergeInput(
    long chunkId,
    int container,
    TableSchema schema,
    List<SegmentView> sources,
    List<Translation> names,
    long horizon) {

  public MergeInput {
    sources = List.copyOf(sources);
    names = List.copyOf(names);
  }

  /** How many sorted pieces the sources that are not in the schema's order become first. */
  static int scratchCount(List<SegmentView> sources, TableSchema schema) {
    int count = 0;
    for (SegmentView each : sources) {
      count += SegmentFiles.isInOrder(each, schema) ? 0 : SortedPieces.count(each);
    }
    return count;
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
