package org.orrery.cluster.owner;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.DeleteConflict;

/** Decides which rows of one chunk a transaction may delete, for the chunk's owner alone. */
final class DeleteGuard {

  private record InFlight(CompletableFuture<?> applied, long[] rowIds) {}

  private final Chunk chunk;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();

  DeleteGuard(Chunk chunk) {
    this.chunk = chunk;
  }

  /**
   * The present names of those rows that the transaction has not deleted itself.
   *
   * @throws org.orrery.base.error.OrreryException {@code 40001} when another has changed or holds
   *     one
   */
  long[] check(Snapshot snapshot, long[] rowIds) {
    while (!inFlight.isEmpty() && inFlight.getFirst().applied.isDone()) {
      inFlight.removeFirst();
    }
    Set<Long> held = new HashSet<>();
    for (InFlight each : inFlight) {
      for (long rowId : each.rowIds) {
        held.add(chunk.translate(rowId));
      }
    }
    long[] allowed = new long[rowIds.length];
    int count = 0;
    for (long rowId : rowIds) {
      long name = rowId;
      DeleteConflict conflict = chunk.checkDelete(name, snapshot);
      while (conflict instanceof DeleteConflict.Moved(long now)) {
        name = now;
        conflict = chunk.checkDelete(name, snapshot);
      }
      boolean isFree =
          switch (conflict) {
            case DeleteConflict.None _ -> true;
            case DeleteConflict.DeletedBySelf _ -> false;
            case DeleteConflict.Deleted _, DeleteConflict.Held _, DeleteConflict.Moved _ ->
                throw OwnerErrors.concurrentUpdate();
          };
      if (isFree) {
        if (!held.isEmpty() && held.contains(name)) {
          throw OwnerErrors.concurrentUpdate();
        }
        allowed[count++] = name;
      }
    }
    return distinct(Arrays.copyOf(allowed, count));
  }

  private static long[] distinct(long[] rowIds) {
    return Arrays.stream(rowIds).distinct().toArray();
  }

  /** The deletion is on its way. */
  void proposed(CompletableFuture<?> applied, long[] rowIds) {
    inFlight.addLast(new InFlight(applied, rowIds));
  }
}
