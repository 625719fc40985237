package org.orrery.cluster.meta;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.log.Durability;
import org.orrery.cluster.log.GroupId;
import org.orrery.cluster.log.LogStateMachine;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.SequenceStore;

/**
 * The meta group on this node: proposes entries and answers with what applying them came to.
 * Thread-safe; proposing methods wait for the log and throw its errors.
 */
public final class MetaShard implements CatalogStore, LogStateMachine {

  /** The meta group. */
  public static final GroupId GROUP = new GroupId(0);

  private static final String SNAPSHOT = "meta.snapshot";

  /** OIDs taken from the log at once; what a stop leaves of them is lost. */
  private static final int OID_BLOCK = 1024;

  private final FileStore files;
  private final Path directory;
  private final MetaState state;
  private final Sequences sequences = new Sequences(this);
  private final ReentrantLock lock = new ReentrantLock();

  /** Results of entries of this node by index, until their proposers have taken them. */
  private final Map<Long, MetaResult> results = new ConcurrentHashMap<>();

  private @Nullable ReplicatedLog log;
  private volatile boolean isReplayed;

  @GuardedBy("lock")
  private @Nullable Listener listener;

  @GuardedBy("lock")
  private long appliedIndex;

  private long snapshotIndex;

  private final ReentrantLock oidLock = new ReentrantLock();

  @GuardedBy("oidLock")
  private long nextOid;

  @GuardedBy("oidLock")
  private long oidEnd;

  /**
   * The group as its last snapshot has it.
   *
   * @param directory where the snapshot is
   * @param shardCount data shards, numbered from 1
   */
  public MetaShard(FileStore files, Path directory, int shardCount) {
    this.files = files;
    this.directory = directory;
    this.state = new MetaState(shardCount);
    this.snapshotIndex = MetaSnapshot.load(files, directory, SNAPSHOT, state);
    this.appliedIndex = snapshotIndex;
  }

  /** Replays the log and takes part in it from now on. */
  public void open(ReplicatedLog newLog) {
    newLog.open(GROUP, snapshotIndex, this);
    log = newLog;
    isReplayed = true;
  }

  // ---------------------------------------------------------------- applying

  @Override
  public void apply(long index, ByteBuffer bytes) {
    MetaEntry entry = MetaCodec.decode(bytes);
    lock.lock();
    try {
      MetaResult result = apply(entry);
      appliedIndex = index;
      if (isReplayed) {
        results.put(index, result);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private MetaResult apply(MetaEntry entry) {
    return switch (entry) {
      case MetaEntry.AllocateOids(int count) -> {
        long first = state.nextOid;
        state.nextOid += count;
        yield new MetaResult.Oids(first);
      }
      case MetaEntry.EnsureChunk ensure -> state.ensureChunk(ensure);
      case MetaEntry.Commit commit -> commit(commit);
      case MetaEntry.TakeValues take -> state.takeValues(take);
      case MetaEntry.SetSequence(long sequenceId, var position) -> {
        state.sequences.put(sequenceId, position);
        yield new MetaResult.Done(List.of());
      }
      case MetaEntry.DropStorage(long storageId) -> {
        sequences.forget(storageId);
        yield new MetaResult.Done(state.dropStorage(storageId));
      }
    };
  }

  @GuardedBy("lock")
  private MetaResult commit(MetaEntry.Commit commit) {
    state.timestamp = Math.max(state.timestamp, commit.timestamp());
    MetaResult conflict = state.catalog.conflict(commit.edit());
    if (conflict != null) {
      return conflict;
    }
    List<CatalogObject> written = state.catalog.apply(commit.edit());
    state.storages.addAll(commit.edit().createdStorages());
    List<ChunkPlace> dropped = state.drop(commit.edit());
    commit.edit().droppedStorages().forEach(sequences::forget);
    if (!commit.participants().isEmpty()) {
      state.commits.put(
          commit.transactionId(), new CommitRecord(commit.timestamp(), commit.participants()));
    }
    if (listener != null && !(written.isEmpty() && commit.edit().removals().isEmpty())) {
      listener.onChange(state.catalog.version(), written, commit.edit().removals());
    }
    return new MetaResult.Done(dropped);
  }

  // ---------------------------------------------------------------- proposing

  private MetaResult propose(MetaEntry entry) {
    ReplicatedLog open = log;
    if (open == null) {
      throw Invariant.broken("the meta group is not open");
    }
    long index = Proposals.await(open.append(GROUP, MetaCodec.encode(entry), Durability.SYNC));
    MetaResult result = results.remove(index);
    if (result == null) {
      throw Invariant.broken("no result of a meta entry");
    }
    return result;
  }

  @Override
  public long allocateOids(int count) {
    oidLock.lock();
    try {
      if (oidEnd - nextOid < count) {
        int block = Math.max(OID_BLOCK, count);
        if (!(propose(new MetaEntry.AllocateOids(block)) instanceof MetaResult.Oids(long first))) {
          throw Invariant.broken("result of an OID allocation");
        }
        nextOid = first;
        oidEnd = first + block;
      }
      long first = nextOid;
      nextOid += count;
      return first;
    } finally {
      oidLock.unlock();
    }
  }

  /** The sequences. */
  public SequenceStore sequences() {
    return sequences;
  }

  MetaResult.Values takeValues(long sequenceId, SequenceStore.Range range, int count) {
    if (propose(new MetaEntry.TakeValues(sequenceId, range, count))
        instanceof MetaResult.Values values) {
      return values;
    }
    throw Invariant.broken("result of taking values of a sequence");
  }

  void setSequence(long sequenceId, SequenceStore.State position) {
    propose(new MetaEntry.SetSequence(sequenceId, position));
  }

  SequenceStore.@Nullable State sequence(long sequenceId) {
    lock.lock();
    try {
      return state.sequences.get(sequenceId);
    } finally {
      lock.unlock();
    }
  }

  /** Before a stop: gives back what was taken ahead. */
  public void giveBackSequences() {
    sequences.giveBack();
  }

  /** The chunk for a row, created if there is none. */
  public ChunkPlace ensureChunk(MetaEntry.EnsureChunk entry) {
    if (propose(entry) instanceof MetaResult.Placed(ChunkPlace place)) {
      return place;
    }
    throw Invariant.broken("result of a chunk's creation");
  }

  /** Proposes a commit with catalog changes; the answer says whether it happened. */
  public MetaResult propose(MetaEntry.Commit commit) {
    return propose((MetaEntry) commit);
  }

  /** Removes a storage; returns its chunks, which their owners are to drop. */
  public List<ChunkPlace> dropStorage(long storageId) {
    return propose(new MetaEntry.DropStorage(storageId)) instanceof MetaResult.Done(var dropped)
        ? dropped
        : List.of();
  }

  // ---------------------------------------------------------------- looking

  /** A storage's chunks by range; null when it has none. */
  public @Nullable ChunkIndex index(long storageId) {
    return state.index(storageId);
  }

  /** Where a chunk is; null when it does not exist. */
  public @Nullable ChunkPlace place(long chunkId) {
    return state.place(chunkId);
  }

  /** All chunks. */
  public List<ChunkPlace> places() {
    lock.lock();
    try {
      return state.places();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a committed transaction has made the storage. */
  public boolean isStorage(long storageId) {
    lock.lock();
    try {
      return state.storages.contains(storageId);
    } finally {
      lock.unlock();
    }
  }

  /** Commits that participants may not know of yet. */
  public Map<Long, CommitRecord> commits() {
    lock.lock();
    try {
      return Map.copyOf(state.commits);
    } finally {
      lock.unlock();
    }
  }

  /** All participants know of the commit durably. */
  public void forget(long transactionId) {
    lock.lock();
    try {
      state.commits.remove(transactionId);
    } finally {
      lock.unlock();
    }
  }

  /** The greatest timestamp in the log and before it. */
  public long timestamp() {
    lock.lock();
    try {
      return state.timestamp;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void subscribe(Listener newListener) {
    lock.lock();
    try {
      Invariant.check(listener == null, "the catalog has one listener");
      listener = newListener;
      newListener.onChange(
          state.catalog.version(), List.copyOf(state.catalog.objects()), List.of());
    } finally {
      lock.unlock();
    }
  }

  /** Writes a snapshot and lets the log go up to it. One thread at a time. */
  public void checkpoint() {
    ReplicatedLog open = log;
    byte[] content;
    long index;
    lock.lock();
    try {
      index = appliedIndex;
      if (open == null || index == snapshotIndex) {
        return;
      }
      content = MetaSnapshot.encode(state, index);
    } finally {
      lock.unlock();
    }
    MetaSnapshot.write(files, directory.resolve(SNAPSHOT), content);
    snapshotIndex = index;
    open.purge(GROUP, index);
  }
}
