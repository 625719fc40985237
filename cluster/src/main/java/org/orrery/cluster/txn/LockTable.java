package org.orrery.cluster.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockSpace;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.LockWaits;
import org.orrery.storage.api.SessionLocks;

/**
 * Who holds and who waits for what: tables, transactions, rows that several wait for, and what
 * applications name. Waiters queue in PostgreSQL's order: behind those who came first, unless that
 * would be a deadlock with locks already held. After the deadlock timeout a waiter looks for a
 * cycle of waits through itself, once, and gives up if there is one; it gives up at once when it
 * and another who queues for the same thing hold what the other wants.
 *
 * <p>One mutex guards everything; it is held for look-ups only, never while anyone waits.
 */
public final class LockTable implements LockSpace {

  /** A timer that fires early would wake a waiter for nothing, and not again. */
  private static final long TIMER_SLACK_NANOS = 1_000_000;

  /** Locks held and waited for on the node. */
  static final int LOCKS_MAX = 1_000_000;

  private final Clock clock;
  private final Scheduler scheduler;
  private final ReentrantLock mutex = new ReentrantLock();

  @GuardedBy("mutex")
  private final Map<LockTag, LockQueue> queues = new HashMap<>();

  /** Waiters, by session. */
  @GuardedBy("mutex")
  private final Map<LockSession, Waiter> waiting = new HashMap<>();

  /** A session that waits. Guarded by the table's mutex. */
  static final class Waiter {
    final LockSession session;
    final LockTag tag;
    final LockMode mode;

    /** Whether the lock is only waited for, not taken. */
    final boolean isPassing;

    final long sinceMicros;
    final Condition ready;
    boolean isDone;

    Waiter(
        LockSession session,
        LockTag tag,
        LockMode mode,
        boolean isPassing,
        long sinceMicros,
        Condition ready) {
      this.session = session;
      this.tag = tag;
      this.mode = mode;
      this.isPassing = isPassing;
      this.sinceMicros = sinceMicros;
      this.ready = ready;
    }
  }

  /** No locks. */
  public LockTable(Clock clock, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  @Override
  public SessionLocks open(LockWaits waits) {
    return new LockSession(this, waits);
  }

  /** Takes a lock that the session does not hold in this mode; false when it is not free. */
  boolean acquire(LockSession session, LockTag tag, LockMode mode, boolean wait) {
    mutex.lock();
    try {
      LockQueue queue = queue(tag);
      if (queue.isFree(session, mode)) {
        queue.grant(session, mode);
        return true;
      }
      if (wait) {
        await(queue, session, mode, false);
      }
      return wait;
    } finally {
      mutex.unlock();
    }
  }

  /** Waits until nobody holds anything that conflicts, or {@link #pass}. */
  void await(LockSession session, LockTag tag, LockMode mode) {
    mutex.lock();
    try {
      LockQueue queue = queues.get(tag);
      if (queue != null && !queue.isFree(session, mode)) {
        await(queue, session, mode, true);
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Lets all who only wait for {@code tag} go on. */
  void pass(LockTag tag) {
    mutex.lock();
    try {
      LockQueue queue = queues.get(tag);
      if (queue != null) {
        queue.pass();
        tidy(queue);
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Releases modes that a session holds. */
  void release(LockSession session, LockTag tag, int modes) {
    mutex.lock();
    try {
      LockQueue queue = queues.get(tag);
      if (queue != null) {
        queue.release(session, modes);
        tidy(queue);
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Makes a session that waits look whether it was cancelled. */
  void wake(LockSession session) {
    mutex.lock();
    try {
      Waiter waiter = waiting.get(session);
      if (waiter != null) {
        waiter.ready.signal();
      }
    } finally {
      mutex.unlock();
    }
  }

  @GuardedBy("mutex")
  private LockQueue queue(LockTag tag) {
    LockQueue queue = queues.get(tag);
    if (queue == null) {
      if (queues.size() >= LOCKS_MAX) {
        throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of shared memory")
            .withHint("The node holds at most " + LOCKS_MAX + " locks.");
      }
      queue = new LockQueue(tag);
      queues.put(tag, queue);
    }
    return queue;
  }

  @GuardedBy("mutex")
  private void tidy(LockQueue queue) {
    if (queue.isEmpty()) {
      queues.remove(queue.tag());
    }
  }

  // ---------------------------------------------------------------- waiting

  @GuardedBy("mutex")
  private void await(LockQueue queue, LockSession session, LockMode mode, boolean isPassing) {
    var waiter =
        new Waiter(session, queue.tag(), mode, isPassing, clock.wallMicros(), mutex.newCondition());
    Waiter opponent = queue.opponent(waiter);
    if (opponent != null) {
      throw Deadlocks.error(List.of(waiter, opponent));
    }
    queue.enqueue(waiter);
    waiting.put(session, waiter);
    try {
      awaitGrant(waiter);
    } finally {
      waiting.remove(session);
      if (!waiter.isDone) {
        queue.leave(waiter);
        tidy(queue);
      }
    }
  }

  @GuardedBy("mutex")
  private void awaitGrant(Waiter waiter) {
    LockWaits waits = waiter.session.waits();
    long start = clock.nanos();
    long lockTimeout = waits.lockTimeoutNanos() == 0 ? Long.MAX_VALUE : waits.lockTimeoutNanos();
    long deadlockTimeout = waits.deadlockTimeoutNanos();
    while (!waiter.isDone) {
      waits.checkCancelled();
      long waited = clock.nanos() - start;
      if (waited >= lockTimeout) {
        throw OrreryException.of(
            SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
      }
      if (waited >= deadlockTimeout) {
        deadlockTimeout = Long.MAX_VALUE;
        List<Waiter> cycle = cycle(waiter);
        if (!cycle.isEmpty()) {
          throw Deadlocks.error(cycle);
        }
      }
      long left = Math.min(lockTimeout, deadlockTimeout);
      left = left == Long.MAX_VALUE ? left : left - waited;
      sleep(waiter, Math.min(left, waits.nanosLeft()));
    }
  }

  @GuardedBy("mutex")
  @SuppressWarnings("WaitNotInLoop") // its caller loops
  private void sleep(Waiter waiter, long nanos) {
    // A timed wait of the JDK would use real time in simulation.
    Scheduler.Task timer =
        nanos == Long.MAX_VALUE
            ? null
            : scheduler.after(
                Math.max(0, nanos) + TIMER_SLACK_NANOS, "lock-timer", () -> wake(waiter.session));
    try {
      waiter.ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrreryException.of(SqlState.QUERY_CANCELED, "canceled while waiting for a lock")
          .causedBy(e);
    } finally {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  /** The waits that form a cycle through {@code waiter}, it first; empty when there is none. */
  @GuardedBy("mutex")
  private List<Waiter> cycle(Waiter waiter) {
    List<Waiter> path = new ArrayList<>();
    path.add(waiter);
    return closesCycle(path, new LinkedHashSet<>()) ? path : List.of();
  }

  @GuardedBy("mutex")
  private boolean closesCycle(List<Waiter> path, Set<LockSession> visited) {
    Waiter last = path.getLast();
    for (LockSession blocker : blockers(last)) {
      if (blocker.equals(path.getFirst().session)) {
        return true;
      }
      Waiter next = waiting.get(blocker);
      if (next != null && !next.isDone && visited.add(blocker)) {
        path.addLast(next);
        if (closesCycle(path, visited)) {
          return true;
        }
        path.removeLast();
      }
    }
    return false;
  }

  @GuardedBy("mutex")
  private Set<LockSession> blockers(Waiter waiter) {
    LockQueue queue = queues.get(waiter.tag);
    return queue == null ? Set.of() : queue.blockers(waiter);
  }

  // ---------------------------------------------------------------- looking

  @Override
  public List<LockInfo> list() {
    List<LockInfo> list = new ArrayList<>();
    mutex.lock();
    try {
      queues.values().forEach(queue -> queue.list(list));
    } finally {
      mutex.unlock();
    }
    return list;
  }

  @Override
  public List<Integer> blockers(int processId) {
    mutex.lock();
    try {
      for (Map.Entry<LockSession, Waiter> each : waiting.entrySet()) {
        if (each.getKey().waits().processId() == processId && !each.getValue().isDone) {
          return blockers(each.getValue()).stream()
              .map(blocker -> blocker.waits().processId())
              .toList();
        }
      }
      return List.of();
    } finally {
      mutex.unlock();
    }
  }

  /** Whether nobody holds or waits for anything. */
  boolean isEmpty() {
    mutex.lock();
    try {
      return queues.isEmpty();
    } finally {
      mutex.unlock();
    }
  }
}
