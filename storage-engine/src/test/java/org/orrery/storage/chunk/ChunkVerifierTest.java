package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;

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
}
