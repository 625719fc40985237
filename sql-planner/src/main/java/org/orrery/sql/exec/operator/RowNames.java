package org.orrery.sql.exec.operator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Names of rows that a statement deletes, by chunk. One thread. */
final class RowNames {

  /** More are deleted in parts, so that neither they nor their locks take much memory. */
  static final int MANY = 65_536;

  /** A growing list of row ids. */
  private static final class RowIds {
    private long[] ids = new long[16];
    private int count;

    void add(long id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count++] = id;
    }
  }

  private final Map<Long, RowIds> byChunk = new LinkedHashMap<>();
  private int count;

  void add(long chunkId, long rowId) {
    byChunk.computeIfAbsent(chunkId, _ -> new RowIds()).add(rowId);
    count++;
  }

  int count() {
    return count;
  }

  /**
   * Deletes the rows and forgets them.
   *
   * @param isReplaced whether others with their keys take their places
   */
  void delete(ExecutionContext context, TableSchema schema, boolean isReplaced) {
    RowLock lock = isReplaced ? RowLock.NO_KEY_UPDATE : RowLock.UPDATE;
    Transaction transaction = context.transaction();
    Snapshot snapshot = context.snapshot();
    if (byChunk.size() > 1 && count <= MANY) {
      // Nothing may be written before it is known that all of it can be.
      byChunk.forEach(
          (chunk, rows) ->
              transaction.lock(schema, snapshot, chunk, rows.ids, rows.count, lock, RowWait.BLOCK));
    }
    byChunk.forEach(
        (chunk, rows) -> {
          if (isReplaced) {
            transaction.replace(schema, snapshot, chunk, rows.ids, rows.count);
          } else {
            transaction.delete(schema, snapshot, chunk, rows.ids, rows.count);
          }
        });
    byChunk.clear();
    count = 0;
  }
}
