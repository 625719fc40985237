package org.orrery.cluster.tso;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.Clock;
import org.orrery.storage.mvcc.GcHorizon;

/**
 * Hands out strictly increasing timestamps {@code milliseconds << 18 | n}; the wall clock only
 * makes them readable, order never depends on it. Thread-safe.
 *
 * <p>Commits become visible in timestamp order: a commit takes its timestamp with {@link
 * #beginCommit}, is applied everywhere, and {@link #endCommit} makes it <em>visible</em> once every
 * earlier one has ended too. It is acknowledged after that. A snapshot reads at the greatest
 * timestamp below which all commits have ended, so what it sees is applied already: readers never
 * wait, a commit over many chunks shows up at once, and whoever was told of a commit sees it.
 */
public final class TimestampOracle {

  private static final int SEQUENCE_BITS = 18;

  /** A commit under way. */
  public static final class Commit {
    private final long timestamp;
    private final CompletableFuture<Void> visible = new CompletableFuture<>();

    /** Guarded by the oracle's lock. */
    private boolean isEnded;

    private Commit(long timestamp) {
      this.timestamp = timestamp;
    }

    /** Its timestamp. */
    public long timestamp() {
      return timestamp;
    }

    /** Completes when snapshots see the commit; fails when the node has failed. */
    public CompletableFuture<Void> visible() {
      return visible;
    }
  }

  private final Clock clock;
  private final GcHorizon horizon = new GcHorizon();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Commit> pending = new ArrayDeque<>();

  /** How many open snapshots read at each timestamp. */
  @GuardedBy("lock")
  private final TreeMap<Long, Integer> snapshots = new TreeMap<>();

  @GuardedBy("lock")
  private long last;

  @GuardedBy("lock")
  private @Nullable OrreryException failure;

  /** An oracle that begins at the wall clock; see {@link #raise}. */
  public TimestampOracle(Clock clock) {
    this.clock = clock;
  }

  /** Everything from now on is greater than {@code timestamp}. */
  public void raise(long timestamp) {
    lock.lock();
    try {
      last = Math.max(last, timestamp);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long advance() {
    last = Math.max(last + 1, (clock.wallMicros() / 1000) << SEQUENCE_BITS);
    return last;
  }

  /** A timestamp that nothing else has, such as a transaction's number. */
  public long next() {
    lock.lock();
    try {
      return advance();
    } finally {
      lock.unlock();
    }
  }

  /** The greatest timestamp handed out. */
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a commit timestamp. Every begun commit must be ended, or the oracle failed. */
  public Commit beginCommit() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
      var commit = new Commit(advance());
      pending.addLast(commit);
      return commit;
    } finally {
      lock.unlock();
    }
  }

  /** The commit is applied in all its chunks, or will never be in any. Idempotent. */
  public void endCommit(Commit commit) {
    Deque<Commit> visible = new ArrayDeque<>();
    lock.lock();
    try {
      commit.isEnded = true;
      while (failure == null && !pending.isEmpty() && pending.getFirst().isEnded) {
        visible.add(pending.removeFirst());
      }
    } finally {
      lock.unlock();
    }
    for (Commit each : visible) {
      each.visible.complete(null);
    }
  }

  /** The greatest timestamp at which a snapshot may read now. */
  public long visibleTimestamp() {
    lock.lock();
    try {
      return visible();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long visible() {
    return pending.isEmpty() ? last : pending.getFirst().timestamp - 1;
  }

  /** The read timestamp of a new snapshot; to be closed with {@link #closeSnapshot}. */
  public long openSnapshot() {
    lock.lock();
    try {
      long timestamp = visible();
      snapshots.merge(timestamp, 1, Integer::sum);
      return timestamp;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a snapshot. */
  public void closeSnapshot(long timestamp) {
    lock.lock();
    try {
      snapshots.computeIfPresent(timestamp, (_, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }

  /** The horizon, as of the last {@link #advanceHorizon}. */
  public GcHorizon horizon() {
    return horizon;
  }

  /**
   * Moves the horizon up to the oldest open snapshot; without any, past all that have been, also
   * when nothing is written.
   */
  public void advanceHorizon() {
    lock.lock();
    try {
      advance();
      long oldest = snapshots.isEmpty() ? Long.MAX_VALUE : snapshots.firstKey();
      horizon.advance(Math.min(oldest, visible()));
    } finally {
      lock.unlock();
    }
  }

  /** The log has failed: no commit ends any more, those under way have an unknown fate. */
  public void fail(OrreryException error) {
    Deque<Commit> lost;
    lock.lock();
    try {
      if (failure != null) {
        return;
      }
      failure = error;
      lost = new ArrayDeque<>(pending);
    } finally {
      lock.unlock();
    }
    for (Commit each : lost) {
      each.visible.completeExceptionally(error);
    }
  }
}
