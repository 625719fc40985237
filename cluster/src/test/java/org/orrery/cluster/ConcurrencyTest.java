package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.cluster.TestTables.KEYED;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.batch;
import static org.orrery.cluster.TestTables.insert;
import static org.orrery.cluster.TestTables.row;
import static org.orrery.cluster.TestTables.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

/** Sessions at the same time, in many interleavings, and disks that fail. */
class ConcurrencyTest {

  private static final int SEEDS = Integer.getInteger("orrery.node.seeds", 6);

  private interface Body {
    void run(Scheduler scheduler, Clock clock) throws InterruptedException;
  }

  private static void simulate(long seed, Body body) {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(seed), clock);
    var isDone = new AtomicReference<>(false);
    scheduler.spawn(
        "test",
        () -> {
          try {
            body.run(scheduler, clock);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          isDone.set(true);
        });
    scheduler.run();
    assertThat(isDone.get()).as("seed %d ended in a deadlock", seed).isTrue();
  }

  @Test
  void readersSeeACommitOverManyShardsWholeOrNotAtAll() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      simulate(seed, ConcurrencyTest::writeAndWatch);
    }
  }

  private static void writeAndWatch(Scheduler scheduler, Clock clock) throws InterruptedException {
    var disk = new SimFileStore();
    try (LocalNode node = LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
      TableAccess tables = node.tables();
      List<Scheduler.Task> sessions = new ArrayList<>();
      var writing = new AtomicInteger(3);
      for (int writer = 0; writer < 3; writer++) {
        int first = writer;
        sessions.add(
            scheduler.spawn(
                "writer",
                () -> {
                  for (int i = 0; i < 8; i++) {
                    // Five chunks, so at least two shards.
                    long time = first * 8L + i;
                    insert(
                        tables,
                        SERIES,
                        batch(
                            row(time, "t", i),
                            row(1000 + time, "t", i),
                            row(2000 + time, "t", i),
                            row(3000 + time, "t", i),
                            row(4000 + time, "t", i)));
                    // Who was told of a commit sees it.
                    assertThat(rows(tables, SERIES)).contains(row(4000 + time, "t", i));
                  }
                  writing.decrementAndGet();
                }));
      }
      sessions.add(
          scheduler.spawn(
              "sealer",
              () -> {
                while (writing.get() > 0) {
                  node.sealAll();
                  pause(clock);
                }
              }));
      int last = 0;
      while (writing.get() > 0) {
        int count = rows(tables, SERIES).size();
        assertThat(count % 5).isZero();
        assertThat(count).isGreaterThanOrEqualTo(last);
        last = count;
        pause(clock);
      }
      for (Scheduler.Task each : sessions) {
        each.join();
      }
      assertThat(rows(tables, SERIES)).hasSize(120);
    }
  }

  private static void pause(Clock clock) {
    try {
      clock.sleepUntil(clock.nanos() + 1000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ofSessionsThatWriteOneKeyExactlyOneWins() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      simulate(seed, ConcurrencyTest::raceForKeys);
    }
  }

  private static void raceForKeys(Scheduler scheduler, Clock clock) throws InterruptedException {
    try (LocalNode node =
        LocalNode.open(new SimFileStore(), scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
      var won = new AtomicInteger();
      List<Scheduler.Task> sessions = new ArrayList<>();
      for (int session = 0; session < 4; session++) {
        boolean isStaged = session % 2 == 0;
        sessions.add(
            scheduler.spawn(
                "session",
                () -> {
                  for (int key = 0; key < 10; key++) {
                    won.addAndGet(claim(node.tables(), key, isStaged) ? 1 : 0);
                  }
                }));
      }
      for (Scheduler.Task each : sessions) {
        each.join();
      }
      List<TestTables.Row> rows = rows(node.tables(), KEYED);
      assertThat(won.get()).isEqualTo(10);
      assertThat(rows).hasSize(10);
      assertThat(rows.stream().map(TestTables.Row::time).distinct()).hasSameSizeAs(rows);
    }
  }

  private static boolean claim(TableAccess tables, long key, boolean isStaged) {
    try (Transaction transaction = tables.begin(Isolation.READ_COMMITTED)) {
      transaction.append(KEYED, batch(row(key, "t", 1)));
      if (isStaged) {
        transaction.flush();
      }
      transaction.commit();
      return true;
    } catch (OrreryException e) {
      assertThat(e.state()).isEqualTo(SqlState.UNIQUE_VIOLATION);
      return false;
    }
  }

  @Test
  void aFailedSyncLeavesTheCommitUnknownAndEndsTheNode() {
    simulate(
        1,
        (scheduler, clock) -> {
          var disk = new SimFileStore();
          var faulty = new FaultyFileStore(disk, FaultPlan.NONE);
          var fatal = new AtomicReference<SqlState>();
          try (LocalNode node =
              LocalNode.open(
                  faulty, scheduler, clock, NodeOptions.DEFAULT, e -> fatal.set(e.state()))) {
            insert(node.tables(), SERIES, batch(row(1, "t", 1)));
            faulty.setPlan(
                FaultPlan.of(faulty.calls() + 1, FaultPlan.Kind.FAIL, FaultPlan.Operation.SYNC));
            assertState(
                SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                () -> insert(node.tables(), SERIES, batch(row(2, "t", 1))));
            assertState(
                SqlState.IO_ERROR, () -> insert(node.tables(), SERIES, batch(row(3, "t", 1))));
            assertThat(rows(node.tables(), SERIES)).containsExactly(row(1, "t", 1));
          }
          assertThat(fatal.get()).isEqualTo(SqlState.IO_ERROR);
          try (LocalNode node =
              LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            assertThat(rows(node.tables(), SERIES)).contains(row(1, "t", 1));
          }
        });
  }

  @Test
  void aFullDiskRefusesWritesAndTheNodeGoesOnOnceThereIsRoom() {
    simulate(
        1,
        (scheduler, clock) -> {
          var faulty = new FaultyFileStore(new SimFileStore(), FaultPlan.NONE);
          try (LocalNode node =
              LocalNode.open(faulty, scheduler, clock, CrashWorkload.SMALL, _ -> {})) {
            int refused = 0;
            List<TestTables.Row> expected = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
              if (i % 50 == 10) {
                faulty.setPlan(
                    FaultPlan.of(
                        faulty.calls() + 1,
                        FaultPlan.Kind.DISK_FULL,
                        FaultPlan.Operation.PREALLOCATE));
              }
              TestTables.Row near = row(i, "t", i);
              TestTables.Row far = row(1000 + i, "t", i);
              try {
                insert(node.tables(), KEYED, batch(near, far));
                expected.addAll(List.of(near, far));
              } catch (OrreryException e) {
                assertThat(e.state()).isEqualTo(SqlState.DISK_FULL);
                refused++;
              }
            }
            assertThat(refused).isPositive();
            assertThat(rows(node.tables(), KEYED)).containsExactlyInAnyOrderElementsOf(expected);
          }
        });
  }

  private static void assertState(SqlState state, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(OrreryException.class, e -> assertThat(e.state()).isEqualTo(state));
  }
}
