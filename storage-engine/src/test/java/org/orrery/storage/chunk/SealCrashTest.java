package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.manifest.ManifestEdit;

class SealCrashTest {

  private static final Snapshot NOW = new Snapshot(100, 0);

  private static List<Row> some(int from, int count) {
    var rows = new ArrayList<Row>();
    for (int i = from; i < from + count; i++) {
      rows.add(new Row((i * 37) % 1000, "tag" + i % 3, (double) i));
    }
    return rows;
  }

  private static void fill(ShardDouble shard) {
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 100))));
    shard.seal(10);
    long[] ids =
        Tables.scan(shard.chunk, NOW).stream().limit(7).mapToLong(Tables.Named::rowId).toArray();
    shard.apply((chunk, index) -> chunk.applyDelete(index, 20, ids));
    shard.apply((chunk, index) -> chunk.applyStage(index, 5, 0, Tables.batch(some(500, 3))));
    shard.apply((chunk, index) -> chunk.applyAppend(index, 30, Tables.batch(some(100, 50))));
  }

  /** Seals and then deletes by new names, as a shard would. */
  private static void seal(ShardDouble shard) {
    shard.seal(30);
    shard.purgeLog();
    long[] ids =
        Tables.scan(shard.chunk, NOW).stream().limit(3).mapToLong(Tables.Named::rowId).toArray();
    shard.apply((chunk, index) -> chunk.applyDelete(index, 40, ids));
    shard.checkpoint();
    shard.purgeLog();
    shard.horizon.advance(41);
    shard.checkpoint();
  }

  @Test
  void aStopAtAnyFileOperationLosesNothing() {
    for (int call = 1; ; call++) {
      var store = new SimFileStore();
      var faulty = new FaultyFileStore(store, FaultPlan.NONE);
      var shard = new ShardDouble(faulty, new TreeMap<>());
      fill(shard);
      faulty.setPlan(FaultPlan.stopAt(faulty.calls() + call));
      boolean isDone = true;
      try {
        seal(shard);
      } catch (OrreryException e) {
        assertThat(e.state()).isEqualTo(SqlState.IO_ERROR);
        isDone = false;
      }
      List<Row> expected = Tables.rows(shard.chunk, NOW);
      for (int seed = 0; seed < 5; seed++) {
        var log = new TreeMap<>(shard.log);
        var again = new ShardDouble(store.crash(seed), log);
        assertThat(Tables.rows(again.chunk, NOW))
            .as("call %d seed %d", call, seed)
            .containsExactlyInAnyOrderElementsOf(expected);
        again.apply((chunk, index) -> chunk.applyResolve(index, 5, 50));
        assertThat(Tables.rows(again.chunk, NOW)).hasSize(expected.size() + 3);
      }
      if (isDone) {
        assertThat(call).isGreaterThan(15);
        return;
      }
    }
  }

  /** A transaction that is sealed, undone in part, deletes of its own, and goes on. */
  private static void stage(ShardDouble shard) {
    shard.apply((chunk, index) -> chunk.applyStage(index, 7, 0, Tables.batch(some(600, 10))));
    sealStaged(shard);
    shard.purgeLog();
    shard.apply((chunk, index) -> chunk.applyStage(index, 7, 1, Tables.batch(some(700, 10))));
    shard.apply((chunk, index) -> chunk.applyStage(index, 8, 0, Tables.batch(some(900, 10))));
    sealStaged(shard);
    sealStaged(shard);
    shard.apply((chunk, index) -> chunk.applyHideSub(index, 7, 1));
    shard.apply((chunk, index) -> chunk.applyStage(index, 7, 1, Tables.batch(some(800, 10))));
    long[] own = {RowIds.staged(3), RowIds.staged(22)};
    shard.apply((chunk, index) -> chunk.applyStageDelete(index, 7, 1, own));
    shard.checkpoint();
    shard.seal(100);
    shard.purgeLog();
    shard.apply((chunk, index) -> chunk.applyAbort(index, 8));
    shard.checkpoint();
  }

  private static void sealStaged(ShardDouble shard) {
    SealedStaged sealed = shard.sealStaged((_, _) -> true);
    if (sealed != null) {
      shard.publish(sealed);
    }
  }

  @Test
  void aStopAtAnyFileOperationLosesNothingOfAnOpenTransaction() {
    for (int call = 1; ; call++) {
      var store = new SimFileStore();
      var faulty = new FaultyFileStore(store, FaultPlan.NONE);
      var shard = new ShardDouble(faulty, new TreeMap<>());
      shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 20))));
      faulty.setPlan(FaultPlan.stopAt(faulty.calls() + call));
      boolean isDone = true;
      try {
        stage(shard);
      } catch (OrreryException e) {
        assertThat(e.state()).isEqualTo(SqlState.IO_ERROR);
        isDone = false;
      }
      List<Row> committed = Tables.rows(shard.chunk, NOW);
      List<Row> own = Tables.rows(shard.chunk, new Snapshot(100, 7));
      for (int seed = 0; seed < 5; seed++) {
        String run = "call " + call + " seed " + seed;
        SimFileStore crashed = store.crash(seed);
        var again = new ShardDouble(crashed, new TreeMap<>(shard.log));
        assertThat(Tables.rows(again.chunk, NOW))
            .as(run)
            .containsExactlyInAnyOrderElementsOf(committed);
        assertThat(Tables.rows(again.chunk, new Snapshot(100, 7)))
            .as(run)
            .containsExactlyInAnyOrderElementsOf(own);
        end(again, seed % 2 == 0);
        List<Row> after = seed % 2 == 0 ? own : committed;
        assertThat(Tables.rows(again.chunk, NOW))
            .as(run)
            .containsExactlyInAnyOrderElementsOf(after);
        var last = new ShardDouble(crashed.crash(seed), again.log);
        assertThat(Tables.rows(last.chunk, NOW)).as(run).hasSameSizeAs(after);
        assertThat(OrphanSweeper.orphans(crashed, ShardDouble.SEGMENTS, again.manifest.chunks()))
            .as(run)
            .isEmpty();
      }
      if (isDone) {
        assertThat(call).isGreaterThan(30);
        return;
      }
    }
  }

  private static void end(ShardDouble shard, boolean isCommitted) {
    if (isCommitted) {
      shard.apply((chunk, index) -> chunk.applyResolve(index, 7, 50));
    } else {
      shard.apply((chunk, index) -> chunk.applyAbort(index, 7));
    }
    shard.apply((chunk, index) -> chunk.applyAbort(index, 8));
    shard.checkpoint();
  }

  @Test
  void segmentsAreSortedAndBlocksOutOfRangeAreSkipped() {
    var shard = new ShardDouble(new SimFileStore(), new TreeMap<>());
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 5000; i++) {
      rows.add(new Row(i, "tag" + i % 2, null));
    }
    for (int from = 0; from < 5000; from += 1000) {
      var batch = Tables.batch(rows.subList(from, from + 1000));
      shard.apply((chunk, index) -> chunk.applyAppend(index, 10, batch));
    }
    shard.seal(10);

    List<Row> scanned = Tables.rows(shard.chunk, NOW);
    List<Row> some = Tables.rows(shard.chunk, NOW, new ColumnRange(0, 100L, 200L));

    assertThat(scanned.getFirst().tag()).isEqualTo("tag0");
    assertThat(scanned.getLast().tag()).isEqualTo("tag1");
    assertThat(scanned).hasSize(5000);
    assertThat(some).hasSizeBetween(101, 2048 + 1024);
    assertThat(some).containsAll(rows.subList(100, 201));
  }

  @Test
  void keysOfSealedRowsAreFound() {
    var shard = new ShardDouble(new SimFileStore(), new TreeMap<>());
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 1000))));
    shard.seal(10);
    Tables.Named victim = Tables.scan(shard.chunk, NOW).get(5);
    var probe = new KeyProbe(shard.chunk, Tables.KEY);

    KeyMatches before = probe.probe(Tables.batch(victim.row(), new Row(5000, "tag1", 1.0)), 0);
    shard.apply((chunk, index) -> chunk.applyDelete(index, 20, new long[] {victim.rowId()}));
    KeyMatches after = probe.probe(Tables.batch(victim.row()), 0);

    assertThat(before.kind(0)).isEqualTo(KeyMatches.Kind.COMMITTED);
    assertThat(before.value(0)).isEqualTo(victim.rowId());
    assertThat(before.kind(1)).isEqualTo(KeyMatches.Kind.NONE);
    assertThat(after.isEmpty()).isTrue();
  }

  @Test
  void formerNamesOfSealedRowsStillWork() {
    var shard = new ShardDouble(new SimFileStore(), new TreeMap<>());
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 20))));
    Tables.Named victim = Tables.scan(shard.chunk, NOW).get(5);
    shard.seal(10);

    assertThat(shard.chunk.checkDelete(victim.rowId(), NOW))
        .isEqualTo(new DeleteConflict.Moved(shard.chunk.translate(victim.rowId())));
    shard.apply((chunk, index) -> chunk.applyDelete(index, 20, new long[] {victim.rowId()}));
    assertThat(Tables.rows(shard.chunk, NOW)).hasSize(19).doesNotContain(victim.row());
  }

  @Test
  void formerNamesGoWithTheLastSnapshotThatMayKnowThem() {
    var store = new SimFileStore();
    var shard = new ShardDouble(store, new TreeMap<>());
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 20))));
    shard.seal(10);
    shard.horizon.advance(10);
    assertThat(shard.chunk.hasRetiredNames()).isFalse();
    shard.checkpoint();
    assertThat(maps(store)).hasSize(1);

    shard.horizon.advance(11);
    assertThat(shard.chunk.hasRetiredNames()).isTrue();
    shard.checkpoint();

    assertThat(shard.chunk.hasRetiredNames()).isFalse();
    assertThat(maps(store)).isEmpty();
    assertThat(Tables.rows(new ShardDouble(store.crash(1), shard.log).chunk, NOW)).hasSize(20);
  }

  @Test
  void formerNamesFromBeforeARestartGoWithTheNextCheckpoint() {
    var store = new SimFileStore();
    var shard = new ShardDouble(store, new TreeMap<>());
    fill(shard);

    var again = new ShardDouble(store.crash(1), shard.log);
    assertThat(again.chunk.hasRetiredNames()).isTrue();
    again.checkpoint();

    assertThat(again.chunk.hasRetiredNames()).isFalse();
    assertThat(maps(again.files.files())).isEmpty();
  }

  private static List<String> maps(FileStore store) {
    try {
      return store.list(ShardDouble.SEGMENTS).stream()
          .map(Path::toString)
          .filter(name -> name.endsWith(".map"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDroppedChunkLeavesNoFilesAfterItsLastReader() {
    var store = new SimFileStore();
    var shard = new ShardDouble(store, new TreeMap<>());
    fill(shard);
    var cursor = shard.chunk.cursor(Tables.request(NOW));
    shard.manifest.append(List.of(new ManifestEdit.DropChunk(42)));

    shard.chunk.drop();

    assertThat(Tables.drain(cursor)).hasSize(143);
    cursor.close();
    assertThat(store.list(ShardDouble.SEGMENTS)).isEmpty();
  }

  @Test
  void aDamagedOrMissingSegmentFailsWhoReadsItAndNobodyElse() {
    var store = new SimFileStore();
    var shard = new ShardDouble(store, new TreeMap<>());
    fill(shard);
    Path segment = ShardDouble.SEGMENTS.resolve(SegmentFiles.nameOf(42, 1));
    store.flipBit(segment, 100);
    assertCorrupted(store, shard);
    store.delete(segment);
    assertCorrupted(store, shard);
  }

  private static void assertCorrupted(SimFileStore store, ShardDouble shard) {
    var again = new ShardDouble(store, shard.log);
    again.apply((chunk, index) -> chunk.applyAppend(index, 50, Tables.batch(some(900, 1))));
    assertThat(again.chunk.planMerge(CompactionLimits.DEFAULT, true)).isNull();
    assertThatThrownBy(() -> Tables.rows(again.chunk, NOW))
        .isInstanceOfSatisfying(
            OrreryException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED);
              assertThat(e).hasMessageContaining("segment 1 of chunk 42");
            });
  }

  @Test
  void aDamagedManifestIsCorruptionAndATornOneIsNot() throws Exception {
    var store = new SimFileStore();
    var shard = new ShardDouble(store, new TreeMap<>());
    fill(shard);
    shard.checkpoint();
    shard.manifest.append(List.of(new ManifestEdit.DropChunk(7)));
    Path path = ShardDouble.MANIFEST.resolve("shard");
    int length = store.content(path).length;

    store.flipBit(path, (length - 4L) * 8);
    assertThat(new ShardDouble(store, shard.log).manifest.chunks()).hasSize(1);
    shard.manifest.close();
    store.flipBit(path, 200);
    assertThatThrownBy(() -> new ShardDouble(store, shard.log))
        .isInstanceOf(OrreryException.class)
        .hasMessageContaining("manifest is corrupted");
  }
}
