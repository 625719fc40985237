package org.orrery.base.actor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;

/**
 * A fixed amount of something (messages, bytes) that is taken before use and given back after;
 * first come, first served. Any thread; waiting uses the seams only, so it works on virtual time.
 */
public final class Credits {

  /** A timer that fires early would wake a waiter for nothing, and not again. */
  private static final long TIMER_SLACK_NANOS = 1_000_000;

  private final String name;
  private final long capacity;
  private final Clock clock;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Object> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long free;

  @GuardedBy("lock")
  private @Nullable OrreryException refusal;

  /**
   * Full credits.
   *
   * @param name what is limited; shown in the error
   * @param capacity how much there is
   */
  public Credits(String name, long capacity, Clock clock, Scheduler scheduler) {
    this.name = name;
    this.capacity = capacity;
    this.free = capacity;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * Takes {@code amount} (capped at the capacity, so that the largest request can be served), and
   * waits for it until {@code deadlineNanos}.
   *
   * @return what was taken and is to be given back
   * @throws OrreryException {@code 53000} at the deadline, {@code 57014} when interrupted, or what
   *     was given to {@link #refuse}
   */
  public long acquire(long amount, long deadlineNanos) {
    long wanted = Math.min(amount, capacity);
    lock.lock();
    try {
      if (refusal != null) {
        throw refusal;
      }
      if (!waiting.isEmpty() || free < wanted) {
        await(wanted, deadlineNanos);
      }
      free -= wanted;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void await(long wanted, long deadlineNanos) {
    var ticket = new Object();
    waiting.addLast(ticket);
    // A timer wakes us at the deadline: a timed wait of the JDK would use real time in simulation.
    Scheduler.Task timer =
        scheduler.after(
            Math.max(0, deadlineNanos - clock.nanos()) + TIMER_SLACK_NANOS,
            "credits-timer",
            this::wake);
    try {
      while (!ticket.equals(waiting.peekFirst()) || free < wanted) {
        if (clock.nanos() - deadlineNanos >= 0) {
          throw OrreryException.of(SqlState.INSUFFICIENT_RESOURCES, "%s is full", name)
              .withHint("The system is overloaded; try again later.");
        }
        changed.await();
        if (refusal != null) {
          throw refusal;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrreryException.of(SqlState.QUERY_CANCELED, "canceled while waiting for %s", name)
          .causedBy(e);
    } finally {
      timer.cancel();
      waiting.remove(ticket);
      changed.signalAll();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what {@link #acquire} returned. */
  public void release(long amount) {
    lock.lock();
    try {
      free += amount;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on every waiting and later {@link #acquire} fails with {@code error}. */
  public void refuse(OrreryException error) {
    lock.lock();
    try {
      refusal = error;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
