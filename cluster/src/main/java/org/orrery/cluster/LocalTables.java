package org.orrery.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.owner.OwnerErrors;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.txn.ClusterContext;
import org.orrery.cluster.txn.ClusterTransaction;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.LockSpace;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Slice;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.kernel.PartitionHash;

/** All tables, when every chunk is on this node. */
final class LocalTables implements TableAccess {

  /** Beyond this many chunks the rest is taken to be alike: planning must not grow with them. */
  private static final int CHUNKS_COUNTED_MAX = 32;

  private final ClusterContext context;
  private final Maintenance maintenance;
  private final Compaction compaction;

  LocalTables(ClusterContext context, Maintenance maintenance, Compaction compaction) {
    this.context = context;
    this.maintenance = maintenance;
    this.compaction = compaction;
  }

  @Override
  public boolean compact(long chunkId, BooleanSupplier isStopped) {
    ChunkPlace place = context.meta().place(chunkId);
    return place != null && compaction.compactFully(place.shard() - 1, chunkId, isStopped);
  }

  @Override
  public void checkpoint() {
    maintenance.sealAll();
  }

  @Override
  public CatalogStore catalog() {
    return context.meta();
  }

  @Override
  public SequenceStore sequences() {
    return context.meta().sequences();
  }

  @Override
  public LockSpace locks() {
    return context.locks();
  }

  @Override
  public Transaction begin(Transaction.Isolation isolation, SessionLocks locks) {
    return new ClusterTransaction(context, isolation, locks);
  }

  @Override
  public List<ChunkInfo> chunks(long storageId, Snapshot snapshot) {
    ChunkIndex index = context.meta().index(storageId);
    List<ChunkInfo> visible = new ArrayList<>();
    if (index != null) {
      for (ChunkPlace place : index.all()) {
        if (visibleChunk(place, snapshot) != null) {
          visible.add(place.info());
        }
      }
    }
    return visible;
  }

  @Override
  public @Nullable ChunkInfo chunk(long chunkId) {
    ChunkPlace place = context.meta().place(chunkId);
    return place == null ? null : place.info();
  }

  @Override
  public List<Slice> slices(long chunkId) {
    ChunkPlace place = context.meta().place(chunkId);
    return place == null ? List.of() : place.slices();
  }

  private @Nullable Chunk visibleChunk(ChunkPlace place, Snapshot snapshot) {
    Chunk chunk = context.shard(place.shard()).shard().chunk(place.info().chunkId());
    boolean isVisible =
        chunk != null
            && (chunk.hasCommittedRows(snapshot.readTimestamp())
                || (snapshot.transactionId() != 0 && chunk.hasIntents(snapshot.transactionId())));
    return isVisible ? chunk : null;
  }

  @Override
  public List<Split> splits(ScanRequest request) {
    ChunkIndex index = context.meta().index(request.schema().storageId());
    List<Split> splits = new ArrayList<>();
    if (index == null) {
      return splits;
    }
    List<Long> wanted = request.chunkIds();
    for (ChunkPlace place : wanted == null ? candidates(index, request) : places(wanted)) {
      Chunk chunk = visibleChunk(place, request.snapshot());
      if (chunk != null) {
        splits.add(new Split(place.info(), Math.max(0, chunk.size().rowCount())));
      }
    }
    return splits;
  }

  private List<ChunkPlace> places(List<Long> chunkIds) {
    List<ChunkPlace> places = new ArrayList<>();
    for (long chunkId : chunkIds) {
      ChunkPlace place = context.meta().place(chunkId);
      if (place != null) {
        places.add(place);
      }
    }
    return places;
  }

  /** The chunks that the request's ranges of the partitioning columns leave. */
  private static Iterable<ChunkPlace> candidates(ChunkIndex index, ScanRequest request) {
    TableSchema schema = request.schema();
    TableSchema.Partitioning partitioning = schema.partitioning();
    if (partitioning == null) {
      return index.all();
    }
    int timeColumn = schema.indexOf(partitioning.timeColumnId());
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    for (ScanRequest.ColumnRange range : request.ranges()) {
      if (range.column() == timeColumn) {
        low = range.low() instanceof Long bound ? Math.max(low, bound) : low;
        high = range.high() instanceof Long bound ? Math.min(high, bound) : high;
      }
    }
    List<ChunkPlace> inTime = index.overlapping(low, high);
    for (TableSchema.Dimension dimension : partitioning.further()) {
      int column = schema.indexOf(dimension.columnId());
      for (ScanRequest.ColumnRange range : request.ranges()) {
        List<Slice> wanted = range.column() == column ? slices(dimension, range) : List.of();
        if (!wanted.isEmpty()) {
          inTime.removeIf(
              place -> wanted.stream().noneMatch(place.slice(dimension.id())::overlaps));
        }
      }
    }
    return inTime;
  }

  /** The slices of a dimension that rows of a range are in; none when it does not say. */
  private static List<Slice> slices(
      TableSchema.Dimension dimension, ScanRequest.ColumnRange range) {
    PartitionHash hash = dimension.hash();
    if (hash == null) {
      long low = range.low() instanceof Long bound ? bound : Long.MIN_VALUE;
      long high = range.high() instanceof Long bound ? bound : Long.MAX_VALUE;
      return List.of(new Slice(dimension.id(), low, high == Long.MAX_VALUE ? high : high + 1));
    }
    List<Object> values = range.anyOf();
    Object low = range.low();
    if (values == null && low != null && Objects.deepEquals(low, range.high())) {
      values = List.of(low);
    }
    List<Slice> slices = new ArrayList<>();
    for (Object value : values == null ? List.of() : values) {
      int coordinate = hash.of(value);
      slices.add(new Slice(dimension.id(), coordinate, coordinate + 1L));
    }
    return slices;
  }

  @Override
  public void buildIndexes(TableSchema schema) {
    chunksOf(schema.storageId()).forEach(chunk -> chunk.buildIndexes(schema));
  }

  @Override
  public @Nullable Long edge(
      TableSchema schema, int column, boolean isDescending, int count, Split split) {
    ChunkPlace place = context.meta().place(split.chunk().chunkId());
    Chunk chunk = place == null ? null : chunk(place);
    return chunk == null ? null : chunk.edge(schema, column, isDescending, count);
  }

  @Override
  public void dropIndex(long storageId, List<Integer> columnIds) {
    chunksOf(storageId).forEach(chunk -> chunk.dropIndex(columnIds));
  }

  private List<Chunk> chunksOf(long storageId) {
    ChunkIndex index = context.meta().index(storageId);
    List<Chunk> chunks = new ArrayList<>();
    if (index != null) {
      for (ChunkPlace place : index.all()) {
        Chunk chunk = chunk(place);
        if (chunk != null) {
          chunks.add(chunk);
        }
      }
    }
    return chunks;
  }

  @Override
  public ScanCursor open(ScanRequest request, Split split) {
    ChunkPlace place = context.meta().place(split.chunk().chunkId());
    Chunk chunk = place == null ? retired(split) : chunk(place);
    if (chunk == null) {
      // Dropped since the scan was planned.
      throw OwnerErrors.concurrentUpdate();
    }
    return chunk.cursor(request);
  }

  private @Nullable Chunk chunk(ChunkPlace place) {
    return context.shard(place.shard()).shard().chunkOrRetired(place.info().chunkId());
  }

  private @Nullable Chunk retired(Split split) {
    for (var owners : context.shards()) {
      Chunk chunk = owners.shard().chunkOrRetired(split.chunk().chunkId());
      if (chunk != null) {
        return chunk;
      }
    }
    return null;
  }

  @Override
  public ChunkSize size(long chunkId) {
    ChunkPlace place = context.meta().place(chunkId);
    if (place == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "chunk %d does not exist", chunkId);
    }
    Chunk chunk = chunk(place);
    return chunk == null ? new ChunkSize(0, 0, 0) : chunk.size();
  }

  @Override
  public double rowsEstimate(long storageId) {
    ChunkIndex index = context.meta().index(storageId);
    if (index == null) {
      return 0;
    }
    double rows = 0;
    int counted = 0;
    for (ChunkPlace place : index.all()) {
      if (counted == CHUNKS_COUNTED_MAX) {
        break;
      }
      Chunk chunk = context.shard(place.shard()).shard().chunk(place.info().chunkId());
      if (chunk != null) {
        rows += chunk.size().rowCount();
        counted++;
      }
    }
    return counted == 0 ? 0 : rows / counted * index.count();
  }
}
