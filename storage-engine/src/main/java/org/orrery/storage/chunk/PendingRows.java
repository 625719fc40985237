package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.mvcc.StagedRows;

/**
 * How staged rows become pending segments, and what a chunk remembers of those whose transactions
 * have ended: that rows staged in the log are in them already, until no replay meets these entries
 * any more, and files to be removed once the manifest has forgotten them. Used under the shard's
 * lock.
 */
final class PendingRows {

  private final List<ChunkState.Intents> ended = new ArrayList<>();
  private volatile List<SealedRows> dropped = List.of();

  /** A transaction has ended. */
  void ended(StagedRows staged, long index) {
    ended.removeIf(each -> each.transactionId() == staged.transactionId());
    if (staged.sealedRows() > 0) {
      ended.add(ChunkState.Intents.ended(staged, index));
    }
  }

  /** Its pending segments are nobody's any more. */
  void drop(PendingSegment[] segments) {
    var all = new ArrayList<>(dropped);
    for (PendingSegment each : segments) {
      all.add(each.rows());
    }
    dropped = List.copyOf(all);
  }

  /** Replay begins at {@code index} from now on. */
  void forget(long index) {
    ended.removeIf(each -> each.endIndex() < index);
  }

  /** The transactions that ended at or after {@code index}, for the manifest. */
  List<ChunkState.Intents> endedFrom(long index) {
    return ended.stream().filter(each -> each.endIndex() >= index).toList();
  }

  /** Whether there are files to remove. Any thread. */
  boolean hasDropped() {
    return !dropped.isEmpty();
  }

  /** The files that a state taken now does not name. */
  List<SealedRows> dropped() {
    return dropped;
  }

  /** They are removed. */
  void removed(List<SealedRows> rows) {
    dropped = dropped.stream().filter(each -> !rows.contains(each)).toList();
  }

  /** Freezes the rows in memory of the transactions that {@code toSeal} wants. */
  static ChunkVersion freeze(ChunkVersion version, long index, ToSeal toSeal) {
    StagedRows[] staged = version.staged().clone();
    for (int i = 0; i < staged.length; i++) {
      int rows = staged[i].rowCount() - staged[i].sealedRows();
      if (rows > 0 && toSeal.isWanted(rows, staged[i].bytes())) {
        staged[i] = staged[i].freeze(index);
      }
    }
    return version.withStaged(staged);
  }

  /** The next rows to seal, as segment {@code container}; null when there are none. */
  static @Nullable FrozenStaged next(ChunkVersion version, long chunkId, int container) {
    for (StagedRows staged : version.staged()) {
      StagedRows.Part part = staged.oldestFrozen();
      if (part != null) {
        return new FrozenStaged(chunkId, container, staged.transactionId(), part);
      }
    }
    return null;
  }

  /** The version with rows of {@code staged} in a segment. */
  static ChunkVersion put(ChunkVersion version, StagedRows staged, SealedStaged sealed) {
    Invariant.check(
        sealed.source().part().equals(staged.oldestFrozen()),
        "staged rows are sealed in their order");
    return version.with(staged.sealed()).with(sealed.segment());
  }
}
