package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.batch;
import static org.orrery.cluster.TestTables.insert;
import static org.orrery.cluster.TestTables.row;
import static org.orrery.cluster.TestTables.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;
import org.orrery.storage.api.ConcurrentChange;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

/**
 * Sessions that move amounts between accounts in chunks of several shards, in many interleavings,
 * against a map that does the same one after the other. No update may be lost, and every snapshot
 * sees the same total.
 */
class TransactionModelTest {

  private static final int SEEDS = Integer.getInteger("orrery.node.seeds", 6);
  private static final int ACCOUNTS = 6;
  private static final int SESSIONS = 4;
  private static final int TRANSFERS = 12;
  private static final double TOTAL = 100.0 * ACCOUNTS;

  /** What committed transfers have made of the accounts. */
  private final Map<Long, Double> model = new HashMap<>();

  private int committed;

  @Test
  void noUpdateIsLost() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      play(seed);
    }
  }

  private void play(long seed) {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(seed), clock);
    List<String> ended = new ArrayList<>();
    scheduler.spawn(
        "test",
        () -> {
          try (LocalNode node =
              LocalNode.open(new SimFileStore(), scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            run(seed, node, scheduler);
            ended.add("test");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    scheduler.run();
    assertThat(ended).as("seed %d ended", seed).hasSize(1);
  }

  private void run(long seed, LocalNode node, Scheduler scheduler) throws InterruptedException {
    TableAccess tables = node.tables();
    model.clear();
    committed = 0;
    for (long account = 0; account < ACCOUNTS; account++) {
      model.put(account * 1000, 100.0);
      insert(tables, SERIES, batch(row(account * 1000, "a", 100)));
    }
    List<Scheduler.Task> sessions = new ArrayList<>();
    for (int session = 0; session < SESSIONS; session++) {
      var rng = new SimRng(seed * 100 + session);
      Isolation isolation = session % 2 == 0 ? Isolation.READ_COMMITTED : Isolation.REPEATABLE_READ;
      sessions.add(
          scheduler.spawn(
              "session",
              () -> {
                for (int i = 0; i < TRANSFERS; i++) {
                  long from = rng.nextInt(ACCOUNTS) * 1000L;
                  long to = rng.nextInt(ACCOUNTS) * 1000L;
                  if (from != to) {
                    transfer(tables, isolation, from, to, 1 + rng.nextInt(9));
                  }
                  if (rng.nextInt(5) == 0) {
                    node.sealAll();
                  }
                }
              }));
    }
    for (Scheduler.Task each : sessions) {
      each.join();
    }
    assertThat(committed).as("seed %d", seed).isPositive();
    assertThat(
            rows(tables, SERIES).stream()
                .collect(Collectors.toMap(TestTables.Row::time, TestTables.Row::value)))
        .as("seed %d", seed)
        .isEqualTo(model);
  }

  private void transfer(
      TableAccess tables, Isolation isolation, long from, long to, double amount) {
    try (Transaction transaction = tables.begin(isolation)) {
      update(tables, transaction, from, -amount, TOTAL);
      update(tables, transaction, to, amount, TOTAL - amount);
      transaction.commit();
      committed++;
      model.merge(from, -amount, Double::sum);
      model.merge(to, amount, Double::sum);
    } catch (OrreryException e) {
      // A snapshot that is too old, or a deadlock: nothing was done.
      assertThat(e.state()).isIn(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED);
    }
  }

  /** One statement, which runs again when its snapshot turns out to be too old. */
  private static void update(
      TableAccess tables, Transaction transaction, long account, double amount, double total) {
    Snapshot snapshot = transaction.snapshot();
    while (true) {
      try {
        update(tables, transaction, snapshot, account, amount, total);
        transaction.flush();
        return;
      } catch (OrreryException e) {
        Snapshot next = e.getCause() instanceof ConcurrentChange ? transaction.restart(0) : null;
        if (next == null) {
          throw e;
        }
        snapshot = next;
      }
    }
  }

  private static void update(
      TableAccess tables,
      Transaction transaction,
      Snapshot snapshot,
      long account,
      double amount,
      double expectedTotal) {
    List<TestTables.Name> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double[] total = {0};
    TestTables.forEach(
        tables,
        SERIES,
        snapshot,
        (name, row) -> {
          double value = row.value() == null ? Double.NaN : row.value();
          total[0] += value;
          if (row.time() == account) {
            names.add(name);
            values.add(value);
          }
        });
    assertThat(total[0]).isEqualTo(expectedTotal);
    assertThat(names).hasSize(1);
    long[] rowIds = {names.getFirst().rowId()};
    int deleted =
        transaction.delete(SERIES, snapshot, names.getFirst().chunkId(), rowIds, rowIds.length);
    assertThat(deleted).isEqualTo(1);
    transaction.append(SERIES, batch(row(account, "a", values.getFirst() + amount)));
  }
}
