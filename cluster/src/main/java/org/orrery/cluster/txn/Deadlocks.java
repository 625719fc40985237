package org.orrery.cluster.txn;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.txn.LockTable.Waiter;
import org.orrery.storage.api.LockTag;

/** The error for a cycle of waits. */
final class Deadlocks {

  private Deadlocks() {}

  /** {@code 40P01} with who waits for whom; each waits for the next, the last for the first. */
  static OrreryException error(List<Waiter> cycle) {
    var detail = new StringBuilder();
    for (int i = 0; i < cycle.size(); i++) {
      Waiter waiter = cycle.get(i);
      Waiter next = cycle.get((i + 1) % cycle.size());
      detail
          .append(i == 0 ? "" : "\n")
          .append("Process ")
          .append(waiter.session.waits().processId())
          .append(" waits for ")
          .append(waiter.mode.shown())
          .append(" on ")
          .append(describe(waiter.tag))
          .append("; blocked by process ")
          .append(next.session.waits().processId())
          .append('.');
    }
    return OrreryException.of(SqlState.DEADLOCK_DETECTED, "deadlock detected")
        .withDetail(detail.toString())
        .withHint("See server log for query details.");
  }

  private static String describe(LockTag tag) {
    return switch (tag) {
      case LockTag.Relation(int oid) -> "relation " + Integer.toUnsignedString(oid);
      case LockTag.Chunk(long chunkId) -> "chunk " + chunkId;
      case LockTag.Row(long chunkId, long rowId) -> "row " + rowId + " of chunk " + chunkId;
      case LockTag.Transaction(long id) -> "transaction " + id;
      case LockTag.Advisory(int classId, int objectId, int form) ->
          "advisory lock ["
              + Integer.toUnsignedString(classId)
              + ","
              + Integer.toUnsignedString(objectId)
              + ","
              + form
              + "]";
    };
  }
}
