package org.orrery.cluster.shard;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.FrozenHot;
import org.orrery.storage.chunk.FrozenStaged;
import org.orrery.storage.chunk.SealedHot;
import org.orrery.storage.chunk.SealedRows;
import org.orrery.storage.chunk.SealedStaged;
import org.orrery.storage.chunk.Sealer;
import org.orrery.storage.chunk.ToSeal;
import org.orrery.storage.manifest.ChunkState;

/**
 * Moves a shard's hot rows to segments and its log's start forward. Used by one thread at a time.
 * Order: segment durable, manifest durable, segment published, checkpoint durable, log purged.
 */
public final class ShardSealer {

  /** Smaller hot tables are not worth a segment even when memory is short. */
  private static final int TIGHT_ROWS_MIN = 65_536;

  private final DataShard shard;
  private final HotMemory memory;
  private final ShardManifest manifest;
  private final Sealer sealer;
  private final FileStore files;
  private final Path checkpoints;
  private final String checkpointName;
  private final TimestampOracle oracle;
  private final Clock clock;
  private final SealLimits limits;
  private long purgedIndex;

  /**
   * A sealer of {@code shard}.
   *
   * @param checkpoints directory of its checkpoint
   */
  public ShardSealer(
      DataShard shard,
      ShardManifest manifest,
      FileStore files,
      Path checkpoints,
      TimestampOracle oracle,
      Clock clock,
      HotMemory memory,
      SealLimits limits) {
    this.shard = shard;
    this.memory = memory;
    this.manifest = manifest;
    this.sealer = new Sealer(manifest.segments(), oracle.horizon());
    this.files = files;
    this.checkpoints = checkpoints;
    this.checkpointName = checkpointName(shard.group().value());
    this.oracle = oracle;
    this.clock = clock;
    this.limits = limits;
    this.purgedIndex = shard.checkpoint().index();
  }

  /** The name of a shard's checkpoint. */
  public static String checkpointName(int shard) {
    return "shard-" + shard + ".checkpoint";
  }

  /** Seals the chunks whose hot tables are large or old; returns whether there were any. */
  public boolean sealFull() {
    boolean isAny = false;
    for (ShardChunk entry : List.copyOf(shard.entries())) {
      isAny |= sealStaged(entry, this::isFull);
      if (isFull(entry)) {
        seal(entry);
        isAny = true;
      }
    }
    if (!isAny && memory.isFull()) {
      sealAll();
      return true;
    }
    return isAny;
  }

  private boolean isFull(int stagedRows, long bytes) {
    return stagedRows >= limits.hotRowsMax()
        || bytes >= limits.hotBytesMax()
        || (stagedRows >= TIGHT_ROWS_MIN && memory.isTight());
  }

  private boolean isFull(ShardChunk entry) {
    shard.lock.lock();
    try {
      int rows = entry.chunk.hotRows();
      return !entry.frozen.isEmpty()
          || rows >= limits.hotRowsMax()
          || entry.chunk.hotBytes() >= limits.hotBytesMax()
          || (rows >= TIGHT_ROWS_MIN && memory.isTight())
          || (rows > 0 && clock.nanos() - entry.hotSinceNanos >= limits.hotNanosMax());
    } finally {
      shard.lock.unlock();
    }
  }

  /** Seals all rows and writes down all deletes, so that the log up to now is not needed. */
  public void sealAll() {
    for (ShardChunk entry : List.copyOf(shard.entries())) {
      boolean _ = sealStaged(entry, (_, _) -> true);
      if (entry.dirtySince != ShardChunk.CLEAN) {
        seal(entry);
      }
    }
  }

  /** Seals a chunk's hot rows; false when it has none. */
  public boolean seal(long chunkId) {
    ShardChunk entry;
    shard.lock.lock();
    try {
      entry = shard.entry(chunkId);
      if (entry == null || (entry.chunk.hotRows() == 0 && entry.frozen.isEmpty())) {
        return false;
      }
    } finally {
      shard.lock.unlock();
    }
    seal(entry);
    return true;
  }

  /** Removes the former names of rows that nobody knows any more, and what was undone. */
  public void retireNames() {
    for (ShardChunk entry : List.copyOf(shard.entries())) {
      if (entry.chunk.hasRetiredNames() || entry.chunk.hasDropped()) {
        checkpoint(entry);
      }
    }
  }

  /** Seals rows of open transactions; returns whether there were any. */
  private boolean sealStaged(ShardChunk entry, ToSeal wanted) {
    boolean isAny = false;
    for (FrozenStaged next = nextStaged(entry, wanted); next != null; ) {
      isAny = true;
      publish(entry, sealer.sealStaged(next));
      next = nextStaged(entry, (_, _) -> false);
    }
    return isAny;
  }

  private @Nullable FrozenStaged nextStaged(ShardChunk entry, ToSeal wanted) {
    shard.lock.lock();
    try {
      if (!shard.isPresent(entry)) {
        return null;
      }
      entry.chunk.freezeStaged(shard.appliedIndex(), wanted);
      return entry.chunk.nextStaged();
    } finally {
      shard.lock.unlock();
    }
  }

  /** Holds the lock while it writes the manifest: see {@link Chunk#prepareStaged}. */
  private void publish(ShardChunk entry, SealedStaged sealed) {
    shard.lock.lock();
    try {
      long index = shard.appliedIndex();
      ChunkState state = shard.isPresent(entry) ? entry.chunk.prepareStaged(sealed, index) : null;
      if (state == null) {
        sealed.rows().discard();
        return;
      }
      manifest.put(state);
      entry.chunk.publishStaged(sealed, state);
      entry.count();
      entry.isDurable(index);
    } finally {
      shard.lock.unlock();
    }
  }

  private void seal(ShardChunk entry) {
    FrozenHot next = oldest(entry);
    if (next == null) {
      checkpoint(entry);
    }
    while (next != null) {
      if (!publish(entry, sealer.seal(next))) {
        return;
      }
      next = nextFrozen(entry);
    }
  }

  /** Takes the active hot table out; the oldest one to seal, null when there is none. */
  private @Nullable FrozenHot oldest(ShardChunk entry) {
    shard.lock.lock();
    try {
      if (shard.isPresent(entry)) {
        entry.rotate(shard.appliedIndex());
      }
      return first(entry);
    } finally {
      shard.lock.unlock();
    }
  }

  private @Nullable FrozenHot nextFrozen(ShardChunk entry) {
    shard.lock.lock();
    try {
      return first(entry);
    } finally {
      shard.lock.unlock();
    }
  }

  private static @Nullable FrozenHot first(ShardChunk entry) {
    ShardChunk.Frozen first = entry.frozen.peekFirst();
    return first == null ? null : first.table();
  }

  /** False when the chunk was dropped meanwhile. */
  private boolean publish(ShardChunk entry, SealedHot sealed) {
    ChunkState state;
    long index;
    shard.lock.lock();
    try {
      if (!shard.isPresent(entry)) {
        release(sealed);
        return false;
      }
      index = shard.appliedIndex();
      state = entry.chunk.prepareSeal(sealed, index);
    } finally {
      shard.lock.unlock();
    }
    try {
      manifest.put(state);
    } catch (OrreryException e) {
      release(sealed);
      throw e;
    }
    shard.lock.lock();
    try {
      // A chunk that was dropped meanwhile is retired: it takes the segment along.
      entry.chunk.publishSegment(sealed, oracle::last);
      if (!shard.isPresent(entry)) {
        return false;
      }
      entry.published();
      entry.isDurable(index);
      return true;
    } finally {
      shard.lock.unlock();
    }
  }

  /** Lets a segment go that is in no version of its chunk; its file may be written again. */
  private static void release(SealedHot sealed) {
    SealedRows rows = sealed.rows();
    if (rows != null) {
      rows.release();
    }
  }

  /** Writes down a chunk as it is, but for its hot rows. */
  private void checkpoint(ShardChunk entry) {
    ChunkState state;
    List<SealedRows> dropped;
    long index;
    shard.lock.lock();
    try {
      if (!shard.isPresent(entry)) {
        return;
      }
      index = shard.appliedIndex();
      state = entry.chunk.checkpoint(index);
      dropped = entry.chunk.dropped();
    } finally {
      shard.lock.unlock();
    }
    manifest.put(state);
    shard.lock.lock();
    try {
      entry.chunk.checkpointed(state);
      entry.chunk.removeDropped(dropped);
      entry.isDurable(index);
    } finally {
      shard.lock.unlock();
    }
  }

  /** Removes the files of dropped chunks that nobody reads any more. */
  public void removeDropped() {
    List<Chunk> gone = shard.takeRetired(oracle.horizon().timestamp());
    if (gone.isEmpty()) {
      return;
    }
    manifest.drop(gone);
    gone.forEach(Chunk::drop);
  }

  /** Lets the log go up to where nothing needs it. */
  public void purge(ReplicatedLog log) {
    ShardCheckpoint checkpoint = shard.checkpoint();
    if (checkpoint.index() > purgedIndex) {
      checkpoint.write(files, checkpoints, checkpointName);
      purgedIndex = checkpoint.index();
      log.purge(shard.group(), purgedIndex);
    }
  }
}
