package org.orrery.pgwire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which connections there are, and the caps on them. Thread-safe. */
public final class ConnectionCounts {

  private final int sessionsMax;
  private final int unauthenticatedMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Set<ClientConnection> unauthenticated = new HashSet<>();

  @GuardedBy("lock")
  private final Set<ClientConnection> sessions = new HashSet<>();

  @GuardedBy("lock")
  private boolean isClosed;

  @GuardedBy("lock")
  private boolean isImpatient;

  public ConnectionCounts(int sessionsMax, int unauthenticatedMax) {
    this.sessionsMax = sessionsMax;
    this.unauthenticatedMax = unauthenticatedMax;
  }

  /** Counts a new connection; false when it must be closed at once. */
  boolean enter(ClientConnection connection) {
    lock.lock();
    try {
      return !isClosed
          && unauthenticated.size() < unauthenticatedMax
          && unauthenticated.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Counts an authenticated connection as a session; false when there are too many. */
  boolean admit(ClientConnection connection) {
    lock.lock();
    try {
      if (sessions.size() >= sessionsMax) {
        return false;
      }
      unauthenticated.remove(connection);
      sessions.add(connection);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a connection no longer. */
  void leave(ClientConnection connection) {
    lock.lock();
    try {
      unauthenticated.remove(connection);
      sessions.remove(connection);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sessions now. */
  public int sessionCount() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in any more, and tells everyone to leave. */
  public void terminateAll() {
    List<ClientConnection> everyone;
    lock.lock();
    try {
      isClosed = true;
      everyone = new ArrayList<>(sessions);
      everyone.addAll(unauthenticated);
    } finally {
      lock.unlock();
    }
    everyone.forEach(ClientConnection::shutDown);
  }

  /** Waits until everyone has left or {@link #stopWaiting} is called; whether they have. */
  public boolean awaitEmpty() {
    lock.lock();
    try {
      while (!(sessions.isEmpty() && unauthenticated.isEmpty()) && !isImpatient) {
        changed.awaitUninterruptibly();
      }
      return sessions.isEmpty() && unauthenticated.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@link #awaitEmpty}. */
  public void stopWaiting() {
    lock.lock();
    try {
      isImpatient = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
