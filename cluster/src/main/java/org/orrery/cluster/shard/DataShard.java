package org.orrery.cluster.shard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.Clock;
import org.orrery.cluster.log.GroupId;
import org.orrery.cluster.log.LogStateMachine;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.data.Batch;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.chunk.BatchEntryCodec;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SchemaCodec;

/**
 * A data shard's state: its chunks, which transactions have intents in them, and its commit
 * records. {@link #apply} changes it, on the log's thread; it holds {@link #lock}, as does whoever
 * takes hot tables out or puts segments in. Readers of chunks need no lock.
 */
public final class DataShard implements LogStateMachine {

  private final GroupId group;
  private final TimestampOracle oracle;
  private final Clock clock;
  private final HotMemory memory;
  private final Map<Long, ShardChunk> chunks = new ConcurrentHashMap<>();
  private final BatchEntryCodec.Reader rows = new BatchEntryCodec.Reader();

  /** Held while the state changes. */
  final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Long, Set<ShardChunk>> intents = new HashMap<>();

  @GuardedBy("lock")
  private final Map<Long, ShardCommit> commits = new LinkedHashMap<>();

  /** Dropped chunks that snapshots may still read. */
  @GuardedBy("lock")
  private final List<Retired> retired = new ArrayList<>();

  @GuardedBy("lock")
  private long appliedIndex;

  @GuardedBy("lock")
  private long timestamp;

  /** A dropped chunk; snapshots after {@code timestamp} do not look for it. */
  record Retired(Chunk chunk, long timestamp) {}

  /**
   * The shard as its manifest has it; the log is to be replayed from {@code fromIndex}.
   *
   * @param timestamp no entry up to {@code fromIndex} has a greater one
   */
  public DataShard(
      GroupId group,
      TimestampOracle oracle,
      Clock clock,
      HotMemory memory,
      long fromIndex,
      long timestamp) {
    this.group = group;
    this.oracle = oracle;
    this.clock = clock;
    this.memory = memory;
    this.appliedIndex = fromIndex;
    this.timestamp = timestamp;
  }

  /** Its log group; the number is the shard's. */
  public GroupId group() {
    return group;
  }

  /** Adds a chunk that was recovered from the manifest, before the log is replayed. */
  public void addRecovered(Chunk chunk, ChunkState state) {
    lock.lock();
    try {
      var entry = new ShardChunk(chunk, memory, clock, ShardChunk.CLEAN);
      chunks.put(state.info().chunkId(), entry);
      for (ChunkState.Intents each : state.intents()) {
        addIntent(each.transactionId(), entry);
        // What is before the checkpoint may have been purged since the state was written.
        entry.touch(Math.max(state.replayFrom(), appliedIndex + 1));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The log was replayed. */
  public void finishReplay() {
    lock.lock();
    try {
      chunks.values().forEach(each -> each.chunk.finishReplay());
    } finally {
      lock.unlock();
    }
  }

  // ---------------------------------------------------------------- applying

  @Override
  public void apply(long index, ByteBuffer bytes) {
    var entry = new EntryReader(bytes);
    lock.lock();
    try {
      while (entry.hasNext()) {
        EntryKind kind = entry.next();
        apply(index, kind, entry);
        entry.skip();
      }
      appliedIndex = index;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void apply(long index, EntryKind kind, EntryReader entry) {
    ByteBuffer content = entry.content();
    switch (kind) {
      case OWNER_CREATE -> create(index, content);
      case OWNER_DROP -> drop(content.getLong());
      case SCHEMA_BUMP -> {
        ShardChunk chunk = touched(index, content.getLong());
        if (chunk != null) {
          chunk.chunk.applySchema(index, SchemaCodec.decode(content));
        }
      }
      case APPEND -> append(index, touched(index, content.getLong()), entry);
      case STAGE -> stage(index, touched(index, content.getLong()), entry);
      case STAGE_DELETE -> stageDelete(index, touched(index, content.getLong()), content);
      case HIDE_SUB -> {
        long transactionId = content.getLong();
        int firstSub = content.getInt();
        for (ShardChunk each : intents.getOrDefault(transactionId, Set.of())) {
          each.touch(index);
          each.chunk.applyHideSub(index, transactionId, firstSub);
        }
      }
      case TXN_COMMIT -> {
        long transactionId = content.getLong();
        long commitTimestamp = saw(content.getLong());
        List<Integer> participants = new ArrayList<>();
        for (int left = content.getInt(); left > 0; left--) {
          participants.add(content.getInt());
        }
        if (!participants.isEmpty()) {
          commits.put(transactionId, new ShardCommit(index, commitTimestamp, participants));
        }
        resolve(index, transactionId, commitTimestamp);
      }
      case RESOLVE -> resolve(index, content.getLong(), saw(content.getLong()));
      case TXN_ABORT -> abort(index, content.getLong());
    }
  }

  @GuardedBy("lock")
  private long saw(long time) {
    timestamp = Math.max(timestamp, time);
    return time;
  }

  @GuardedBy("lock")
  private void create(long index, ByteBuffer content) {
    var info =
        new ChunkInfo(
            content.getLong(),
            content.getLong(),
            content.getLong(),
            content.getLong(),
            content.getLong());
    if (!chunks.containsKey(info.chunkId())) {
      var chunk = new Chunk(info, SchemaCodec.decode(content), oracle.horizon(), index);
      var entry = new ShardChunk(chunk, memory, clock, index);
      entry.lastTouched = index;
      chunks.put(info.chunkId(), entry);
    }
  }

  @GuardedBy("lock")
  private void drop(long chunkId) {
    ShardChunk gone = chunks.remove(chunkId);
    if (gone != null) {
      intents.values().forEach(each -> each.remove(gone));
      gone.forget();
      retired.add(new Retired(gone.chunk, oracle.last()));
    }
  }

  /**
   * The chunk, to be changed by the entry; null when it was dropped later on, or its segments hold
   * all that the entry did.
   */
  @GuardedBy("lock")
  private @Nullable ShardChunk touched(long index, long chunkId) {
    ShardChunk chunk = chunks.get(chunkId);
    if (chunk == null || index < chunk.chunk.minReplayIndex()) {
      return null;
    }
    chunk.touch(index);
    return chunk;
  }

  @GuardedBy("lock")
  private void append(long index, @Nullable ShardChunk chunk, EntryReader entry) {
    long csn = saw(entry.content().getLong());
    if (chunk == null || chunk.chunk.isSealed(index, 0)) {
      return;
    }
    if (chunk.chunk.hotRows() == 0) {
      chunk.hotSinceNanos = clock.nanos();
    }
    openRows(chunk, entry);
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      chunk.chunk.applyAppend(index, csn, batch);
    }
    chunk.count();
  }

  @GuardedBy("lock")
  private void openRows(ShardChunk chunk, EntryReader entry) {
    int from = entry.content().position();
    rows.open(entry.bytes(), from, entry.end() - from, chunk.chunk.schema());
  }

  @GuardedBy("lock")
  private void stage(long index, @Nullable ShardChunk chunk, EntryReader entry) {
    long transactionId = saw(entry.content().getLong());
    int sub = entry.content().getInt();
    if (chunk == null) {
      return;
    }
    addIntent(transactionId, chunk);
    if (chunk.chunk.isSealed(index, transactionId)) {
      return;
    }
    openRows(chunk, entry);
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      chunk.chunk.applyStage(index, transactionId, sub, batch);
    }
    chunk.count();
  }

  @GuardedBy("lock")
  private void stageDelete(long index, @Nullable ShardChunk chunk, ByteBuffer content) {
    long transactionId = saw(content.getLong());
    int sub = content.getInt();
    if (chunk == null) {
      return;
    }
    long[] rowIds = new long[content.getInt()];
    content.asLongBuffer().get(rowIds);
    addIntent(transactionId, chunk);
    chunk.chunk.applyStageDelete(index, transactionId, sub, rowIds);
  }

  @GuardedBy("lock")
  private void addIntent(long transactionId, ShardChunk chunk) {
    intents.computeIfAbsent(transactionId, _ -> new LinkedHashSet<>()).add(chunk);
  }

  @GuardedBy("lock")
  private void resolve(long index, long transactionId, long csn) {
    Set<ShardChunk> involved = intents.remove(transactionId);
    if (involved == null) {
      return;
    }
    for (ShardChunk each : involved) {
      if (each.chunk.hotRows() == 0) {
        each.hotSinceNanos = clock.nanos();
      }
      each.touch(index);
      each.chunk.applyResolve(index, transactionId, csn);
      each.count();
    }
  }

  @GuardedBy("lock")
  private void abort(long index, long transactionId) {
    Set<ShardChunk> involved = intents.remove(transactionId);
    if (involved == null) {
      return;
    }
    for (ShardChunk each : involved) {
      each.touch(index);
      each.chunk.applyAbort(index, transactionId);
      each.count();
    }
  }

  // ---------------------------------------------------------------- looking

  /** A chunk; null when it does not exist (yet). Any thread. */
  public @Nullable Chunk chunk(long chunkId) {
    ShardChunk entry = chunks.get(chunkId);
    return entry == null ? null : entry.chunk;
  }

  /** A chunk that may have been dropped since; null when it is gone for good. */
  public @Nullable Chunk chunkOrRetired(long chunkId) {
    Chunk chunk = chunk(chunkId);
    if (chunk != null) {
      return chunk;
    }
    lock.lock();
    try {
      for (Retired each : retired) {
        if (each.chunk.info().chunkId() == chunkId) {
          return each.chunk;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The numbers of all chunks. */
  public List<Long> chunkIds() {
    return chunks.keySet().stream().sorted().toList();
  }

  /** The chunks. */
  Collection<ShardChunk> entries() {
    return chunks.values();
  }

  /** A chunk that is not dropped, or null. Guarded by the lock. */
  @Nullable ShardChunk entry(long chunkId) {
    return chunks.get(chunkId);
  }

  /** Whether a chunk has not been dropped. */
  boolean isPresent(ShardChunk entry) {
    return entry.equals(chunks.get(entry.chunk.info().chunkId()));
  }

  /** Index of the last entry applied; before the log is replayed, of the checkpoint. */
  @GuardedBy("lock")
  long appliedIndex() {
    return appliedIndex;
  }

  /** Takes the retired chunks that no snapshot from {@code horizon} on can read. */
  List<Chunk> takeRetired(long horizon) {
    lock.lock();
    try {
      List<Chunk> taken = new ArrayList<>();
      retired.removeIf(each -> each.timestamp < horizon && taken.add(each.chunk));
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Transactions with intents. */
  public List<Long> openTransactions() {
    lock.lock();
    try {
      return intents.keySet().stream().sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  /** Decisions that participants may not know of. */
  public Map<Long, ShardCommit> commits() {
    lock.lock();
    try {
      return Map.copyOf(commits);
    } finally {
      lock.unlock();
    }
  }

  /** All participants know of the commit durably. */
  public void forget(long transactionId) {
    lock.lock();
    try {
      commits.remove(transactionId);
    } finally {
      lock.unlock();
    }
  }

  /** The greatest timestamp in the log and before it. */
  public long timestamp() {
    lock.lock();
    try {
      return timestamp;
    } finally {
      lock.unlock();
    }
  }

  /** Up to where the log is not needed any more. */
  ShardCheckpoint checkpoint() {
    lock.lock();
    try {
      long needed = appliedIndex + 1;
      for (ShardChunk each : chunks.values()) {
        needed = Math.min(needed, each.dirtySince);
      }
      for (ShardCommit each : commits.values()) {
        needed = Math.min(needed, each.index());
      }
      return new ShardCheckpoint(needed - 1, timestamp);
    } finally {
      lock.unlock();
    }
  }

  /** Lets all segments go. */
  public void close() {
    lock.lock();
    try {
      chunks.values().forEach(each -> each.chunk.close());
      retired.forEach(each -> each.chunk.close());
    } finally {
      lock.unlock();
    }
  }
}
