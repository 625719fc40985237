package org.orrery.storage.manifest;

import java.util.List;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;

/**
 * The durable part of a chunk.
 *
 * @param info identity and range
 * @param schema its table when the state was taken
 * @param segments sealed files, oldest first
 * @param intents of transactions that were open at {@code deletesIndex}, or whose entries may be
 *     replayed
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
    List<Intents> intents,
    long coveredIndex,
    long deletesIndex,
    long replayFrom,
    long sealedArrivals,
    int nextContainer,
    long firstCsn) {

  public ChunkState {
    segments = List.copyOf(segments);
    intents = List.copyOf(intents);
  }

  ChunkState withSchema(TableSchema other) {
    return new ChunkState(
        info,
        other,
        segments,
        intents,
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
   * What a transaction has staged in files, and of the rows in files.
   *
   * @param sealedRows how many of its rows are in pending segments; with a committed transaction
   *     these are segments like others, with an aborted one they are gone
   * @param sealedIndex rows staged up to this log index are among them
   * @param pending the pending segments of an open transaction, in order
   * @param runs of the rows in them
   * @param deletes deletions of sealed rows and of rows in pending segments
   * @param endIndex log index of its end; {@link #OPEN} while it is open
   */
  public record Intents(
      long transactionId,
      int sealedRows,
      long sealedIndex,
      List<SegmentFile> pending,
      List<StagedRows.Run> runs,
      StagedDeletes deletes,
      long endIndex) {

    /** {@link #endIndex} of an open transaction. */
    public static final long OPEN = Long.MAX_VALUE;

    public Intents {
      pending = List.copyOf(pending);
      runs = List.copyOf(runs);
    }

    /** Of a transaction that has ended. */
    public static Intents ended(StagedRows staged, long endIndex) {
      return new Intents(
          staged.transactionId(),
          staged.sealedRows(),
          staged.sealedIndex(),
          List.of(),
          List.of(),
          StagedDeletes.EMPTY,
          endIndex);
    }
  }
}
