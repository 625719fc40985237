package org.orrery.sql.session;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;

/** Whether the running request shall stop. {@link #request} and {@link #check}: any thread. */
final class Cancellation {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock clock;
  private volatile boolean isRunning;
  private volatile boolean isRequested;
  private volatile long deadlineNanos;
  private volatile boolean hasDeadline;

  Cancellation(Clock clock) {
    this.clock = clock;
  }

  /** A statement starts; {@code timeoutMillis} 0 for none. */
  void begin(long timeoutMillis) {
    if (!isRunning) {
      isRequested = false;
      isRunning = true;
    }
    hasDeadline = timeoutMillis > 0;
    deadlineNanos = hasDeadline ? clock.nanos() + timeoutMillis * NANOS_PER_MILLI : 0;
  }

  /** The request has ended. */
  void end() {
    isRunning = false;
    isRequested = false;
    hasDeadline = false;
  }

  void request() {
    if (isRunning) {
      isRequested = true;
    }
  }

  /** Nanoseconds to the statement's deadline; {@code Long.MAX_VALUE} when it has none. */
  long nanosLeft() {
    return hasDeadline ? deadlineNanos - clock.nanos() : Long.MAX_VALUE;
  }

  void check() {
    if (isRequested) {
      throw OrreryException.of(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
    if (hasDeadline && clock.nanos() - deadlineNanos > 0) {
      throw OrreryException.of(
          SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
    }
  }
}
