package org.orrery.base.seam;

/** Time. Monotonic time orders and measures; wall time is only ever shown or stored as data. */
public interface Clock {

  /** Monotonic nanoseconds from an arbitrary origin; never goes back. */
  long nanos();

  /** Wall-clock microseconds since 1970-01-01 UTC; may jump. */
  long wallMicros();

  /**
   * Blocks the calling thread until {@link #nanos()} has reached {@code deadlineNanos}.
   *
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  void sleepUntil(long deadlineNanos) throws InterruptedException;
}
