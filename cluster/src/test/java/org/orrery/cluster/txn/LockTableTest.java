package org.orrery.cluster.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.LockWaits;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.SessionLocks.Scope;

/** Locks of several sessions on virtual time. */
class LockTableTest {

  private static final LockTag A = new LockTag.Relation(1);
  private static final LockTag B = new LockTag.Relation(2);
  private static final long SECOND = 1_000_000_000L;

  /** A session's settings, which a test changes. */
  private static final class Settings implements LockWaits {
    private final int processId;
    private long lockTimeout;
    private boolean isCancelled;

    Settings(int processId) {
      this.processId = processId;
    }

    @Override
    public int processId() {
      return processId;
    }

    @Override
    public long lockTimeoutNanos() {
      return lockTimeout;
    }

    @Override
    public long deadlockTimeoutNanos() {
      return SECOND;
    }

    @Override
    public long nanosLeft() {
      return Long.MAX_VALUE;
    }

    @Override
    public void checkCancelled() {
      if (isCancelled) {
        throw OrreryException.of(SqlState.QUERY_CANCELED, "cancelled");
      }
    }
  }

  private interface Body {
    void run() throws InterruptedException;
  }

  private final SimClock clock = new SimClock();
  private final SimScheduler scheduler = new SimScheduler(new SimRng(7), clock);
  private final LockTable table = new LockTable(clock, scheduler);
  private final List<String> events = new ArrayList<>();

  private SessionLocks session(int processId) {
    return table.open(new Settings(processId));
  }

  /** Runs steps on a thread of their own; an error is an event. */
  private void spawn(String name, Body body) {
    scheduler.spawn(
        name,
        () -> {
          try {
            body.run();
            events.add(name + " done");
          } catch (OrreryException e) {
            events.add(name + " " + e.state().code());
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void sleep(long nanos) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + nanos);
  }

  private static boolean take(SessionLocks locks, LockTag tag, LockMode mode) {
    return locks.acquire(tag, mode, Scope.TRANSACTION, false);
  }

  private static void await(SessionLocks locks, LockTag tag, LockMode mode) {
    assertThat(locks.acquire(tag, mode, Scope.TRANSACTION, true)).isTrue();
  }

  @Test
  void modesConflictAsInPostgres() {
    // Rows and columns in the order of PostgreSQL's table 13.2.
    List<String> expected =
        List.of(
            ".......X",
            "......XX",
            "....XXXX",
            "...XXXXX",
            "..XX.XXX",
            "..XXXXXX",
            ".XXXXXXX",
            "XXXXXXXX");

    Iterator<String> rows = expected.iterator();
    for (LockMode held : LockMode.values()) {
      var row = new StringBuilder();
      for (LockMode wanted : LockMode.values()) {
        SessionLocks first = session(1);
        SessionLocks second = session(2);
        take(first, A, held);
        row.append(take(second, A, wanted) ? '.' : 'X');
        first.close();
        second.close();
      }
      assertThat(row).hasToString(rows.next());
    }
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void aSessionDoesNotConflictWithItself() {
    SessionLocks session = session(1);

    boolean areAllTaken = Arrays.stream(LockMode.values()).allMatch(mode -> take(session, A, mode));

    assertThat(areAllTaken).isTrue();
    assertThat(table.list()).hasSize(LockMode.values().length).allMatch(LockInfo::isGranted);
    session.releaseTransaction();
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void aWaiterGetsTheLockWhenItIsReleased() {
    SessionLocks holder = session(1);
    take(holder, A, LockMode.ACCESS_EXCLUSIVE);
    spawn("waiter", () -> await(session(2), A, LockMode.ACCESS_SHARE));
    spawn(
        "holder",
        () -> {
          sleep(5 * SECOND);
          assertThat(table.blockers(2)).containsExactly(1);
          holder.releaseTransaction();
        });

    scheduler.run();

    assertThat(events).containsExactly("holder done", "waiter done");
  }

  @Test
  void aLaterReaderQueuesBehindAWaitingWriter() {
    SessionLocks reader = session(1);
    SessionLocks writer = session(2);
    take(reader, A, LockMode.ACCESS_SHARE);
    spawn("writer", () -> await(writer, A, LockMode.ACCESS_EXCLUSIVE));
    scheduler.runUntil(() -> !table.blockers(2).isEmpty());

    assertThat(take(session(3), A, LockMode.ACCESS_SHARE)).isFalse();
    // One who holds a lock already goes first: to queue would be a deadlock.
    assertThat(take(reader, A, LockMode.ROW_SHARE)).isTrue();
    reader.releaseTransaction();
    scheduler.run();
    assertThat(events).containsExactly("writer done");
  }

  @Test
  void aCycleOfWaitsIsBrokenAfterTheDeadlockTimeout() {
    SessionLocks first = session(1);
    SessionLocks second = session(2);
    var detail = new AtomicReference<@Nullable String>();
    take(first, A, LockMode.EXCLUSIVE);
    take(second, B, LockMode.EXCLUSIVE);
    spawn(
        "first",
        () -> {
          try {
            await(first, B, LockMode.EXCLUSIVE);
          } catch (OrreryException e) {
            detail.set(e.detail());
            first.releaseTransaction();
            throw e;
          }
        });
    spawn(
        "second",
        () -> {
          sleep(SECOND / 10);
          await(second, A, LockMode.EXCLUSIVE);
        });

    scheduler.run();

    assertThat(events).containsExactly("first 40P01", "second done");
    assertThat(detail.get())
        .isEqualTo(
            """
            Process 1 waits for ExclusiveLock on relation 2; blocked by process 2.
            Process 2 waits for ExclusiveLock on relation 1; blocked by process 1.\
            """);
    assertThat(clock.nanos()).isBetween(SECOND, 2 * SECOND);
  }

  @Test
  void twoWhoWantToStrengthenALockAreADeadlockAtOnce() {
    SessionLocks first = session(1);
    SessionLocks second = session(2);
    take(first, A, LockMode.SHARE);
    take(second, A, LockMode.SHARE);
    spawn("first", () -> await(first, A, LockMode.ROW_EXCLUSIVE));
    scheduler.runUntil(() -> !table.blockers(1).isEmpty());
    spawn("second", () -> await(second, A, LockMode.ROW_EXCLUSIVE));

    scheduler.runUntil(() -> !events.isEmpty());

    assertThat(events).containsExactly("second 40P01");
    assertThat(clock.nanos()).isLessThan(SECOND);
  }

  @Test
  void aLongWaitIsNoDeadlock() {
    SessionLocks holder = session(1);
    take(holder, A, LockMode.EXCLUSIVE);
    spawn("waiter", () -> await(session(2), A, LockMode.SHARE));
    spawn(
        "holder",
        () -> {
          sleep(3600 * SECOND);
          holder.close();
        });

    scheduler.run();

    assertThat(events).containsExactly("holder done", "waiter done");
  }

  @Test
  void aWaitEndsAtTheLockTimeout() {
    var settings = new Settings(2);
    settings.lockTimeout = 2 * SECOND;
    take(session(1), A, LockMode.EXCLUSIVE);
    spawn("waiter", () -> await(table.open(settings), A, LockMode.SHARE));

    scheduler.run();

    assertThat(events).containsExactly("waiter 55P03");
    assertThat(table.list()).hasSize(1);
  }

  @Test
  void aCancelledWaiterLeavesTheQueueToOthers() {
    var settings = new Settings(2);
    SessionLocks cancelled = table.open(settings);
    take(session(1), A, LockMode.ACCESS_SHARE);
    spawn("cancelled", () -> await(cancelled, A, LockMode.ACCESS_EXCLUSIVE));
    scheduler.runUntil(() -> !table.blockers(2).isEmpty());
    spawn("reader", () -> await(session(3), A, LockMode.ACCESS_SHARE));
    spawn(
        "canceller",
        () -> {
          sleep(SECOND / 2);
          settings.isCancelled = true;
          cancelled.wake();
        });

    scheduler.run();

    assertThat(events).containsExactly("canceller done", "cancelled 57014", "reader done");
  }

  @Test
  void aRollbackReleasesWhatWasTakenSince() {
    SessionLocks session = session(1);
    take(session, A, LockMode.ROW_EXCLUSIVE);
    int mark = session.mark();
    take(session, A, LockMode.ACCESS_EXCLUSIVE);
    take(session, B, LockMode.SHARE);

    session.releaseTo(mark);

    assertThat(table.list())
        .extracting(LockInfo::tag, LockInfo::mode)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(A, LockMode.ROW_EXCLUSIVE));
  }

  @Test
  void aSessionLockIsReleasedAsOftenAsItWasTaken() {
    SessionLocks session = session(1);
    LockTag key = new LockTag.Advisory(0, 7, 1);
    session.acquire(key, LockMode.EXCLUSIVE, Scope.SESSION, true);
    session.acquire(key, LockMode.EXCLUSIVE, Scope.SESSION, true);
    take(session, key, LockMode.EXCLUSIVE);
    session.releaseTransaction();

    assertThat(session.release(key, LockMode.EXCLUSIVE)).isTrue();
    assertThat(take(session(2), key, LockMode.SHARE)).isFalse();
    assertThat(session.release(key, LockMode.EXCLUSIVE)).isTrue();
    assertThat(session.release(key, LockMode.EXCLUSIVE)).isFalse();
    assertThat(take(session(2), key, LockMode.SHARE)).isTrue();
  }

  @Test
  void whoWaitsForATransactionGoesOnWhenItEndsOrUndoesSomething() {
    SessionLocks holder = session(1);
    holder.begin(42);
    spawn(
        "waiter",
        () -> {
          SessionLocks waiter = session(2);
          waiter.awaitTransaction(42);
          events.add("undone");
          waiter.awaitTransaction(42);
        });
    spawn(
        "holder",
        () -> {
          sleep(SECOND);
          holder.undone();
          sleep(SECOND);
          holder.releaseTransaction();
        });

    scheduler.run();

    assertThat(events).containsExactly("undone", "holder done", "waiter done");
    assertThat(table.isEmpty()).isTrue();
  }
}
