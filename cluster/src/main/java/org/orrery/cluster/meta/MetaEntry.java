package org.orrery.cluster.meta;

import java.util.List;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.Slice;

/** An entry of the meta group's log. */
public sealed interface MetaEntry {

  /** Takes {@code count} OIDs from the sequence. */
  record AllocateOids(int count) implements MetaEntry {}

  /**
   * Makes sure that a storage has a chunk for a row.
   *
   * @param time the value of its time column
   * @param interval width of a new chunk; 0 for one chunk without bounds
   * @param createdMicros wall time of the proposal, the chunk's creation time if it is new
   * @param cells where the row is in the dimensions beside time
   */
  record EnsureChunk(long storageId, long time, long interval, long createdMicros, List<Cell> cells)
      implements MetaEntry {
    public EnsureChunk {
      cells = List.copyOf(cells);
    }

    /**
     * A coordinate with the slice of a new chunk, which has to be cut where it overlaps with
     * others.
     */
    public record Cell(long coordinate, Slice slice) {}
  }

  /**
   * Commits a transaction with catalog changes, unless they conflict.
   *
   * @param participants shards that hold its intents
   */
  record Commit(long transactionId, long timestamp, CatalogEdit edit, List<Integer> participants)
      implements MetaEntry {
    public Commit {
      participants = List.copyOf(participants);
    }
  }

  /** Takes up to {@code count} values of a sequence. */
  record TakeValues(long sequenceId, SequenceStore.Range range, int count) implements MetaEntry {}

  /** Sets where a sequence is. */
  record SetSequence(long sequenceId, SequenceStore.State state) implements MetaEntry {}

  /** Removes a storage that no committed transaction made. */
  record DropStorage(long storageId) implements MetaEntry {}
}
