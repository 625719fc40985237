package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.batch;
import static org.orrery.cluster.TestTables.row;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.cluster.History.Anomaly;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

/**
 * Random transactions on keys in chunks of several shards, in many interleavings, searched for what
 * snapshot isolation rules out. {@code -Dorrery.seed} starts another series.
 */
class SnapshotIsolationTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int SEEDS = Integer.getInteger("orrery.node.seeds", 20);
  private static final int KEYS = 4;
  private static final int SESSIONS = 5;
  private static final int TRANSACTIONS = 8;

  @Test
  void repeatableReadAllowsWriteSkewAndNothingElse() {
    Set<Anomaly> all = new TreeSet<>();
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      Set<Anomaly> found = play(seed, Isolation.REPEATABLE_READ);
      all.addAll(found);
      found.remove(Anomaly.WRITE_SKEW);
      assertThat(found).as("orrery.seed=%d", seed).isEmpty();
    }
    assertThat(all).as("the interleavings are worth something").contains(Anomaly.WRITE_SKEW);
  }

  @Test
  void readCommittedReadsNothingDirty() {
    Set<Anomaly> all = new TreeSet<>();
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      Set<Anomaly> found = play(seed, Isolation.READ_COMMITTED);
      all.addAll(found);
      assertThat(found)
          .as("orrery.seed=%d", seed)
          .doesNotContain(Anomaly.DIRTY_READ, Anomaly.INTERMEDIATE_READ);
    }
    // What a database would show that took a snapshot for each statement by mistake.
    assertThat(all).contains(Anomaly.NON_REPEATABLE_READ, Anomaly.LONG_FORK);
  }

  @Test
  void theSearchFindsWhatIsPlanted() {
    var dirty = new History();
    dirty.begin().read(1, 0).write(1, 5);
    dirty.begin().read(1, 5).committed();
    assertThat(dirty.anomalies()).containsExactly(Anomaly.DIRTY_READ);

    var intermediate = new History();
    intermediate.begin().read(1, 0).write(1, 5).write(1, 6).committed();
    intermediate.begin().read(1, 5).committed();
    assertThat(intermediate.anomalies()).contains(Anomaly.INTERMEDIATE_READ);

    var unrepeatable = new History();
    unrepeatable.begin().read(1, 0).write(1, 5).committed();
    unrepeatable.begin().read(1, 0).read(1, 5).committed();
    assertThat(unrepeatable.anomalies()).containsExactly(Anomaly.NON_REPEATABLE_READ);

    var lost = new History();
    lost.begin().read(1, 0).write(1, 5).committed();
    lost.begin().read(1, 0).write(1, 6).committed();
    assertThat(lost.anomalies()).containsExactly(Anomaly.LOST_UPDATE);

    var fork = new History();
    fork.begin().read(1, 0).write(1, 5).committed();
    fork.begin().read(2, 0).write(2, 6).committed();
    fork.begin().read(1, 5).read(2, 0).committed();
    fork.begin().read(1, 0).read(2, 6).committed();
    assertThat(fork.anomalies()).containsExactly(Anomaly.LONG_FORK);

    var skew = new History();
    skew.begin().read(1, 0).read(2, 0).write(1, 5).committed();
    skew.begin().read(1, 0).read(2, 0).write(2, 6).committed();
    assertThat(skew.anomalies()).isEqualTo(EnumSet.of(Anomaly.WRITE_SKEW));

    var serial = new History();
    serial.begin().read(1, 0).read(2, 0).write(1, 5).committed();
    serial.begin().read(1, 5).read(2, 0).write(2, 6).committed();
    serial.begin().read(1, 5).read(2, 6).committed();
    assertThat(serial.anomalies()).isEmpty();
  }

  private static Set<Anomaly> play(long seed, Isolation isolation) {
    var history = new History();
    Simulation.run(
        seed,
        (scheduler, clock) -> {
          try (LocalNode node =
              LocalNode.open(new SimFileStore(), scheduler, clock, CrashWorkload.SMALL, _ -> {})) {
            TestTables.Row[] initial = new TestTables.Row[KEYS];
            for (int key = 0; key < KEYS; key++) {
              initial[key] = row(key * 1000L, "a", History.INITIAL);
            }
            TestTables.insert(node.tables(), SERIES, batch(initial));
            List<Scheduler.Task> sessions = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
              int number = session;
              var rng = new SimRng(seed * 100 + session);
              sessions.add(
                  scheduler.spawn(
                      "session", () -> transact(node, isolation, history, rng, number)));
            }
            sessions.forEach(SnapshotIsolationTest::join);
            return true;
          }
        });
    return history.anomalies();
  }

  private static void join(Scheduler.Task task) {
    try {
      task.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void transact(
      LocalNode node, Isolation isolation, History history, SimRng rng, int session) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      History.Entry entry = history.begin();
      try (Transaction transaction = node.tables().begin(isolation)) {
        for (int step = 0; step < 4; step++) {
          int key = rng.nextInt(KEYS);
          Found found = read(node.tables(), transaction.snapshot(), key);
          entry.read(key, found.value());
          if (rng.nextInt(3) == 0) {
            double value = 1 + step + 10 * (i + 100.0 * session);
            replace(transaction, found, value);
            entry.write(key, value);
          }
        }
        if (rng.nextInt(6) > 0) {
          transaction.commit();
          entry.committed();
        }
      } catch (OrreryException e) {
        // A snapshot that is too old, or a deadlock: nothing was done.
        assertThat(e.state()).isIn(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED);
      }
      if (rng.nextInt(6) == 0) {
        node.sealAll();
      }
    }
  }

  /** A row that a snapshot sees. */
  private record Found(Snapshot snapshot, TestTables.Name name, long time, double value) {}

  private static Found read(TableAccess tables, Snapshot snapshot, int key) {
    List<Found> found = new ArrayList<>();
    TestTables.forEach(
        tables,
        SERIES,
        snapshot,
        (name, row) -> {
          Double value = row.value();
          if (row.time() == key * 1000L && value != null) {
            found.add(new Found(snapshot, name, row.time(), value));
          }
        });
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static void replace(Transaction transaction, Found found, double value) {
    long[] rowIds = {found.name().rowId()};
    int deleted = transaction.delete(SERIES, found.snapshot(), found.name().chunkId(), rowIds, 1);
    assertThat(deleted).isEqualTo(1);
    transaction.append(SERIES, batch(row(found.time(), "a", value)));
    transaction.flush();
  }
}
