package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.cluster.TestTables.KEYED;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.batch;
import static org.orrery.cluster.TestTables.delete;
import static org.orrery.cluster.TestTables.insert;
import static org.orrery.cluster.TestTables.range;
import static org.orrery.cluster.TestTables.row;
import static org.orrery.cluster.TestTables.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.data.Batch;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.KeyConflicts;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

class LocalNodeTest {

  private final SimFileStore disk = new SimFileStore();
  private final SystemScheduler scheduler = new SystemScheduler();
  private final List<OrreryException> failures = new ArrayList<>();
  private LocalNode node = open();

  private LocalNode open() {
    return LocalNode.open(disk, scheduler, new SystemClock(), NodeOptions.DEFAULT, failures::add);
  }

  private TableAccess tables() {
    return node.tables();
  }

  private void restart() {
    node.close();
    node = open();
  }

  @BeforeEach
  void start() {
    assertThat(failures).isEmpty();
  }

  @AfterEach
  void stop() {
    node.close();
    scheduler.close();
  }

  @Test
  void committedRowsAreThereAtOnceAfterSealingAndAfterARestart() {
    insert(tables(), SERIES, range(0, 1000, "a"), range(1000, 1500, "b"));
    List<TestTables.Row> expected = rows(tables(), SERIES);
    assertThat(expected).hasSize(1500);
    assertThat(tables().chunks(16500, new Snapshot(Long.MAX_VALUE, 0))).hasSize(2);

    node.sealAll();
    assertThat(rows(tables(), SERIES)).containsExactlyInAnyOrderElementsOf(expected);

    restart();
    assertThat(rows(tables(), SERIES)).containsExactlyInAnyOrderElementsOf(expected);

    insert(tables(), SERIES, batch(row(5000, "c", 1)));
    restart();
    assertThat(rows(tables(), SERIES)).hasSize(1501);
  }

  @Test
  void aCheckpointKeepsTheFormerNamesOfRowsOnlyForOpenSnapshots() {
    insert(tables(), SERIES, range(0, 1000, "a"));
    try (Transaction old = tables().begin(Isolation.READ_COMMITTED)) {
      Snapshot before = old.snapshot();
      List<TestTables.Name> names = new ArrayList<>();
      TestTables.forEach(tables(), SERIES, before, (name, _) -> names.add(name));
      node.sealAll();
      node.sealAll();
      assertThat(TestTables.segmentFiles(disk, ".map")).hasSize(1);
      TestTables.Name name = names.getFirst();
      long[] rowIds = {name.rowId()};
      assertThat(old.delete(SERIES, before, name.chunkId(), rowIds, 1)).isEqualTo(1);
      old.commit();
    }
    node.sealAll();
    assertThat(TestTables.segmentFiles(disk, ".map")).isEmpty();
    assertThat(rows(tables(), SERIES)).hasSize(999);
    restart();
    assertThat(rows(tables(), SERIES)).hasSize(999);
  }

  @Test
  void aTransactionSeesItsOwnRowsAndOthersDoNotUntilItCommits() {
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.append(SERIES, range(0, 3000, "a".repeat(1)));
      transaction.flush();
      assertThat(rows(tables(), SERIES, transaction.snapshot())).hasSize(3000);
      assertThat(rows(tables(), SERIES)).isEmpty();
      transaction.commit();
    }
    assertThat(rows(tables(), SERIES)).hasSize(3000);
  }

  @Test
  void aRollbackLeavesNothing() {
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.append(SERIES, batch(row(1, "a", 1), row(5001, "a", 1)));
      transaction.flush();
      transaction.snapshot();
      transaction.rollback();
    }
    assertThat(rows(tables(), SERIES)).isEmpty();
    assertThat(tables().chunks(16500, new Snapshot(Long.MAX_VALUE - 1, 0))).isEmpty();
    restart();
    assertThat(rows(tables(), SERIES)).isEmpty();
  }

  @Test
  void deletesAreSeenByLaterSnapshotsOnly() {
    insert(tables(), SERIES, range(0, 10, "a"));
    try (Transaction old = tables().begin(Isolation.REPEATABLE_READ)) {
      Snapshot before = old.snapshot();
      try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
        assertThat(delete(tables(), SERIES, transaction, 5)).isEqualTo(1);
        assertThat(delete(tables(), SERIES, transaction, 5)).isZero();
        transaction.commit();
      }
      assertThat(rows(tables(), SERIES)).hasSize(9);
      assertThat(rows(tables(), SERIES, before)).hasSize(10);
      assertThatThrownBy(() -> delete(tables(), SERIES, old, 5))
          .isInstanceOfSatisfying(
              OrreryException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.SERIALIZATION_FAILURE));
    }
    node.sealAll();
    restart();
    assertThat(rows(tables(), SERIES)).hasSize(9);
  }

  @Test
  void aDuplicateKeyIsRefusedWhereverTheOtherRowIs() {
    insert(tables(), KEYED, batch(row(1, "a", 1), row(1, "b", 1), row(2, "a", 1)));
    assertDuplicate(row(1, "a", 2));
    assertDuplicate(row(7, "x", 2), row(7, "x", 3));
    node.sealAll();
    assertDuplicate(row(2, "a", 2));
    restart();
    assertDuplicate(row(1, "b", 2));
    insert(tables(), KEYED, batch(row(1, "c", 1)));
    assertThat(rows(tables(), KEYED)).hasSize(4);
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      assertThat(delete(tables(), KEYED, transaction, 2)).isEqualTo(1);
      transaction.append(KEYED, batch(row(2, "a", 9)));
      transaction.commit();
    }
    assertThat(rows(tables(), KEYED)).contains(row(2, "a", 9)).hasSize(4);
  }

  private void assertDuplicate(TestTables.Row... rows) {
    assertThatThrownBy(() -> insert(tables(), KEYED, batch(rows)))
        .isInstanceOfSatisfying(
            OrreryException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.UNIQUE_VIOLATION);
              assertThat(e)
                  .hasMessage("duplicate key value violates unique constraint \"series_pkey\"");
            });
  }

  @Test
  void aKeyHeldByAnOpenTransactionIsWaitedFor() {
    try (Transaction holder = tables().begin(Isolation.READ_COMMITTED)) {
      holder.append(KEYED, batch(row(1, "a", 1)));
      holder.flush();
      SessionLocks locks = tables().locks().open(TestTables.shortWaits());
      try (Transaction waiter = tables().begin(Isolation.READ_COMMITTED, locks)) {
        waiter.append(KEYED, batch(row(1, "a", 2)));
        assertThatThrownBy(waiter::commit)
            .isInstanceOfSatisfying(
                OrreryException.class,
                e -> assertThat(e.state()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE));
      }
    }
    insert(tables(), KEYED, batch(row(1, "a", 2)));
    assertThat(rows(tables(), KEYED)).containsExactly(row(1, "a", 2));
  }

  @Test
  void savepointsUndoWhatCameAfterThem() {
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.append(SERIES, batch(row(1, "a", 1)));
      int savepoint = transaction.savepoint();
      transaction.append(SERIES, batch(row(2, "a", 1), row(2002, "a", 1)));
      transaction.flush();
      assertThat(delete(tables(), SERIES, transaction, 1)).isEqualTo(1);
      transaction.rollbackTo(savepoint);
      transaction.append(SERIES, batch(row(3, "a", 1)));
      assertThat(rows(tables(), SERIES, transaction.snapshot()))
          .containsExactlyInAnyOrder(row(1, "a", 1), row(3, "a", 1));
      transaction.commit();
    }
    restart();
    assertThat(rows(tables(), SERIES)).containsExactlyInAnyOrder(row(1, "a", 1), row(3, "a", 1));
  }

  private static CatalogEdit create(int oid, String name, long storageId) {
    var key = new CatalogObject.Key(1, oid);
    return new CatalogEdit(
        List.of(new CatalogObject(key, 2200, name, new byte[] {1, 2}, 0)),
        List.of(),
        Map.of(key, 0L),
        List.of(storageId),
        List.of(),
        List.of());
  }

  @Test
  void catalogChangesCommitWithTheRowsAndOutliveARestart() {
    List<String> names = new ArrayList<>();
    tables()
        .catalog()
        .subscribe((_, upserts, _) -> upserts.forEach(each -> names.add(each.name())));
    long oid = tables().catalog().allocateOids(2);
    assertThat(oid).isGreaterThanOrEqualTo(16384);
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.change(create((int) oid, "series", 16500));
      transaction.append(SERIES, range(0, 2500, "a"));
      transaction.commit();
    }
    assertThat(names).containsExactly("series");
    assertThatThrownBy(
            () -> {
              try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
                transaction.change(create((int) oid + 1, "series", 16501));
                transaction.append(TestTables.series(16501, List.of()), range(0, 5, "a"));
                transaction.commit();
              }
            })
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DUPLICATE_OBJECT));
    restart();
    names.clear();
    tables()
        .catalog()
        .subscribe((_, upserts, _) -> upserts.forEach(each -> names.add(each.name())));
    assertThat(names).containsExactly("series");
    assertThat(rows(tables(), SERIES)).hasSize(2500);
    assertThat(tables().catalog().allocateOids(1)).isGreaterThan(oid + 1);
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.change(
          new CatalogEdit(List.of(), List.of(), Map.of(), List.of(), List.of(16500L), List.of()));
      transaction.commit();
    }
    assertThat(rows(tables(), SERIES)).isEmpty();
    restart();
    assertThat(rows(tables(), SERIES)).isEmpty();
  }

  @Test
  void anInsertNamesTheRowsThatHaveItsKeysAndAppendsTheOthers() {
    insert(tables(), KEYED, batch(row(1, "sealed", 1), row(1, "other", 2)));
    node.sealAll();
    insert(tables(), KEYED, batch(row(2, "hot", 3), row(5000, "elsewhere", 4)));
    try (Transaction transaction = tables().begin(Isolation.READ_COMMITTED)) {
      transaction.append(KEYED, batch(row(3, "own", 5)));
      transaction.flush();
      Batch proposed =
          batch(
              row(3, "own", 50),
              row(5000, "elsewhere", 40),
              row(4, "new", 6),
              row(1, "sealed", 10),
              row(2, "hot", 30),
              row(5001, "new", 7));

      KeyConflicts found = transaction.insert(KEYED, proposed, KEYED.uniqueKeys(), RowLock.UPDATE);

      assertThat(found.count()).isEqualTo(4);
      assertThat(found.isConflict(2)).isFalse();
      assertThat(found.isConflict(5)).isFalse();
      long[] here = {found.rowId(4), found.rowId(0), found.rowId(3)};
      assertThat(found.chunkId(0)).isEqualTo(found.chunkId(3)).isEqualTo(found.chunkId(4));
      int[] value = {2};
      Batch rows = transaction.read(KEYED, found.chunkId(0), value, here, 3);
      assertThat(List.of(rows.column(0).get(0), rows.column(0).get(1), rows.column(0).get(2)))
          .isEqualTo(List.of(3.0, 5.0, 1.0));
      long[] elsewhere = {found.rowId(1)};
      Batch there = transaction.read(KEYED, found.chunkId(1), value, elsewhere, 1);
      assertThat(there.column(0).get(0)).isEqualTo(4.0);
      transaction.commit();
    }
    assertThat(rows(tables(), KEYED))
        .extracting(TestTables.Row::value)
        .containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
  }

  @Test
  void aRowNewerThanTheTransactionsSnapshotEndsAnInsertUnderRepeatableRead() {
    try (Transaction transaction = tables().begin(Isolation.REPEATABLE_READ)) {
      transaction.snapshot();
      insert(tables(), KEYED, batch(row(1, "a", 1)));

      assertThatThrownBy(
              () -> transaction.insert(KEYED, batch(row(1, "a", 2)), KEYED.uniqueKeys(), null))
          .isInstanceOfSatisfying(
              OrreryException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.SERIALIZATION_FAILURE));
    }
  }
}
