package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.SERIES;
import static org.orrery.cluster.TestTables.insert;
import static org.orrery.cluster.TestTables.maps;
import static org.orrery.cluster.TestTables.range;
import static org.orrery.cluster.TestTables.rows;

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
              assertThat(maps(disk)).hasSize(1);
            }
            pass(clock);
            assertThat(maps(disk)).isEmpty();
            assertThat(rows(node.tables(), SERIES)).hasSize(1000);
            return true;
          }
        });
  }

  /** Waits for a round of the housekeeper. */
  private static void pass(Clock clock) {
    try {
      clock.sleepUntil(clock.nanos() + 2 * NodeOptions.DEFAULT.maintenanceNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
