package org.orrery.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.cluster.log.GroupId;
import org.orrery.cluster.log.LogUsage;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.meta.MetaShard;
import org.orrery.cluster.shard.ShardSealer;
import org.orrery.cluster.tso.TimestampOracle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's housekeeper, one round after the other: moves the horizon, seals what is large, old or
 * keeps the log from being recycled, snapshots the meta group, purges, removes files that nobody
 * needs. A full disk or heap is tried again in the next round, other errors end the node.
 */
final class Maintenance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private static final long RELEASE_NANOS = 3_000_000_000L;

  private final ReplicatedLog log;
  private final MetaShard meta;
  private final List<ShardSealer> sealers;
  private final TimestampOracle oracle;
  private final Clock clock;
  private final Scheduler scheduler;
  private final long intervalNanos;
  private final Consumer<OrreryException> fatal;

  /** Held during a round. */
  private final ReentrantLock round = new ReentrantLock();

  @GuardedBy("round")
  private boolean isClosed;

  @GuardedBy("round")
  private long nextReleaseNanos;

  @GuardedBy("round")
  private Scheduler.@Nullable Task next;

  /**
   * A housekeeper that begins with {@link #start}.
   *
   * @param sealers of the data shards, shard 1 first
   * @param fatal told of errors after which the node must recover
   */
  Maintenance(
      ReplicatedLog log,
      MetaShard meta,
      List<ShardSealer> sealers,
      TimestampOracle oracle,
      Clock clock,
      Scheduler scheduler,
      long intervalNanos,
      Consumer<OrreryException> fatal) {
    this.log = log;
    this.meta = meta;
    this.sealers = List.copyOf(sealers);
    this.oracle = oracle;
    this.clock = clock;
    this.scheduler = scheduler;
    this.intervalNanos = intervalNanos;
    this.nextReleaseNanos = clock.nanos();
    this.fatal = fatal;
  }

  void start() {
    round.lock();
    try {
      if (!isClosed) {
        next = scheduler.after(intervalNanos, "maintenance", this::run);
      }
    } finally {
      round.unlock();
    }
  }

  private void run() {
    round.lock();
    try {
      if (isClosed) {
        return;
      }
      try {
        keepHouse();
      } catch (OrreryException e) {
        if (!isPassing(e)) {
          isClosed = true;
          fatal.accept(e);
          return;
        }
        LOG.warn("maintenance.failed state={}", e.state(), e);
      }
    } finally {
      round.unlock();
    }
    start();
  }

  @GuardedBy("round")
  private void keepHouse() {
    oracle.advanceHorizon();
    for (ShardSealer sealer : sealers) {
      if (sealer.sealFull()) {
        sealer.purge(log);
      }
      sealer.retireNames();
      sealer.removeDropped();
    }
    LogUsage usage = log.usage();
    // Three quarters, so that the cap is kept while sealing takes its time. What open transactions
    // pin cannot be released: then it is tried again after a while.
    if (usage.totalBytes() > usage.capBytes() / 4 * 3 && clock.nanos() - nextReleaseNanos >= 0) {
      nextReleaseNanos = clock.nanos() + RELEASE_NANOS;
      for (GroupId group : usage.pinning()) {
        release(group);
      }
    }
  }

  @GuardedBy("round")
  private void release(GroupId group) {
    if (group.equals(MetaShard.GROUP)) {
      meta.checkpoint();
    } else {
      ShardSealer sealer = sealers.get(group.value() - 1);
      sealer.sealAll();
      sealer.purge(log);
    }
  }

  /** Gives back the values of sequences that were taken ahead, so that a stop leaves no gap. */
  void giveBackSequences() {
    meta.giveBackSequences();
  }

  /**
   * Seals everything now and lets the log go as far as open transactions allow.
   *
   * @throws OrreryException {@code 53100}; {@code 58030}, which ends the node
   */
  void sealAll() {
    exclusively(
        () -> {
          oracle.advanceHorizon();
          meta.checkpoint();
          sealers.forEach(ShardSealer::sealAll);
          oracle.advanceHorizon();
          for (ShardSealer sealer : sealers) {
            sealer.retireNames();
            sealer.purge(log);
          }
          return null;
        });
  }

  /** Seals a chunk's hot rows now; false when it has none. Errors as of {@link #exclusively}. */
  boolean seal(int shard, long chunkId) {
    return exclusively(
        () -> {
          oracle.advanceHorizon();
          boolean isAny = sealers.get(shard).seal(chunkId);
          oracle.advanceHorizon();
          return isAny;
        });
  }

  /** Whether what failed may be tried again: a full disk or heap has changed nothing. */
  static boolean isPassing(OrreryException error) {
    return error.state() == SqlState.DISK_FULL || error.state() == SqlState.OUT_OF_MEMORY;
  }

  /** Does something between rounds; an error other than a full disk or heap ends the node. */
  <T extends @Nullable Object> T exclusively(Supplier<T> action) {
    round.lock();
    try {
      return action.get();
    } catch (OrreryException e) {
      if (!isPassing(e)) {
        isClosed = true;
        fatal.accept(e);
      }
      throw e;
    } finally {
      round.unlock();
    }
  }

  /** Ends with the round at hand. */
  @Override
  public void close() {
    round.lock();
    try {
      isClosed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      round.unlock();
    }
  }
}
