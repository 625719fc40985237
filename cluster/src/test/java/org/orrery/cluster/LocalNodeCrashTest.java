package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;

/**
 * Stops a node at calls to its files, cuts the power, and looks at what is left. {@code
 * -Dorrery.seed} starts another series, {@code -Dorrery.node.points} makes it longer.
 */
class LocalNodeCrashTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int POINTS = Integer.getInteger("orrery.node.points", 150);
  private static final int ROUNDS = 14;

  @Test
  void whereverTheNodeStopsCommitsAreWholeAndNothingElseIsThere() {
    var counted = new FaultyFileStore(new SimFileStore(), FaultPlan.NONE);
    assertThat(Simulation.run(SEED, (scheduler, clock) -> run(counted, scheduler, clock))).isTrue();
    long calls = counted.calls();
    for (int point = 0; point < POINTS; point++) {
      long call = 1 + point * calls / POINTS;
      Simulation.run(SEED + point, (scheduler, clock) -> stopAt(scheduler, clock, call));
    }
  }

  private static boolean run(FaultyFileStore store, Scheduler scheduler, Clock clock) {
    return new CrashWorkload(scheduler, clock, SEED).run(store, ROUNDS);
  }

  private static boolean stopAt(Scheduler scheduler, Clock clock, long call) {
    String run = "orrery.seed=" + SEED + " stop=" + call;
    var disk = new SimFileStore();
    var workload = new CrashWorkload(scheduler, clock, SEED);
    boolean isDone = workload.run(new FaultyFileStore(disk, FaultPlan.stopAt(call)), ROUNDS);
    long seed = SEED * 1_000_003 + call;
    // Every third time the process dies and the machine lives: unsynced writes are still seen.
    boolean isKilled = call % 3 == 0;
    workload.verifyAndGoOn(isKilled ? disk : disk.crash(seed), run + " killed=" + isKilled);
    return isDone;
  }
}
