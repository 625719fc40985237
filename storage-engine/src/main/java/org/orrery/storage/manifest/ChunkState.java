package org.orrery.storage.manifest;

import java.util.List;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;

/**
 * The durable part of a chunk.
 *
 * @param info identity and range
 * @param schema its table when the state was taken
 * @param segments sealed files, oldest first
 * @param stagedDeletes deletions of sealed rows staged by transactions open at {@code deletesIndex}
 * @param coveredIndex rows committed up to this log index are in the segments
 * @param deletesIndex deletions of sealed rows up to this log index are in the delete sets; not
 *     before {@code coveredIndex}
 * @param replayFrom the first log index that replay needs for this chunk
 * @param sealedArrivals how many rows' names were sealed: arrival numbers below it are in segments
 * @param nextContainer number of the next segment
 * @param firstCsn lowest csn of a row ever committed; {@code Long.MAX_VALUE} when there is none
 */
public record ChunkState(
    ChunkInfo info,
    TableSchema schema,
    List<Segment> segments,
    List<OpenDeletes> stagedDeletes,
    long coveredIndex,
    long deletesIndex,
    long replayFrom,
    long sealedArrivals,
    int nextContainer,
    long firstCsn) {

  public ChunkState {
    segments = List.copyOf(segments);
    stagedDeletes = List.copyOf(stagedDeletes);
  }

  ChunkState withSchema(TableSchema other) {
    return new ChunkState(
        info,
        other,
        segments,
        stagedDeletes,
        coveredIndex,
        deletesIndex,
        replayFrom,
        sealedArrivals,
        nextContainer,
        firstCsn);
  }

  /**
   * A segment.
   *
   * @param hasMap whether the file with its rows' former names is still needed
   */
  public record Segment(SegmentFile file, DeleteSet deletes, boolean hasMap) {}

  /**
   * What an open transaction deletes of sealed rows.
   *
   * @param firstIndex log index of its first intent in the chunk
   */
  public record OpenDeletes(long transactionId, long firstIndex, StagedDeletes deletes) {}
}
