package org.orrery.base.seam;

import java.util.concurrent.Executor;

/**
 * Threads. Blocking work runs on virtual threads, computing on a fixed pool of the machine's size.
 */
public interface Scheduler {

  /** Starts {@code body} on its own virtual thread. The name shows in logs and thread dumps. */
  Task spawn(String name, Runnable body);

  /**
   * Runs {@code body} on its own virtual thread after {@code delayNanos}, unless cancelled first.
   */
  Task after(long delayNanos, String name, Runnable body);

  /** The shared pool for CPU-bound work; what it runs never blocks. */
  Executor compute();

  /** How many threads {@link #compute()} has. */
  int computeThreads();

  /** A started thread. */
  interface Task {

    /** Interrupts the thread, or keeps it from starting. Idempotent. */
    void cancel();

    /** Waits for the end of the thread. */
    void join() throws InterruptedException;
  }
}
