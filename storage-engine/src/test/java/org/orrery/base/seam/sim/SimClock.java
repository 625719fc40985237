package org.orrery.base.seam.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.orrery.base.seam.Clock;

/** Time that moves only when told to. Sleepers wake when it passes their deadline. */
public final class SimClock implements Clock {

  private static final long WALL_ORIGIN_MICROS = 1_767_225_600_000_000L; // 2026-01-01 UTC

  private static final class Sleeper {
    private final Thread thread = Thread.currentThread();
    private final long deadline;
    private volatile boolean isDue;

    private Sleeper(long deadline) {
      this.deadline = deadline;
    }
  }

  private final List<Sleeper> sleepers = new ArrayList<>();
  private long nanos;
  private long wallSkewMicros;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized long wallMicros() {
    return WALL_ORIGIN_MICROS + nanos / 1_000 + wallSkewMicros;
  }

  /** Makes the wall clock jump. */
  public synchronized void skewWall(long micros) {
    wallSkewMicros += micros;
  }

  @Override
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    var sleeper = new Sleeper(deadlineNanos);
    synchronized (this) {
      if (deadlineNanos <= nanos) {
        return;
      }
      sleepers.add(sleeper);
    }
    while (!sleeper.isDue) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        synchronized (this) {
          sleepers.remove(sleeper);
        }
        throw new InterruptedException();
      }
    }
  }

  /** Moves time on and wakes whoever is due, earliest first. */
  public void advance(long byNanos) {
    List<Sleeper> due = new ArrayList<>();
    synchronized (this) {
      nanos += byNanos;
      for (Iterator<Sleeper> each = sleepers.iterator(); each.hasNext(); ) {
        Sleeper sleeper = each.next();
        if (sleeper.deadline <= nanos) {
          each.remove();
          due.add(sleeper);
        }
      }
    }
    due.sort((a, b) -> Long.compare(a.deadline, b.deadline));
    for (Sleeper sleeper : due) {
      sleeper.isDue = true;
      LockSupport.unpark(sleeper.thread);
    }
  }

  /** Moves time to the next sleeper's deadline; false when nobody sleeps. */
  public boolean advanceToNextDeadline() {
    long by;
    synchronized (this) {
      if (sleepers.isEmpty()) {
        return false;
      }
      long next = Long.MAX_VALUE;
      for (Sleeper sleeper : sleepers) {
        next = Math.min(next, sleeper.deadline);
      }
      by = Math.max(0, next - nanos);
    }
    advance(by);
    return true;
  }
}
