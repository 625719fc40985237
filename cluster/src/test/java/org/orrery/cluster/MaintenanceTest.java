package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.insert;
import static org.orrery.cluster.TestTables.range;
import static org.orrery.cluster.TestTables.rows;
import static org.orrery.cluster.TestTables.segmentFiles;

import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

/** What a node does by itself. */
class MaintenanceTest {

  @Test
  void aQuietNodeForgetsFormerNamesOnceNoSnapshotNeedsThem() {
    var disk = new SimFileStore();
    Simulation.run(
        1,
        (scheduler, clock) -> {
          try (LocalNode node =
              LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            insert(node.tables(), SERIES, range(0, 1000, "a"));
            try (Transaction open = node.tables().begin(Isolation.READ_COMMITTED)) {
              open.snapshot();
              node.sealAll();
              pass(clock);
              assertThat(segmentFiles(disk, ".map")).hasSize(1);
            }
            pass(clock);
            assertThat(segmentFiles(disk, ".map")).isEmpty();
            assertThat(rows(node.tables(), SERIES)).hasSize(1000);
            return true;
          }
        });
  }

  @Test
  void segmentsOfAChunkThatIsQuietBecomeOne() {
    var disk = new SimFileStore();
    Simulation.run(
        1,
        (scheduler, clock) -> {
          try (LocalNode node =
              LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            for (int i = 0; i < 3; i++) {
              insert(node.tables(), SERIES, range(i * 300L, i * 300 + 300, "a"));
              node.sealAll();
            }
            pass(clock);
            assertThat(segmentFiles(disk, ".oseg")).hasSize(3);

            pass(clock, NodeOptions.DEFAULT.compaction().quietNanos());

            assertThat(segmentFiles(disk, ".oseg")).hasSize(1);
            assertThat(segmentFiles(disk, ".map")).isEmpty();
            assertThat(rows(node.tables(), SERIES)).hasSize(900);
          }
          try (LocalNode node =
              LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            assertThat(rows(node.tables(), SERIES)).hasSize(900);
            return true;
          }
        });
  }

  @Test
  void manySegmentsOfAChunkThatIsWrittenToBecomeOne() {
    var disk = new SimFileStore();
    Simulation.run(
        1,
        (scheduler, clock) -> {
          try (LocalNode node =
              LocalNode.open(disk, scheduler, clock, NodeOptions.DEFAULT, _ -> {})) {
            for (int i = 0; i < 20; i++) {
              insert(node.tables(), SERIES, range(i * 10L, i * 10 + 10, "a"));
              node.sealAll();
              pass(clock);
            }

            assertThat(segmentFiles(disk, ".oseg")).hasSizeBetween(2, 8);
            assertThat(rows(node.tables(), SERIES)).hasSize(200);
            return true;
          }
        });
  }

  @Test
  void aNodeKilledWithAnOpenTransactionStartsAgainAndAgain() {
    var disk = new SimFileStore();
    Simulation.run(
        1,
        (scheduler, clock) -> {
          SimFileStore killed;
          try (LocalNode node =
                  LocalNode.open(disk, scheduler, clock, CrashWorkload.SMALL, _ -> {});
              Transaction open = node.tables().begin(Isolation.READ_COMMITTED)) {
            for (int chunk = 0; chunk < NodeOptions.SHARDS; chunk++) {
              open.append(SERIES, range(chunk * 1000L, chunk * 1000 + 10, "open"));
            }
            open.flush();
            node.sealAll();
            for (int round = 0; round < 60; round++) {
              fillOtherChunks(node);
              pass(clock);
            }
            killed = disk.crash(1);
          }
          SimFileStore killedAgain;
          try (LocalNode node =
              LocalNode.open(killed, scheduler, clock, CrashWorkload.SMALL, _ -> {})) {
            fillOtherChunks(node);
            sleep(clock, CrashWorkload.SMALL.maintenanceNanos() * 3 / 2);
            killedAgain = killed.crash(2);
          }
          try (LocalNode node =
              LocalNode.open(killedAgain, scheduler, clock, CrashWorkload.SMALL, _ -> {})) {
            assertThat(rows(node.tables(), SERIES)).hasSize(61 * NodeOptions.SHARDS * 250);
            return true;
          }
        });
  }

  /** Writes enough to chunks of all shards, in which no open transaction is, to have it sealed. */
  private static void fillOtherChunks(LocalNode node) {
    String tag = "new".repeat(700);
    for (int chunk = 0; chunk < NodeOptions.SHARDS; chunk++) {
      insert(node.tables(), SERIES, range(10_000 + chunk * 1000L, 10_250 + chunk * 1000L, tag));
    }
  }

  /** Waits for a round of the housekeeper. */
  private static void pass(Clock clock) {
    pass(clock, 0);
  }

  private static void pass(Clock clock, long nanos) {
    sleep(clock, nanos + 3 * NodeOptions.DEFAULT.maintenanceNanos());
  }

  private static void sleep(Clock clock, long nanos) {
    try {
      clock.sleepUntil(clock.nanos() + nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
