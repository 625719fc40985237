package org.orrery.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.cluster.shard.ShardCompactor;
import org.orrery.storage.chunk.MergedSegments;
import org.orrery.storage.resource.DiskWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges segments of a node's chunks in the background, one merge at a time, and rests after each
 * as long as it took. Not while the disk is nearly full.
 */
final class Compaction implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private final List<ShardCompactor> compactors;
  private final Maintenance maintenance;
  private final @Nullable DiskWatch disk;
  private final Clock clock;
  private final Scheduler scheduler;
  private final long intervalNanos;
  private final Consumer<OrreryException> fatal;

  /** Held during a merge. */
  private final ReentrantLock round = new ReentrantLock();

  private volatile boolean isClosed;

  @GuardedBy("round")
  private Scheduler.@Nullable Task next;

  /**
   * A compaction that begins with {@link #start}.
   *
   * @param disk the volume; null when it is not watched
   * @param intervalNanos how often to look for something to merge
   * @param fatal told of errors after which the node must recover
   */
  Compaction(
      List<ShardCompactor> compactors,
      Maintenance maintenance,
      @Nullable DiskWatch disk,
      Clock clock,
      Scheduler scheduler,
      long intervalNanos,
      Consumer<OrreryException> fatal) {
    this.compactors = List.copyOf(compactors);
    this.maintenance = maintenance;
    this.disk = disk;
    this.clock = clock;
    this.scheduler = scheduler;
    this.intervalNanos = intervalNanos;
    this.fatal = fatal;
  }

  void start() {
    schedule(intervalNanos);
  }

  private void schedule(long delayNanos) {
    round.lock();
    try {
      if (!isClosed) {
        next = scheduler.after(delayNanos, "compaction", this::run);
      }
    } finally {
      round.unlock();
    }
  }

  private void run() {
    long begin = clock.nanos();
    round.lock();
    try {
      if (!isClosed && hasRoom()) {
        compactors.forEach(this::compact);
      }
    } catch (OrreryException e) {
      if (!Maintenance.isPassing(e)) {
        isClosed = true;
        fatal.accept(e);
        return;
      }
      LOG.warn("compaction.failed state={}", e.state(), e);
    } finally {
      round.unlock();
    }
    schedule(Math.max(intervalNanos, clock.nanos() - begin));
  }

  private boolean hasRoom() {
    return disk == null
        || switch (disk.level()) {
          case PLENTY, LOW -> true;
          case VERY_LOW, FULL -> false;
        };
  }

  @GuardedBy("round")
  private void compact(ShardCompactor compactor) {
    compactor.buildMissedIndexes(() -> isClosed);
    ShardCompactor.Merge merge = maintenance.exclusively(compactor::plan);
    if (merge != null) {
      publish(compactor, merge, () -> isClosed);
    }
  }

  /** Merges; false when it was stopped. */
  @GuardedBy("round")
  private boolean publish(
      ShardCompactor compactor, ShardCompactor.Merge merge, BooleanSupplier isStopped) {
    MergedSegments merged = compactor.merge(merge, isStopped);
    if (merged == null) {
      return false;
    }
    maintenance.exclusively(
        () -> {
          compactor.publish(merge, merged);
          return null;
        });
    return true;
  }

  /**
   * Seals a chunk and merges its segments into as few as the limits allow, in the table's order.
   * Waits for the merge at hand.
   *
   * @param shard its shard, from 0
   * @param isStopped asked now and then whether to give up
   * @return whether there was anything to do
   * @throws OrreryException {@code 53100} when the disk is too full, {@code XX001}
   */
  boolean compactFully(int shard, long chunkId, BooleanSupplier isStopped) {
    ShardCompactor compactor = compactors.get(shard);
    round.lock();
    try {
      if (!hasRoom()) {
        throw OrreryException.of(SqlState.DISK_FULL, "too little disk space to merge segments");
      }
      boolean isAny = maintenance.seal(shard, chunkId);
      ShardCompactor.Merge merge = maintenance.exclusively(() -> compactor.planFull(chunkId));
      while (merge != null
          && publish(compactor, merge, () -> isClosed || isStopped.getAsBoolean())) {
        isAny = true;
        merge = maintenance.exclusively(() -> compactor.planFull(chunkId));
      }
      compactor.requireSound(chunkId);
      return isAny;
    } finally {
      round.unlock();
    }
  }

  /** Stops the merge at hand. */
  @Override
  public void close() {
    isClosed = true;
    round.lock();
    try {
      if (next != null) {
        next.cancel();
      }
    } finally {
      round.unlock();
    }
  }
}
