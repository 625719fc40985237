package org.orrery.sql.exec.operator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Reads rows by their names, chunk by chunk, into the order in which they were named. */
final class FormerRows {

  /** Rows of a chunk and where they go. */
  private static final class Part {
    private final int[] positions;
    private final long[] rowIds;
    private int count;

    Part(int capacity) {
      positions = new int[capacity];
      rowIds = new long[capacity];
    }
  }

  private final TableSchema schema;
  private final Transaction transaction;
  private final Map<Long, Part> byChunk = new LinkedHashMap<>();
  private final int capacity;
  private int count;

  /** No rows yet, and not more than {@code capacity}. */
  FormerRows(TableSchema schema, Transaction transaction, int capacity) {
    this.schema = schema;
    this.transaction = transaction;
    this.capacity = capacity;
  }

  /** Names the next row. */
  void add(long chunkId, long rowId) {
    Part part = byChunk.computeIfAbsent(chunkId, _ -> new Part(capacity - count));
    part.positions[part.count] = count++;
    part.rowIds[part.count++] = rowId;
  }

  /**
   * Reads the rows named.
   *
   * @param types of the table's columns
   * @param columns those to be read, by position; the values of others are unspecified
   * @return all columns
   */
  Vector[] read(List<SqlType> types, int[] columns) {
    Vector[] target = VectorCopy.allocate(types, count);
    byChunk.forEach(
        (chunkId, part) -> {
          Batch rows =
              transaction.read(
                  schema, chunkId, columns, Arrays.copyOf(part.rowIds, part.count), part.count);
          for (int i = 0; i < columns.length; i++) {
            if (part.count == count) {
              target[columns[i]] = rows.column(i);
              continue;
            }
            for (int row = 0; row < part.count; row++) {
              target[columns[i]].copyFrom(rows.column(i), row, part.positions[row]);
            }
          }
        });
    return target;
  }
}
