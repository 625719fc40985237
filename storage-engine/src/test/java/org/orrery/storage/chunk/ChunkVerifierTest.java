package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.ChunkState.Segment;
import org.orrery.storage.manifest.Manifest;
import org.orrery.storage.manifest.ManifestEdit;
import org.orrery.storage.manifest.SegmentFile;

class ChunkVerifierTest {

  private final SimFileStore store = new SimFileStore();
  private final ShardDouble shard = new ShardDouble(store, new TreeMap<>());

  private void addSegment(int from, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      rows.add(new Row(i * 37L % 1000, i % 7 == 0 ? null : "tag" + i % 5, (double) i));
    }
    var batch = Tables.batch(rows);
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, batch));
    shard.seal(10);
  }

  private static List<String> damage(SimFileStore store) {
    List<String> damage = new ArrayList<>();
    var verifier = new ChunkVerifier(new SegmentFiles(store, ShardDouble.SEGMENTS), damage::add);
    for (ChunkState each : Manifest.read(store, ShardDouble.MANIFEST.resolve("shard"))) {
      verifier.verify(each);
    }
    return damage;
  }

  @Test
  void sealedAndMergedSegmentsAreSound() {
    addSegment(0, 900);
    addSegment(900, 900);
    assertThat(damage(store)).isEmpty();

    shard.horizon.advance(11);
    shard.checkpoint();
    assertThat(shard.compact(CompactionLimits.DEFAULT, 11)).isTrue();

    assertThat(damage(store)).isEmpty();
  }

  @Test
  void everyFlippedBitIsReportedAndNothingIsChanged() throws IOException {
    addSegment(0, 900);
    for (Path name : store.list(ShardDouble.SEGMENTS)) {
      Path file = ShardDouble.SEGMENTS.resolve(name);
      int bits = store.content(file).length * 8;
      for (int bit = 0; bit < bits; bit += 61) {
        store.flipBit(file, bit);
        assertThat(damage(store)).as("%s bit %d", name, bit).isNotEmpty();
        store.flipBit(file, bit);
      }
    }
    assertThat(damage(store)).isEmpty();
  }

  @Test
  void aMissingFileIsReported() throws IOException {
    addSegment(0, 900);
    store.delete(ShardDouble.SEGMENTS.resolve("42-1.oseg"));
    assertThat(damage(store)).hasSize(1).first().asString().contains("42-1.oseg").contains("miss");
  }

  /** Changes what the manifest says of the chunk. */
  private void rewrite(UnaryOperator<SegmentFile> change) {
    ChunkState state = onlyChunk();
    List<ChunkState.Segment> segments =
        state.segments().stream()
            .map(each -> new Segment(change.apply(each.file()), each.deletes(), each.hasMap()))
            .toList();
    shard.manifest.append(
        List.of(
            new ManifestEdit.PutChunk(
                new ChunkState(
                    state.info(),
                    state.schema(),
                    segments,
                    state.intents(),
                    state.coveredIndex(),
                    state.deletesIndex(),
                    state.replayFrom(),
                    state.sealedArrivals(),
                    state.nextContainer(),
                    state.firstCsn()))));
  }

  private ChunkState onlyChunk() {
    return shard.manifest.chunks().iterator().next();
  }

  @Test
  void aWrongRowCountIsReported() {
    addSegment(0, 900);
    rewrite(
        file ->
            new SegmentFile(
                file.container(),
                file.fileName(),
                file.rowCount() + 1,
                file.bytes(),
                file.crc(),
                file.level(),
                file.maxCsn()));
    assertThat(damage(store)).hasSize(1).first().asString().contains("number of rows");
  }

  @Test
  void anotherChunksFileIsReported() throws IOException {
    addSegment(0, 900);
    addSegment(900, 900);
    Path first = ShardDouble.SEGMENTS.resolve("42-1.oseg");
    Path second = ShardDouble.SEGMENTS.resolve("42-2.oseg");
    store.rename(first, second);
    assertThat(damage(store)).hasSize(2).anyMatch(each -> each.contains("42-1.oseg"));
  }

  @Test
  void rowsOutOfOrderAreReported() {
    addSegment(0, 900);
    replaceFile(rows -> rows.reversed());
    assertThat(damage(store)).hasSize(1).first().asString().contains("order of rows");
  }

  @Test
  void aRowOutsideOfTheChunksRangeIsReported() {
    addSegment(0, 900);
    replaceFile(
        rows -> {
          var moved = new ArrayList<>(rows);
          moved.set(moved.size() - 1, new Row(Tables.INFO.rangeEnd() + 5, "zzz", 1.0));
          return moved;
        });
    assertThat(damage(store)).hasSize(1).first().asString().contains("range");
  }

  /** Writes a file whose checksums are right and whose rows are wrong. */
  private void replaceFile(UnaryOperator<List<Row>> change) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      rows.add(new Row(i, "tag", (double) i));
    }
    List<Row> changed = change.apply(rows);
    ChunkState state = onlyChunk();
    SegmentFile before = state.segments().getFirst().file();
    var meta =
        SegmentFiles.metaOf(
            state.info().chunkId(),
            before.container(),
            state.schema(),
            before.level(),
            new SegmentFiles.Origin(1, 1, 10, before.maxCsn()));
    Batch batch = Tables.batch(changed);
    SegmentFile after =
        shard.files.create(
            meta, state.schema(), List::of, writer -> writer.append(batch, before.maxCsn()));
    rewrite(_ -> after);
  }

  @Test
  void aBlockWithDamageQuarantinesItsSegment() throws IOException {
    addSegment(0, 900);
    SegmentFile file = onlyChunk().segments().getFirst().file();
    // The first bytes behind the header are the first column's first block.
    store.flipBit(ShardDouble.SEGMENTS.resolve(file.fileName()), 4100 * 8L);
    SealedRows rows = shard.files.open(42, file);
    assertThat(rows.isDamaged()).isFalse();
    SealedRows.Reader reader = Objects.requireNonNull(rows.open());

    for (int column : new int[] {1, 2, 3}) {
      try {
        reader.read(column, 0, Vector.allocate(Tables.CPU.columns().get(column - 1).kind(), 1024));
      } catch (OrreryException e) {
        assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED);
        assertThat(e.message()).contains(file.fileName()).contains("block 0");
      }
    }

    assertThat(rows.isDamaged()).isTrue();
    assertThatThrownBy(rows::open)
        .isInstanceOf(OrreryException.class)
        .hasMessageContaining(file.fileName());
    reader.close();
    rows.release();
  }
}
