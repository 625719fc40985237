package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.Scheduler;
import org.orrery.cluster.log.LocalLogOptions;
import org.orrery.cluster.owner.KeyFormatter;
import org.orrery.cluster.shard.SealLimits;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;
import org.orrery.storage.chunk.CompactionLimits;

/**
 * A mix of transactions over several chunks and shards, catalog changes, rollbacks, sealing and
 * restarts, that remembers what it was promised and checks it against what a node holds.
 */
final class CrashWorkload {

  static final NodeOptions SMALL =
      new NodeOptions(
          new LocalLogOptions(32 << 10, 128 << 10, 1 << 20, 10_000_000_000L, 2),
          new SealLimits(200, 1 << 20, 600_000_000_000L),
          new CompactionLimits(2, 4, 100_000, 0),
          1 << 30,
          50_000_000L,
          0,
          KeyFormatter.NONE);

  /** What the database holds: times with values, and names in the catalog. */
  private record State(TreeMap<Long, Double> rows, TreeSet<String> names) {
    State() {
      this(new TreeMap<>(), new TreeSet<>());
    }

    State copy() {
      return new State(new TreeMap<>(rows), new TreeSet<>(names));
    }
  }

  private final Scheduler scheduler;
  private final Clock clock;
  private final SplittableRandom random;
  private State promised = new State();

  /** What the database may hold instead, when a commit was not answered. */
  private State possible = promised;

  private int nextName;

  CrashWorkload(Scheduler scheduler, Clock clock, long seed) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  private LocalNode open(FileStore store) {
    return LocalNode.open(store, scheduler, clock, SMALL, _ -> {});
  }

  /** Runs until done or until the store stops it; true when done. */
  boolean run(FileStore store, int rounds) {
    for (int start = 0; start < 3; start++) {
      LocalNode node;
      try {
        node = open(store);
      } catch (OrreryException _) {
        return false;
      }
      try (node) {
        for (int round = 0; round < rounds; round++) {
          play(node);
        }
      } catch (OrreryException _) {
        return false;
      }
    }
    return true;
  }

  private void play(LocalNode node) {
    switch (random.nextInt(12)) {
      case 0 -> node.sealAll();
      case 10, 11 -> rest();
      case 1 -> transact(node.tables(), false);
      case 2, 3 -> insertFew(node.tables());
      case 4 -> changeCatalog(node.tables());
      default -> transact(node.tables(), true);
    }
  }

  /** Gives the node time to seal and to merge segments. */
  private void rest() {
    try {
      clock.sleepUntil(clock.nanos() + 4 * SMALL.maintenanceNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long freeTime(State state, int chunks) {
    long time = random.nextInt(chunks) * 1000L + random.nextInt(1000);
    while (state.rows.containsKey(time)) {
      time++;
    }
    return time;
  }

  private void commit(Transaction transaction, State after) {
    possible = after;
    transaction.commit();
    promised = after;
  }

  /** One entry with everything. */
  private void insertFew(TableAccess tables) {
    State after = promised.copy();
    long time = freeTime(after, 1);
    after.rows.put(time, 1.0);
    try (Transaction transaction = tables.begin(Isolation.READ_COMMITTED)) {
      transaction.append(TestTables.KEYED, TestTables.batch(row(time, "t", 1.0)));
      commit(transaction, after);
    }
  }

  /** Rows in several chunks, deletions, a part undone. */
  private void transact(TableAccess tables, boolean isCommitted) {
    State after = promised.copy();
    try (Transaction transaction = tables.begin(Isolation.READ_COMMITTED)) {
      insert(transaction, after, random.nextInt(1, 60));
      deleteSome(tables, transaction, after);
      if (random.nextBoolean()) {
        int savepoint = transaction.savepoint();
        State undone = after.copy();
        insert(transaction, undone, 10);
        deleteSome(tables, transaction, undone);
        transaction.rollbackTo(savepoint);
        insert(transaction, after, 5);
      }
      if (isCommitted) {
        commit(transaction, after);
      } else {
        transaction.rollback();
      }
    }
  }

  private void insert(Transaction transaction, State after, int count) {
    List<TestTables.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = freeTime(after, 7);
      after.rows.put(time, (double) i);
      rows.add(row(time, "t", i));
    }
    transaction.append(TestTables.KEYED, TestTables.batch(rows));
    transaction.flush();
  }

  private void deleteSome(TableAccess tables, Transaction transaction, State after) {
    if (after.rows.isEmpty()) {
      return;
    }
    Long time = after.rows.ceilingKey((long) random.nextInt(7000));
    if (time != null) {
      after.rows.remove(time);
      int deleted = TestTables.delete(tables, TestTables.KEYED, transaction, time);
      assertThat(deleted).isEqualTo(1);
    }
  }

  private void changeCatalog(TableAccess tables) {
    State after = promised.copy();
    long oid = tables.catalog().allocateOids(1);
    String name = "table" + nextName++;
    after.names.add(name);
    var key = new CatalogObject.Key(1, (int) oid);
    TableSchema own = TestTables.series(oid, List.of());
    try (Transaction transaction = tables.begin(Isolation.READ_COMMITTED)) {
      transaction.change(
          new CatalogEdit(
              List.of(new CatalogObject(key, 1, name, new byte[100], 0)),
              List.of(),
              Map.of(key, 0L),
              List.of(oid),
              List.of(),
              List.of()));
      transaction.append(own, TestTables.range(0, 1500, "x"));
      if (random.nextBoolean()) {
        insert(transaction, after, 5);
        commit(transaction, after);
      } else {
        transaction.rollback();
      }
    }
  }

  /** Opens a node, compares it with what was promised, writes, and compares again. */
  void verifyAndGoOn(FileStore store, String run) {
    try (LocalNode node = open(store)) {
      Map<Integer, String> names = names(node.tables());
      State found = read(node.tables(), names, run);
      if (!found.equals(promised)) {
        assertThat(found).as(run).isEqualTo(possible);
      }
      promised = found;
      possible = found;
      // No intent of a lost transaction may hold a key.
      transact(node.tables(), true);
      insertFew(node.tables());
      assertThat(read(node.tables(), names, run)).as(run).isEqualTo(promised);
    }
    try (LocalNode node = open(store)) {
      assertThat(read(node.tables(), names(node.tables()), run)).as(run).isEqualTo(promised);
    }
  }

  /** The catalog's names by OID. */
  private static Map<Integer, String> names(TableAccess tables) {
    Map<Integer, String> names = new HashMap<>();
    tables
        .catalog()
        .subscribe(
            (_, upserts, _) -> upserts.forEach(each -> names.put(each.key().oid(), each.name())));
    return names;
  }

  private static State read(TableAccess tables, Map<Integer, String> names, String run) {
    var state = new State();
    for (TestTables.Row each : TestTables.rows(tables, TestTables.KEYED)) {
      assertThat(state.rows.put(each.time(), each.value())).as(run + " twice").isNull();
    }
    names.forEach(
        (oid, name) -> {
          state.names.add(name);
          TableSchema own = TestTables.series(oid, List.of());
          assertThat(TestTables.rows(tables, own)).as(run).hasSize(1500);
        });
    return state;
  }
}
