package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.owner.HeldByOther;
import org.orrery.cluster.owner.OwnerErrors;
import org.orrery.cluster.owner.OwnerWrite;
import org.orrery.cluster.owner.RowLockRequest;
import org.orrery.cluster.owner.ShardOwners;
import org.orrery.cluster.owner.StagedInsert;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.EntryBuilder;
import org.orrery.data.Batch;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.KeyConflicts;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.chunk.Chunk;

/**
 * A transaction on this node. Rows are encoded into one buffer per chunk; a full buffer is staged
 * without waiting. What never filled a buffer, of one shard, commits in a single log entry; the
 * rest by {@link CommitProtocol}.
 */
public final class ClusterTransaction implements Transaction {

  /** Bytes of a transaction's rows, as they are once applied, on their way to the log. */
  private static final long WINDOW_BYTES = 8L << 20;

  /** Bytes that a transaction's buffers may hold together. */
  private static final long BUFFERS_BYTES_MAX = 16L << 20;

  /** Chunks that a transaction buffers for; each has an encoder of its own. */
  private static final int BUFFERS_MAX = 256;

  private final ClusterContext context;
  private final Isolation isolation;
  private final SessionLocks locks;
  private final BatchRouter router;
  private final CommitProtocol protocol;
  private final Map<Long, OwnerBuffer> buffers = new LinkedHashMap<>();
  private final HolderWaits waits;
  private final StagingWindow window;
  private final CatalogEdits edits = new CatalogEdits();
  private final List<LongConsumer> commitActions = new ArrayList<>();

  /** Shards that hold intents, the first one touched first. */
  private final Set<Integer> participants = new LinkedHashSet<>();

  /** Shards that may hold row locks. */
  private final Set<Integer> lockedShards = new LinkedHashSet<>();

  private long transactionId;
  private int sub;
  private final long buffersBytesMax;
  private long bufferedBytes;

  /** Bytes of the buffers that the node's memory of writes counts. */
  private long countedBytes;

  private boolean isDone;
  private boolean hasSnapshot;
  private long oldestSnapshot;

  /** Starts a transaction, which costs nothing. */
  public ClusterTransaction(ClusterContext context, Isolation isolation, SessionLocks locks) {
    this.context = context;
    this.isolation = isolation;
    this.locks = locks;
    this.waits = new HolderWaits(locks);
    this.window = new StagingWindow(WINDOW_BYTES, context.writeMemory(), waits);
    this.buffersBytesMax = context.writeMemory().share(BUFFERS_BYTES_MAX);
    this.router = new BatchRouter(context, locks);
    this.protocol = new CommitProtocol(context);
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    stageBuffers();
    window.awaitAll();
    if (!hasSnapshot) {
      // Later ones of the transaction are not older, so this one holds the horizon for all.
      oldestSnapshot = context.oracle().openSnapshot();
      hasSnapshot = true;
      return new Snapshot(oldestSnapshot, transactionId);
    }
    long timestamp =
        isolation == Isolation.REPEATABLE_READ
            ? oldestSnapshot
            : context.oracle().visibleTimestamp();
    return new Snapshot(timestamp, transactionId);
  }

  /** Releases row locks from a sub-transaction on, before anyone learns that they are free. */
  private void unlock(int firstSub) {
    for (int shard : lockedShards) {
      CompletableFuture<Integer> _ = context.shard(shard).unlock(transactionId, firstSub);
    }
  }

  private void requireOpen() {
    if (isDone) {
      throw Invariant.broken("the transaction has ended");
    }
  }

  private long id() {
    if (transactionId == 0) {
      transactionId = context.oracle().next();
      locks.begin(transactionId);
    }
    return transactionId;
  }

  // ---------------------------------------------------------------- writing

  @Override
  public void append(TableSchema schema, Batch rows) {
    append(schema, rows, false);
  }

  @Override
  public void appendSuccessors(TableSchema schema, Batch rows) {
    append(schema, rows, true);
  }

  private void append(TableSchema schema, Batch rows, boolean areSuccessors) {
    requireOpen();
    if (rows.size() == 0) {
      return;
    }
    context.requireRoom();
    context.hotMemory().awaitRoom();
    BatchRouter.requireNotNull(schema, rows);
    router.route(schema, rows, (place, part) -> buffer(place, schema, areSuccessors, part));
    countBuffers();
    if (bufferedBytes > buffersBytesMax
        || buffers.size() > BUFFERS_MAX
        || context.writeMemory().isFull()) {
      stageBuffers();
    }
  }

  private void buffer(ChunkPlace place, TableSchema schema, boolean areSuccessors, Batch rows) {
    long chunkId = place.info().chunkId();
    OwnerBuffer buffer = buffers.get(chunkId);
    boolean isOther =
        buffer != null
            && (buffer.schema().version() != schema.version()
                || buffer.areSuccessors() != areSuccessors);
    if (isOther) {
      stageBuffers();
      buffer = null;
    }
    if (buffer == null) {
      buffer = new OwnerBuffer(place, schema, areSuccessors, context.writers());
      buffers.put(chunkId, buffer);
    }
    bufferedBytes -= buffer.size();
    try {
      buffer.add(rows, write -> stage(place.shard(), List.of(write)));
    } finally {
      bufferedBytes += buffer.size();
    }
  }

  /** Stages all buffers without waiting: those of a shard together, as many as fit an entry. */
  private void stageBuffers() {
    Map<Integer, List<OwnerWrite>> byShard = new LinkedHashMap<>();
    Map<Integer, Integer> sizes = new LinkedHashMap<>();
    for (OwnerBuffer buffer : buffers.values()) {
      if (buffer.isEmpty()) {
        continue;
      }
      int shard = buffer.place().shard();
      int size = buffer.size() + EntryBuilder.ROWS_OVERHEAD_BYTES;
      List<OwnerWrite> writes = byShard.computeIfAbsent(shard, _ -> new ArrayList<>());
      int total = sizes.merge(shard, size, Integer::sum);
      if (total > EntryBuilder.CONTENT_BYTES_MAX) {
        stage(shard, List.copyOf(writes));
        writes.clear();
        sizes.put(shard, size);
      }
      writes.add(buffer.take());
    }
    clearBuffers();
    byShard.forEach(this::stage);
  }

  private void clearBuffers() {
    buffers.values().forEach(OwnerBuffer::close);
    buffers.clear();
    bufferedBytes = 0;
    countBuffers();
  }

  private void countBuffers() {
    context.writeMemory().add(bufferedBytes - countedBytes);
    countedBytes = bufferedBytes;
  }

  private void stage(int shard, List<OwnerWrite> writes) {
    long bytes = writes.stream().mapToLong(OwnerWrite::decodedBytes).sum();
    window.reserve(bytes);
    participants.add(shard);
    long transaction = id();
    int stagedSub = sub;
    ShardOwners owners = context.shard(shard);
    window.propose(() -> owners.stage(transaction, stagedSub, writes), bytes);
  }

  @Override
  public KeyConflicts insert(
      TableSchema schema, Batch rows, List<UniqueKey> arbiters, @Nullable RowLock lock) {
    requireOpen();
    var conflicts = new KeyConflicts(rows.size());
    if (rows.size() == 0) {
      return conflicts;
    }
    context.requireRoom();
    context.hotMemory().awaitRoom();
    BatchRouter.requireNotNull(schema, rows);
    stageBuffers();
    List<Integer> oids = arbiters.stream().map(UniqueKey::indexOid).toList();
    router.route(
        schema,
        rows,
        (place, part) -> {
          long[] names = insert(place, schema, part, oids, lock);
          for (int i = 0, index = 0; i < names.length; i++, index++) {
            // A part has its rows in the order of the whole.
            while (rows.position(index) != part.position(i)) {
              index++;
            }
            if (names[i] >= 0) {
              conflicts.set(index, place.info().chunkId(), names[i]);
            }
          }
        });
    return conflicts;
  }

  /** For each row the name of the one that has its key; negative for those staged. */
  private long[] insert(
      ChunkPlace place,
      TableSchema schema,
      Batch rows,
      List<Integer> arbiters,
      @Nullable RowLock lock) {
    List<OwnerWrite> writes = new ArrayList<>();
    var buffer = new OwnerBuffer(place, schema, false, context.writers());
    try {
      buffer.add(rows, writes::add);
      writes.add(buffer.take());
    } finally {
      buffer.close();
    }
    participants.add(place.shard());
    if (lock != null) {
      lockedShards.add(place.shard());
    }
    long transaction = id();
    ShardOwners owners = context.shard(place.shard());
    long[] names = new long[rows.size()];
    int done = 0;
    for (OwnerWrite write : writes) {
      window.reserve(write.decodedBytes());
      StagedInsert answer =
          waits.await(() -> owners.insert(transaction, sub, write, arbiters, lock));
      window.propose(answer::applied, write.decodedBytes());
      System.arraycopy(answer.conflicts(), 0, names, done, answer.conflicts().length);
      done += answer.conflicts().length;
    }
    if (isolation == Isolation.REPEATABLE_READ) {
      requireVisible(place, names);
    }
    return names;
  }

  /** Throws {@code 40001} when a row found is newer than what the transaction may know. */
  private void requireVisible(ChunkPlace place, long[] names) {
    Chunk chunk = chunk(place.info().chunkId());
    var snapshot = new Snapshot(oldestSnapshot, transactionId);
    for (long name : names) {
      if (name >= 0 && !chunk.isVisible(name, snapshot)) {
        throw OwnerErrors.concurrentUpdate();
      }
    }
  }

  @Override
  public Batch read(TableSchema schema, long chunkId, int[] columns, long[] rowIds, int count) {
    requireOpen();
    List<ColumnSchema> wanted = Arrays.stream(columns).mapToObj(schema.columns()::get).toList();
    return chunk(chunkId).read(wanted, transactionId, rowIds, count);
  }

  private Chunk chunk(long chunkId) {
    ChunkPlace place = context.meta().place(chunkId);
    Chunk chunk = place == null ? null : context.shard(place.shard()).shard().chunk(chunkId);
    if (chunk == null) {
      throw OwnerErrors.concurrentUpdate();
    }
    return chunk;
  }

  @Override
  public int delete(TableSchema schema, Snapshot snapshot, long chunkId, long[] rowIds, int count) {
    return delete(schema, snapshot, chunkId, Arrays.copyOf(rowIds, count), false);
  }

  @Override
  public int replace(
      TableSchema schema, Snapshot snapshot, long chunkId, long[] rowIds, int count) {
    return delete(schema, snapshot, chunkId, Arrays.copyOf(rowIds, count), true);
  }

  private int delete(
      TableSchema schema, Snapshot snapshot, long chunkId, long[] names, boolean isReplaced) {
    requireOpen();
    ChunkPlace place = lockedPlace(schema, chunkId);
    participants.add(place.shard());
    lockedShards.add(place.shard());
    long transaction = id();
    ShardOwners owners = context.shard(place.shard());
    return waits.await(
        () -> owners.delete(transaction, sub, snapshot, schema, place, names, isReplaced));
  }

  /** Where a chunk is whose rows are to be changed. */
  private ChunkPlace lockedPlace(TableSchema schema, long chunkId) {
    boolean isThere = schema.partitioning() == null || router.lock(chunkId);
    ChunkPlace place = isThere ? context.meta().place(chunkId) : null;
    if (place == null) {
      throw OwnerErrors.concurrentUpdate();
    }
    return place;
  }

  @Override
  public boolean[] lock(
      TableSchema schema,
      Snapshot snapshot,
      long chunkId,
      long[] rowIds,
      int count,
      RowLock lock,
      RowWait wait) {
    requireOpen();
    ChunkPlace place = lockedPlace(schema, chunkId);
    lockedShards.add(place.shard());
    var request =
        new RowLockRequest(
            id(), sub, snapshot, Arrays.copyOf(rowIds, count), lock, wait == RowWait.SKIP_LOCKED);
    ShardOwners owners = context.shard(place.shard());
    if (wait == RowWait.BLOCK) {
      return waits.await(() -> owners.lock(schema, place, request));
    }
    try {
      return Proposals.await(owners.lock(schema, place, request));
    } catch (OrreryException e) {
      throw e.getCause() instanceof HeldByOther ? OwnerErrors.rowNotAvailable(schema) : e;
    }
  }

  @Override
  public boolean[] lockKeys(TableSchema schema, UniqueKey key, Batch keys) {
    requireOpen();
    Invariant.check(schema.partitioning() == null, "keys are looked up in plain tables");
    boolean[] isThere = new boolean[keys.size()];
    ChunkIndex index = context.meta().index(schema.storageId());
    ChunkPlace place = index == null ? null : index.find(0);
    if (place == null) {
      return isThere;
    }
    lockedShards.add(place.shard());
    long transaction = id();
    ShardOwners owners = context.shard(place.shard());
    long[] names = waits.await(() -> owners.lockKeys(schema, place, key, keys, transaction, sub));
    Chunk chunk = chunk(place.info().chunkId());
    var oldest = new Snapshot(oldestSnapshot, transaction);
    for (int i = 0; i < isThere.length; i++) {
      isThere[i] =
          names[i] != ShardOwners.NO_ROW
              && (isolation == Isolation.READ_COMMITTED || chunk.isVisible(names[i], oldest));
    }
    return isThere;
  }

  @Override
  public Snapshot newest() {
    Snapshot own = snapshot();
    return isolation == Isolation.READ_COMMITTED
        ? own
        : new Snapshot(context.oracle().visibleTimestamp(), transactionId);
  }

  @Override
  public void flush() {
    requireOpen();
    boolean mayFold = participants.isEmpty() && singleShard() != 0;
    boolean hasKeys =
        buffers.values().stream().anyMatch(each -> !each.schema().uniqueKeys().isEmpty());
    if (!mayFold || hasKeys) {
      stageBuffers();
    }
    // Else nothing but the log can refuse the rows, and a commit that follows takes one entry.
    window.awaitAll();
  }

  /** The shard of all buffers if they fit one entry; 0 otherwise. */
  private int singleShard() {
    int shard = 0;
    int size = 0;
    for (OwnerBuffer buffer : buffers.values()) {
      if (shard != 0 && buffer.place().shard() != shard) {
        return 0;
      }
      shard = buffer.place().shard();
      size += buffer.size() + EntryBuilder.ROWS_OVERHEAD_BYTES;
    }
    return size <= EntryBuilder.CONTENT_BYTES_MAX ? shard : 0;
  }

  @Override
  public void change(CatalogEdit edit) {
    requireOpen();
    edits.add(sub, edit);
  }

  // ---------------------------------------------------------------- savepoints

  @Override
  public int savepoint() {
    requireOpen();
    stageBuffers();
    sub++;
    return sub;
  }

  @Override
  public void rollbackTo(int savepoint) {
    undo(savepoint);
    unlock(savepoint);
    locks.undone();
  }

  @Override
  public @Nullable Snapshot restart(int savepoint) {
    if (savepoint > 0) {
      undo(savepoint);
    }
    return isolation == Isolation.READ_COMMITTED ? snapshot() : null;
  }

  private void undo(int savepoint) {
    requireOpen();
    Invariant.check(savepoint >= 1 && savepoint <= sub, "number of a savepoint");
    clearBuffers();
    window.abandon();
    edits.rollbackTo(savepoint);
    List<CompletableFuture<Long>> hidden = new ArrayList<>();
    for (int shard : participants) {
      var entry = new EntryBuilder(32).hideSub(transactionId, savepoint);
      hidden.add(context.shard(shard).propose(entry));
    }
    hidden.forEach(Proposals::await);
  }

  // ---------------------------------------------------------------- ending

  @Override
  public void commit() {
    requireOpen();
    long timestamp;
    try {
      int shard = singleShard();
      if (edits.isEmpty() && participants.isEmpty() && shard != 0) {
        timestamp = protocol.commitRows(shard, takeBuffers(), waits);
      } else {
        stageBuffers();
        window.awaitAll();
        timestamp = commitStaged();
      }
    } catch (RuntimeException e) {
      rollbackAfter(e);
      throw e;
    }
    end();
    commitActions.forEach(action -> action.accept(timestamp));
  }

  private List<OwnerWrite> takeBuffers() {
    List<OwnerWrite> writes = buffers.values().stream().map(OwnerBuffer::take).toList();
    clearBuffers();
    return writes;
  }

  private long commitStaged() {
    List<Integer> shards = List.copyOf(participants);
    long timestamp;
    if (!edits.isEmpty()) {
      timestamp = protocol.commitCatalog(id(), edits.merged(), shards);
    } else if (!shards.isEmpty()) {
      timestamp = protocol.commitStaged(id(), shards);
    } else {
      timestamp = context.oracle().last();
    }
    protocol.dropStorages(edits.abandoned());
    return timestamp;
  }

  /** A commit of unknown fate is left to the recovery, all others are undone. */
  private void rollbackAfter(RuntimeException error) {
    boolean isUnknown =
        error instanceof OrreryException known
            && known.state() == SqlState.TRANSACTION_RESOLUTION_UNKNOWN;
    if (isUnknown) {
      end();
    } else {
      rollback();
    }
  }

  @Override
  public void rollback() {
    if (isDone) {
      return;
    }
    clearBuffers();
    window.abandon();
    protocol.abort(transactionId, List.copyOf(participants), edits.created());
    end();
  }

  private void end() {
    isDone = true;
    unlock(0);
    locks.releaseTransaction();
    if (hasSnapshot) {
      hasSnapshot = false;
      context.oracle().closeSnapshot(oldestSnapshot);
    }
  }

  @Override
  public void onCommit(LongConsumer action) {
    commitActions.add(action);
  }
}
