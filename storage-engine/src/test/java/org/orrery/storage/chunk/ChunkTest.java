package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.storage.chunk.Tables.CPU;
import static org.orrery.storage.chunk.Tables.INFO;
import static org.orrery.storage.chunk.Tables.KEY;
import static org.orrery.storage.chunk.Tables.batch;
import static org.orrery.storage.chunk.Tables.rows;
import static org.orrery.storage.chunk.Tables.scan;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.mvcc.GcHorizon;

class ChunkTest {

  private static final Row A = new Row(1, "a", 1.0);
  private static final Row B = new Row(2, "b", 2.0);
  private static final Row C = new Row(3, "c", null);

  private final Chunk chunk = new Chunk(INFO, CPU, new GcHorizon(), 1);

  private static Snapshot at(long csn) {
    return new Snapshot(csn, 0);
  }

  private static Snapshot at(long csn, long transaction) {
    return new Snapshot(csn, transaction);
  }

  private long idOf(Row row, Snapshot snapshot) {
    return scan(chunk, snapshot).stream()
        .filter(named -> named.row().equals(row))
        .findFirst()
        .orElseThrow()
        .rowId();
  }

  @Test
  void aSnapshotSeesWhatWasCommittedBeforeItInWhateverOrderItArrived() {
    chunk.applyAppend(1, 30, batch(A));
    chunk.applyAppend(2, 10, batch(B));
    chunk.applyAppend(3, 20, batch(C));

    assertThat(rows(chunk, at(9))).isEmpty();
    assertThat(rows(chunk, at(10))).containsExactly(B);
    assertThat(rows(chunk, at(20))).containsExactly(B, C);
    assertThat(rows(chunk, at(30))).containsExactly(A, B, C);
    assertThat(chunk.hasCommittedRows(9)).isFalse();
    assertThat(chunk.hasCommittedRows(10)).isTrue();
  }

  @Test
  void deletesAreVisibleFromTheirCommitOn() {
    chunk.applyAppend(1, 10, batch(A, B, C));
    chunk.applyDelete(2, 30, new long[] {idOf(B, at(10))});
    chunk.applyDelete(3, 20, new long[] {idOf(A, at(10))});

    assertThat(rows(chunk, at(10))).containsExactly(A, B, C);
    assertThat(rows(chunk, at(20))).containsExactly(B, C);
    assertThat(rows(chunk, at(30))).containsExactly(C);
    assertThat(chunk.size().rowCount()).isEqualTo(1);
  }

  @Test
  void intentsAreSeenByTheirOwnTransactionOnlyUntilItCommits() {
    chunk.applyAppend(1, 10, batch(A));
    chunk.applyStage(2, 7, 0, batch(B));
    chunk.applyStageDelete(3, 7, 0, new long[] {idOf(A, at(10))});

    assertThat(rows(chunk, at(15))).containsExactly(A);
    assertThat(rows(chunk, at(15, 7))).containsExactly(B);

    chunk.applyResolve(4, 7, 20);

    assertThat(rows(chunk, at(15))).containsExactly(A);
    assertThat(rows(chunk, at(20))).containsExactly(B);
    assertThat(chunk.hasIntents(7)).isFalse();
  }

  @Test
  void anAbortLeavesNothing() {
    chunk.applyAppend(1, 10, batch(A));
    chunk.applyStage(2, 7, 0, batch(B));
    chunk.applyStageDelete(3, 7, 0, new long[] {idOf(A, at(10))});
    chunk.applyAbort(4, 7);

    assertThat(rows(chunk, at(50, 7))).containsExactly(A);
  }

  @Test
  void aTransactionUpdatesItsOwnRowsAgain() {
    chunk.applyStage(1, 7, 0, batch(A));
    chunk.applyStageDelete(2, 7, 1, new long[] {idOf(A, at(0, 7))});
    chunk.applyStage(2, 7, 1, batch(B));

    assertThat(rows(chunk, at(0, 7))).containsExactly(B);
    chunk.applyResolve(3, 7, 20);
    assertThat(rows(chunk, at(20))).containsExactly(B);
  }

  @Test
  void rollbackToASavepointBringsDeletedRowsBackAndHidesNewOnes() {
    chunk.applyAppend(1, 10, batch(A));
    chunk.applyStage(2, 7, 0, batch(B));
    chunk.applyStage(3, 7, 1, batch(C));
    chunk.applyStageDelete(4, 7, 1, new long[] {idOf(A, at(10)), idOf(B, at(10, 7))});
    chunk.applyHideSub(5, 7, 1);

    assertThat(rows(chunk, at(10, 7))).containsExactly(A, B);

    chunk.applyStage(6, 7, 1, batch(C));
    chunk.applyResolve(7, 7, 20);

    assertThat(rows(chunk, at(20))).containsExactly(A, B, C);
  }

  @Test
  void conflictsAreTold() {
    chunk.applyAppend(1, 10, batch(A, B));
    long a = idOf(A, at(10));
    long b = idOf(B, at(10));
    chunk.applyStageDelete(2, 7, 0, new long[] {a});
    chunk.applyDelete(3, 20, new long[] {b});

    assertThat(chunk.checkDelete(a, at(10, 8))).isEqualTo(new DeleteConflict.Held(7));
    assertThat(chunk.checkDelete(a, at(10, 7))).isEqualTo(DeleteConflict.DELETED_BY_SELF);
    assertThat(chunk.checkDelete(b, at(10, 8))).isEqualTo(new DeleteConflict.Deleted(20));
    chunk.applyAbort(4, 7);
    assertThat(chunk.checkDelete(a, at(10, 8))).isEqualTo(DeleteConflict.NONE);
  }

  @Test
  void anOpenCursorDoesNotSeeWhatHappensAfterItWasOpened() {
    var many = new ArrayList<Row>();
    for (int i = 0; i < 3000; i++) {
      many.add(new Row(i, "t" + i % 7, (double) i));
    }
    chunk.applyAppend(1, 10, batch(many.subList(0, 1000)));
    chunk.applyAppend(2, 10, batch(many.subList(1000, 2000)));
    ScanCursor cursor = chunk.cursor(Tables.request(at(100)));
    chunk.applyAppend(3, 11, batch(many.subList(2000, 3000)));
    chunk.applyDelete(4, 12, new long[] {idOf(many.get(5), at(100))});

    assertThat(Tables.drain(cursor)).hasSize(2000);
    assertThat(rows(chunk, at(100))).hasSize(2999);
  }

  @Test
  void aNewColumnHoldsItsMissingValueInOldRows() {
    chunk.applyAppend(1, 10, batch(A, B));
    var columns = new ArrayList<>(CPU.columns());
    columns.removeLast();
    columns.add(new ColumnSchema(4, "extra", PhysicalKind.LONG, false, 5L));
    var wider =
        new TableSchema(
            CPU.tableOid(),
            CPU.storageId(),
            2,
            "public",
            "cpu",
            columns,
            List.of(),
            null,
            List.of(),
            List.of());

    chunk.applySchema(2, wider);

    var request = new ScanRequest(wider, new int[] {2, 0}, at(10), List.of(), null);
    try (ScanCursor cursor = chunk.cursor(request)) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.column(0).get(1)).isEqualTo(5L);
      assertThat(cursor.column(1).get(1)).isEqualTo(2L);
    }
  }

  @Test
  void keysAreHeldByLiveRowsAndByIntents() {
    chunk.applyAppend(1, 10, batch(A, B));
    chunk.applyStage(2, 7, 0, batch(C));
    chunk.applyStageDelete(3, 7, 0, new long[] {idOf(B, at(10))});
    var probe = new KeyProbe(chunk, KEY);
    var fresh = new Row(9, "a", 0.0);

    KeyMatches other = probe.probe(batch(A, B, C, fresh, new Row(1, null, 0.0)), 8);
    KeyMatches own = probe.probe(batch(A, B, C), 7);

    assertThat(kinds(other, 5))
        .containsExactly(
            KeyMatches.Kind.COMMITTED,
            KeyMatches.Kind.INTENT,
            KeyMatches.Kind.INTENT,
            KeyMatches.Kind.NONE,
            KeyMatches.Kind.NONE);
    assertThat(other.value(0)).isEqualTo(idOf(A, at(10)));
    assertThat(other.value(1)).isEqualTo(7);
    assertThat(kinds(own, 3))
        .containsExactly(KeyMatches.Kind.COMMITTED, KeyMatches.Kind.NONE, KeyMatches.Kind.OWN);

    chunk.applyResolve(4, 7, 20);
    assertThat(kinds(probe.probe(batch(A, B, C), 8), 3))
        .containsExactly(
            KeyMatches.Kind.COMMITTED, KeyMatches.Kind.NONE, KeyMatches.Kind.COMMITTED);
  }

  private static List<KeyMatches.Kind> kinds(KeyMatches matches, int rows) {
    var kinds = new ArrayList<KeyMatches.Kind>();
    for (int i = 0; i < rows; i++) {
      kinds.add(matches.kind(i));
    }
    return kinds;
  }
}
