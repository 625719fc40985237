package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Reads rows by their names, chunk by chunk, into the order in which they were named. */
final class FormerRows {

  /** Rows of a chunk and where they go. */
  private record Part(List<Integer> positions, List<Long> rowIds) {}

  private final TableSchema schema;
  private final Transaction transaction;
  private final Map<Long, Part> byChunk = new LinkedHashMap<>();
  private int count;

  FormerRows(TableSchema schema, Transaction transaction) {
    this.schema = schema;
    this.transaction = transaction;
  }

  /** Names the next row. */
  void add(long chunkId, long rowId) {
    Part part =
        byChunk.computeIfAbsent(chunkId, _ -> new Part(new ArrayList<>(), new ArrayList<>()));
    part.positions.add(count++);
    part.rowIds.add(rowId);
  }

  /** Reads the first columns of the rows named, as many as {@code target} has. */
  void read(Vector[] target) {
    byChunk.forEach(
        (chunkId, part) -> {
          long[] ids = part.rowIds.stream().mapToLong(Long::longValue).toArray();
          Batch rows = transaction.read(schema, chunkId, ids, ids.length);
          for (int column = 0; column < target.length; column++) {
            for (int row = 0; row < ids.length; row++) {
              target[column].copyFrom(rows.column(column), row, part.positions.get(row));
            }
          }
        });
  }
}
