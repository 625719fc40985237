package org.orrery.cluster.shard;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.storage.chunk.CompactionLimits;
import org.orrery.storage.chunk.Compactor;
import org.orrery.storage.chunk.MergeInput;
import org.orrery.storage.chunk.MergedSegments;
import org.orrery.storage.chunk.SealedRows;
import org.orrery.storage.manifest.ChunkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges segments of a shard's chunks. {@link #plan} and {@link #publish} are called by who may
 * write the manifest, {@link #merge}, which takes long, by one thread beside it. Order: segment
 * durable, manifest durable, segment published, sources removed after their last reader.
 */
public final class ShardCompactor {

  private static final Logger LOG = LoggerFactory.getLogger(ShardCompactor.class);

  private final DataShard shard;
  private final ShardManifest manifest;
  private final Compactor compactor;
  private final TimestampOracle oracle;
  private final Clock clock;
  private final CompactionLimits limits;

  public ShardCompactor(
      DataShard shard,
      ShardManifest manifest,
      TimestampOracle oracle,
      Clock clock,
      CompactionLimits limits) {
    this.shard = shard;
    this.manifest = manifest;
    this.compactor = new Compactor(manifest.segments());
    this.oracle = oracle;
    this.clock = clock;
    this.limits = limits;
  }

  /** A merge that was begun: of which chunk, what, and when. */
  public static final class Merge {
    private final ShardChunk entry;
    private final MergeInput input;
    private final long beginNanos;

    private Merge(ShardChunk entry, MergeInput input, long beginNanos) {
      this.entry = entry;
      this.input = input;
      this.beginNanos = beginNanos;
    }
  }

  /** Looks for something to merge; null when there is nothing. */
  public @Nullable Merge plan() {
    for (ShardChunk entry : List.copyOf(shard.entries())) {
      shard.lock.lock();
      try {
        if (shard.isPresent(entry) && !entry.isDamaged) {
          MergeInput input = entry.chunk.planMerge(limits, isQuiet(entry));
          if (input != null) {
            return new Merge(entry, input, clock.nanos());
          }
        }
      } finally {
        shard.lock.unlock();
      }
    }
    return null;
  }

  /**
   * What to merge next so that a chunk becomes as few segments as the limits allow; null when there
   * is nothing left to do, or a segment is known to be damaged.
   */
  public @Nullable Merge planFull(long chunkId) {
    shard.lock.lock();
    try {
      ShardChunk entry = shard.entry(chunkId);
      MergeInput input =
          entry == null || entry.isDamaged ? null : entry.chunk.planFullMerge(limits);
      return entry == null || input == null ? null : new Merge(entry, input, clock.nanos());
    } finally {
      shard.lock.unlock();
    }
  }

  /**
   * Does nothing, unless a segment of a chunk is known to be damaged.
   *
   * @throws OrreryException {@code XX001}
   */
  public void requireSound(long chunkId) {
    shard.lock.lock();
    try {
      ShardChunk entry = shard.entry(chunkId);
      if (entry != null && entry.isDamaged) {
        throw OrreryException.of(
            SqlState.DATA_CORRUPTED, "a segment of chunk %d is damaged", chunkId);
      }
    } finally {
      shard.lock.unlock();
    }
  }

  /** Builds the indexes that scans have missed. */
  public void buildMissedIndexes(BooleanSupplier isStopped) {
    for (ShardChunk entry : List.copyOf(shard.entries())) {
      if (isStopped.getAsBoolean()) {
        return;
      }
      if (!entry.isDamaged && shard.isPresent(entry)) {
        try {
          entry.chunk.buildMissedIndexes();
        } catch (OrreryException e) {
          if (e.state() != SqlState.DATA_CORRUPTED) {
            throw e;
          }
          LOG.error("chunk.damaged chunk={}", entry.chunk.info().chunkId(), e);
          entry.isDamaged = true;
        }
      }
    }
  }

  private boolean isQuiet(ShardChunk entry) {
    return entry.chunk.hotRows() == 0
        && entry.frozen.isEmpty()
        && clock.nanos() - entry.touchedNanos >= limits.quietNanos();
  }

  /**
   * Does the work.
   *
   * @param isStopped asked now and then whether to give up
   * @return null when it was stopped, the chunk was dropped, or a segment is damaged, which is
   *     logged; when it is not known which, the merges of the chunk end
   * @throws OrreryException {@code 53100}, {@code 58030}
   */
  public @Nullable MergedSegments merge(Merge merge, BooleanSupplier isStopped) {
    try {
      return compactor.merge(merge.input, () -> isStopped.getAsBoolean() || isGone(merge.entry));
    } catch (OrreryException e) {
      if (isGone(merge.entry)) {
        return null;
      }
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      LOG.error("chunk.damaged chunk={}", merge.entry.chunk.info().chunkId(), e);
      merge.entry.isDamaged =
          merge.input.sources().stream().noneMatch(each -> each.rows().isDamaged());
      return null;
    }
  }

  private boolean isGone(ShardChunk entry) {
    return !shard.isPresent(entry);
  }

  /** Puts the result in the place of what was merged. */
  public void publish(Merge merge, MergedSegments merged) {
    ShardChunk entry = merge.entry;
    ChunkState state;
    long index;
    shard.lock.lock();
    try {
      if (!shard.isPresent(entry)) {
        SealedRows rows = merged.rows();
        if (rows != null) {
          rows.discard();
        }
        return;
      }
      index = shard.appliedIndex();
      state = entry.chunk.prepareMerge(merged, index);
    } finally {
      shard.lock.unlock();
    }
    manifest.put(state);
    shard.lock.lock();
    try {
      // A chunk that was dropped meanwhile is retired: it takes the segment along.
      entry.chunk.publishMerge(merged, state, oracle::last);
      entry.isDurable(index);
    } finally {
      shard.lock.unlock();
    }
    merged.discardSources();
    log(merge, merged);
  }

  private void log(Merge merge, MergedSegments merged) {
    LOG.info(
        "chunk.compacted chunk={} segments={} rows={} bytes={} micros={}",
        merge.input.chunkId(),
        merge.input.sources().size(),
        merged.file() == null ? 0 : merged.file().rowCount(),
        merged.file() == null ? 0 : merged.file().bytes(),
        (clock.nanos() - merge.beginNanos) / 1000);
  }
}
