package org.orrery.cluster.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;

/** Where proposals of all threads wait for the one writer, which takes all of them at once. */
final class LogIntake {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private List<Proposal> waiting = new ArrayList<>();

  @GuardedBy("lock")
  private @Nullable OrreryException refusal;

  /** Queues a proposal, or throws what {@link #close} was given. */
  void add(Proposal proposal) {
    lock.lock();
    try {
      if (refusal != null) {
        throw refusal;
      }
      waiting.add(proposal);
      if (waiting.size() == 1) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for proposals and takes them; none when closed and empty. One thread. */
  List<Proposal> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && refusal == null) {
        changed.awaitUninterruptibly();
      }
      List<Proposal> taken = waiting;
      waiting = taken.isEmpty() ? taken : new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what comes from now on; the first reason stays. */
  void close(OrreryException reason) {
    lock.lock();
    try {
      if (refusal == null) {
        refusal = reason;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
