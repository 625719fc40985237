package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.sim.SimFileStore;

class NodeVerifierTest {

  private final SimFileStore disk = new SimFileStore();
  private final List<String> progress = new ArrayList<>();

  private List<String> damage(SimFileStore store) {
    List<String> damage = new ArrayList<>();
    progress.clear();
    int count = new NodeVerifier(store, progress::add, damage::add).verify();
    assertThat(damage).hasSize(count);
    return damage;
  }

  private void work() {
    Simulation.run(
        1, (scheduler, clock) -> new CrashWorkload(scheduler, clock, 1).run(disk, 2, 14) == null);
  }

  @Test
  void aNodeThatWasStoppedOrCrashedIsSound() {
    assertThat(new NodeVerifier(disk, progress::add, progress::add).isNode()).isFalse();
    work();

    assertThat(new NodeVerifier(disk, progress::add, progress::add).isNode()).isTrue();
    assertThat(damage(disk)).isEmpty();
    assertThat(damage(disk.crash(1))).isEmpty();
    assertThat(progress).hasSize(2 + NodeOptions.SHARDS);
  }

  @Test
  void damageInAnyFileIsReported() throws IOException {
    work();
    List<Path> files = new ArrayList<>();
    for (Path name : disk.list(LocalNode.MANIFESTS)) {
      files.add(LocalNode.MANIFESTS.resolve(name));
    }
    for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
      for (Path name : disk.list(LocalNode.segmentsOf(shard))) {
        files.add(LocalNode.segmentsOf(shard).resolve(name));
      }
    }
    for (Path file : files) {
      long bit = disk.content(file).length * 8L / 3;
      disk.flipBit(file, bit);
      assertThat(damage(disk)).as("%s", file).isNotEmpty();
      disk.flipBit(file, bit);
    }
    assertThat(damage(disk)).isEmpty();
  }
}
