package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;

class SegmentIndexTest {

  private static final Snapshot NOW = new Snapshot(100, 0);
  private static final int ROWS = 5000;

  private final SimFileStore store = new SimFileStore();
  private final ShardDouble shard = new ShardDouble(store, new TreeMap<>());

  /** The value of a row; in no order that a block's statistics could tell. */
  private static double value(int row) {
    return row * 1237 % ROWS;
  }

  private void fill() {
    for (int from = 0; from < ROWS; from += 1000) {
      List<Row> rows = new ArrayList<>();
      for (int i = from; i < from + 1000; i++) {
        rows.add(new Row(i, "tag" + i % 2, value(i)));
      }
      var batch = Tables.batch(rows);
      shard.apply((chunk, index) -> chunk.applyAppend(index, 10, batch));
    }
  }

  private static ColumnRange one(int row) {
    return new ColumnRange(2, value(row), value(row));
  }

  private static Path index() {
    return ShardDouble.SEGMENTS.resolve("42-1.3_1.oidx");
  }

  @Test
  void hotAndSealedRowsAreFoundWithoutScanning() {
    fill();
    Row wanted = new Row(4321, "tag1", value(4321));
    assertThat(Tables.rows(shard.chunk, NOW, one(4321))).containsExactly(wanted);

    shard.seal(10);

    assertThat(Tables.rows(shard.chunk, NOW, one(4321))).containsExactly(wanted);
    assertThat(Tables.rows(shard.chunk, NOW, new ColumnRange(2, 10.0, 12.0))).hasSize(3);
    assertThat(Tables.rows(shard.chunk, NOW, new ColumnRange(2, 10.0, null))).hasSize(ROWS);
    var listed = new ColumnRange(2, 1.0, 4000.0, List.of(1.0, 2.5, 4000.0));
    assertThat(Tables.rows(shard.chunk, NOW, listed)).hasSize(2);
  }

  @Test
  void allColumnsWithValuesNarrowALookup() {
    fill();
    shard.seal(10);

    var wrongTime = new ColumnRange(0, 1L, 1L);
    assertThat(Tables.rows(shard.chunk, NOW, one(4321), wrongTime)).isEmpty();
  }

  @Test
  void aMissingIndexIsScannedForAndBuilt() throws IOException {
    fill();
    shard.seal(10);
    store.delete(index());
    var again = new ShardDouble(store, shard.log);

    List<Row> scanned = Tables.rows(again.chunk, NOW, one(4321));
    assertThat(scanned).hasSizeGreaterThan(1000);
    again.chunk.buildMissedIndexes();

    assertThat(store.list(ShardDouble.SEGMENTS)).contains(index().getFileName());
    assertThat(Tables.rows(again.chunk, NOW, one(4321))).hasSize(1);
  }

  @Test
  void aDamagedIndexIsNotUsed() throws IOException {
    fill();
    shard.seal(10);
    Row wanted = new Row(4321, "tag1", value(4321));
    int bits = store.content(index()).length * 8;
    for (int bit = 7; bit < bits; bit += 4001) {
      store.flipBit(index(), bit);
      byte[] damaged = store.content(index()).clone();
      var again = new ShardDouble(store, shard.log);
      assertThat(Tables.rows(again.chunk, NOW, one(4321))).as("bit %d", bit).contains(wanted);
      again.chunk.close();
      again.manifest.close();
      boolean isGone = !store.list(ShardDouble.SEGMENTS).contains(index().getFileName());
      assertThat(isGone || store.content(index()).length == damaged.length).isTrue();
      if (isGone) {
        var repaired = new ShardDouble(store, shard.log);
        repaired.chunk.buildIndexes(Tables.CPU);
        repaired.chunk.close();
        repaired.manifest.close();
      } else {
        store.flipBit(index(), bit);
      }
    }
  }

  @Test
  void anIndexThatSaysSomethingElseIsReported() throws IOException {
    fill();
    shard.seal(10);
    List<String> damage = new ArrayList<>();
    var verifier = new ChunkVerifier(new SegmentFiles(store, ShardDouble.SEGMENTS), damage::add);
    ChunkState state =
        Manifest.read(store, ShardDouble.MANIFEST.resolve("shard")).iterator().next();
    verifier.verify(state);
    assertThat(damage).isEmpty();

    store.rename(index(), ShardDouble.SEGMENTS.resolve("kept"));
    store.rename(ShardDouble.SEGMENTS.resolve("42-1.1.oidx"), index());
    store.flipBit(index(), 8 * 5000);
    verifier.verify(state);

    assertThat(damage).hasSize(1).first().asString().contains("42-1.3_1.oidx");
  }

  @Test
  void indexesGoWithTheirSegment() throws IOException {
    fill();
    shard.seal(10);
    assertThat(store.list(ShardDouble.SEGMENTS)).contains(index().getFileName());

    shard.chunk.dropIndex(List.of(3, 1));
    assertThat(store.list(ShardDouble.SEGMENTS)).doesNotContain(index().getFileName());
    assertThat(Tables.rows(shard.chunk, NOW, one(4321))).hasSizeGreaterThan(1);

    shard.chunk.drop();
    assertThat(store.list(ShardDouble.SEGMENTS)).isEmpty();
  }
}
