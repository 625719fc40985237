package org.orrery.cluster.txn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.placement.IntervalIndex;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.TableSchema;

/**
 * Cuts batches by chunk, making chunks that are missing. Most batches of a time series fall into
 * one chunk, which two comparisons a row find out. One thread.
 */
final class BatchRouter {

  /** Takes the rows of one chunk. */
  interface Target {
    void accept(ChunkPlace place, Batch rows);
  }

  /** Positions of the rows of one chunk. */
  private static final class Share {
    private final ChunkPlace place;
    private final int[] positions;
    private int count;

    Share(ChunkPlace place, int capacity) {
      this.place = place;
      this.positions = new int[capacity];
    }
  }

  private final ClusterContext context;
  private final SessionLocks locks;

  BatchRouter(ClusterContext context, SessionLocks locks) {
    this.context = context;
    this.locks = locks;
  }

  /** Passes the selected rows on, in order within a chunk. */
  void route(TableSchema schema, Batch rows, Target target) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    if (partitioning == null) {
      target.accept(place(schema.storageId(), 0, 0), rows);
      return;
    }
    int timeColumn = schema.indexOf(partitioning.timeColumnId());
    Invariant.check(timeColumn >= 0, "time column is not in the table");
    long[] times = ((LongVector) rows.column(timeColumn)).values();
    long interval = partitioning.chunkInterval();
    ChunkPlace first = locate(schema.storageId(), times[rows.position(0)], interval);
    int same = 1;
    while (same < rows.size() && first.contains(times[rows.position(same)])) {
      same++;
    }
    if (same == rows.size()) {
      target.accept(first, rows);
      return;
    }
    Map<Long, Share> shares = new LinkedHashMap<>();
    var share = new Share(first, rows.size());
    shares.put(first.info().chunkId(), share);
    for (int i = 0; i < rows.size(); i++) {
      int position = rows.position(i);
      if (!share.place.contains(times[position])) {
        ChunkPlace place = locate(schema.storageId(), times[position], interval);
        share = shares.computeIfAbsent(place.info().chunkId(), _ -> new Share(place, rows.size()));
      }
      share.positions[share.count++] = position;
    }
    for (Share each : shares.values()) {
      var part = new Batch(rows.columns(), rows.rowCount());
      part.select(each.positions, each.count);
      target.accept(each.place, part);
    }
  }

  /** A place that nobody drops before the transaction ends. */
  private ChunkPlace locate(long storageId, long time, long interval) {
    while (true) {
      ChunkPlace place = place(storageId, time, interval);
      if (lock(place.info().chunkId())) {
        return place;
      }
    }
  }

  /** Locks a hypertable's chunk for writing; false when it was dropped meanwhile. */
  boolean lock(long chunkId) {
    locks.acquire(
        new LockTag.Chunk(chunkId), LockMode.ROW_EXCLUSIVE, SessionLocks.Scope.TRANSACTION, true);
    return context.meta().place(chunkId) != null;
  }

  private ChunkPlace place(long storageId, long time, long interval) {
    IntervalIndex index = context.meta().index(storageId);
    ChunkPlace known = index == null ? null : index.find(time);
    return known == null
        ? context.meta().ensureChunk(storageId, time, interval, context.clock().wallMicros())
        : known;
  }

  /** Throws {@code 23502} when a selected row has NULL where none may be. */
  static void requireNotNull(TableSchema schema, Batch rows) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    for (int i = 0; i < schema.columns().size(); i++) {
      ColumnSchema column = schema.columns().get(i);
      boolean isTime = partitioning != null && partitioning.timeColumnId() == column.columnId();
      Vector vector = rows.column(i);
      if ((column.isNotNull() || isTime) && vector.mayHaveNulls()) {
        for (int row = 0; row < rows.size(); row++) {
          if (vector.isNull(rows.position(row))) {
            throw OrreryException.of(
                    SqlState.NOT_NULL_VIOLATION,
                    "null value in column \"%s\" of relation \"%s\" violates not-null constraint",
                    column.name(),
                    schema.name())
                .about(ErrorSubject.column(schema.schemaName(), schema.name(), column.name()));
          }
        }
      }
    }
  }
}
