package org.orrery.base.actor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue of messages (as {@link Runnable}s) that one virtual thread runs in the order they
 * came: whatever state they touch needs no lock. Any thread may submit; a message that throws is
 * logged and does not stop the mailbox, so a message reports its own errors to whoever waits.
 */
public final class Mailbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final String name;
  private final Credits slots;
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

  /** Orders the last messages and the end mark. */
  private final ReentrantLock closing = new ReentrantLock();

  @GuardedBy("closing")
  private boolean isClosed;

  /** Set by the last message; only the drainer sees it. */
  private boolean isDrained;

  private final Scheduler.Task drainer;

  /**
   * Opens a mailbox and starts its thread.
   *
   * @param name thread name, also shown in errors
   * @param capacity messages that may wait
   */
  public Mailbox(String name, int capacity, Clock clock, Scheduler scheduler) {
    this.name = name;
    this.slots = new Credits("mailbox of " + name, capacity, clock, scheduler);
    this.drainer = scheduler.spawn(name, this::drain);
  }

  /**
   * Queues {@code message}, waiting for room until {@code deadlineNanos} of the clock.
   *
   * @throws OrreryException {@code 53000} when still full at the deadline, {@code 57P01} when
   *     closed
   */
  public void submit(Runnable message, long deadlineNanos) {
    long slot = slots.acquire(1, deadlineNanos);
    closing.lock();
    try {
      if (isClosed) {
        throw shuttingDown();
      }
      queue.add(
          () -> {
            slots.release(slot);
            message.run();
          });
    } finally {
      closing.unlock();
    }
  }

  private OrreryException shuttingDown() {
    return OrreryException.of(SqlState.ADMIN_SHUTDOWN, "%s is shutting down", name);
  }

  /** Messages that wait. */
  public int size() {
    return queue.size();
  }

  private void drain() {
    while (!isDrained) {
      Runnable message;
      try {
        message = queue.take();
      } catch (InterruptedException _) {
        // Only close() ends a mailbox: an interrupt meant for an earlier message is dropped.
        continue;
      }
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        LOG.error("mailbox.message.failed mailbox={}", name, e);
      }
    }
  }

  /** Refuses further messages, runs those that wait, and returns when the last has ended. */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        slots.refuse(shuttingDown());
        queue.add(() -> isDrained = true);
      }
    } finally {
      closing.unlock();
    }
    try {
      drainer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
