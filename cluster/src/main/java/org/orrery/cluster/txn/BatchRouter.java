package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.meta.MetaEntry;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.placement.Point;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.kernel.PartitionHash;

/**
 * Cuts batches by chunk, making chunks that are missing. Most batches of a time series fall into
 * one range of time, which two comparisons a row find out; with further dimensions each row is
 * looked at in those too. One thread.
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

  /** Where the rows of a batch are in a table's dimensions, by position. */
  private static final class Coordinates {
    private final TableSchema schema;
    private final TableSchema.Partitioning partitioning;
    private final long[] times;
    private final Vector[] columns;
    private final Point point;

    Coordinates(TableSchema schema, TableSchema.Partitioning partitioning, Batch rows) {
      this.schema = schema;
      this.partitioning = partitioning;
      this.times = ((LongVector) column(rows, partitioning.timeColumnId())).values();
      int count = partitioning.further().size();
      this.columns = new Vector[count];
      this.point = new Point(new long[count], new long[count]);
      for (int i = 0; i < count; i++) {
        point.dimensionIds()[i] = partitioning.further().get(i).id();
        columns[i] = column(rows, partitioning.further().get(i).columnId());
      }
    }

    private Vector column(Batch rows, int columnId) {
      int index = schema.indexOf(columnId);
      Invariant.check(index >= 0, "a partitioning column is not in the table");
      return rows.column(index);
    }

    /** Where a row is beside time; the next call changes it. */
    Point point(int position) {
      for (int i = 0; i < columns.length; i++) {
        PartitionHash hash = partitioning.further().get(i).hash();
        point.coordinates()[i] =
            hash == null
                ? ((LongVector) columns[i]).getLong(position)
                : hash.of(columns[i], position);
      }
      return point;
    }

    boolean areIn(ChunkPlace place, int position) {
      return place.contains(times[position])
          && (columns.length == 0 || place.contains(point(position)));
    }

    /** What makes the chunk of a row. */
    MetaEntry.EnsureChunk entry(int position, long wallMicros) {
      long[] coordinates = point(position).coordinates();
      List<MetaEntry.EnsureChunk.Cell> cells = new ArrayList<>();
      for (int i = 0; i < coordinates.length; i++) {
        cells.add(
            new MetaEntry.EnsureChunk.Cell(
                coordinates[i], partitioning.further().get(i).slice(coordinates[i])));
      }
      return new MetaEntry.EnsureChunk(
          schema.storageId(), times[position], partitioning.chunkInterval(), wallMicros, cells);
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
      target.accept(onlyPlace(schema.storageId()), rows);
      return;
    }
    var coordinates = new Coordinates(schema, partitioning, rows);
    ChunkPlace first = locate(coordinates, rows.position(0));
    int same = 1;
    while (same < rows.size() && coordinates.areIn(first, rows.position(same))) {
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
      if (!coordinates.areIn(share.place, position)) {
        ChunkPlace place = locate(coordinates, position);
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
  private ChunkPlace locate(Coordinates coordinates, int position) {
    while (true) {
      ChunkPlace place = place(coordinates, position);
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

  private ChunkPlace place(Coordinates coordinates, int position) {
    ChunkIndex index = context.meta().index(coordinates.schema.storageId());
    ChunkPlace known =
        index == null ? null : index.find(coordinates.times[position], coordinates.point(position));
    return known == null
        ? context.meta().ensureChunk(coordinates.entry(position, context.clock().wallMicros()))
        : known;
  }

  /** The chunk of a plain table. */
  private ChunkPlace onlyPlace(long storageId) {
    ChunkIndex index = context.meta().index(storageId);
    ChunkPlace known = index == null ? null : index.find(0);
    return known == null
        ? context
            .meta()
            .ensureChunk(
                new MetaEntry.EnsureChunk(storageId, 0, 0, context.clock().wallMicros(), List.of()))
        : known;
  }

  /** Throws {@code 23502} when a selected row has NULL where none may be. */
  static void requireNotNull(TableSchema schema, Batch rows) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    for (int i = 0; i < schema.columns().size(); i++) {
      ColumnSchema column = schema.columns().get(i);
      boolean isRange = partitioning != null && partitioning.isByRange(column.columnId());
      Vector vector = rows.column(i);
      if ((column.isNotNull() || isRange) && vector.mayHaveNulls()) {
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
