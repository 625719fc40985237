package org.orrery.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;

/**
 * Stops the log at every call to its files, cuts the power, and looks at what is left, several ways
 * each. {@code -Dorrery.seed} starts another series, {@code -Dorrery.log.rounds} makes it longer.
 */
class LocalLogCrashTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int ROUNDS = Integer.getInteger("orrery.log.rounds", 70);
  private static final int IMAGES = 3;

  @Test
  void whereverTheNodeStopsWhatWasAcknowledgedIsThereAndNothingIsHalf() {
    int points = 0;
    boolean isDone = false;
    while (!isDone) {
      points++;
      int point = points;
      isDone = simulate(SEED + point, (scheduler, clock) -> stopAt(scheduler, clock, point));
    }
    assertThat(points).isGreaterThan(300);
  }

  private interface Simulation {
    boolean run(Scheduler scheduler, Clock clock);
  }

  private static boolean simulate(long seed, Simulation simulation) {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(seed), clock);
    var result = new AtomicReference<Boolean>();
    scheduler.spawn("workload", () -> result.set(simulation.run(scheduler, clock)));
    scheduler.run();
    Boolean answer = result.get();
    assertThat(answer).as("seed %d ended in a deadlock", seed).isNotNull();
    return Boolean.TRUE.equals(answer);
  }

  private static boolean stopAt(Scheduler scheduler, Clock clock, int point) {
    String run = "orrery.seed=" + SEED + " stop=" + point;
    var disk = new SimFileStore();
    var workload = new LogWorkload(scheduler, clock, SEED);
    boolean isDone = workload.run(new FaultyFileStore(disk, FaultPlan.stopAt(point)), ROUNDS, run);
    for (int image = 0; image < IMAGES; image++) {
      long seed = SEED * 1_000_003 + point * (long) IMAGES + image;
      LogWorkload promised = workload.copy(seed);
      crashTwiceAndVerify(disk.crash(seed), promised, seed, run + " image=" + image);
    }
    // The process died, the machine lived: unsynced writes are still seen, and not durable.
    workload.verifyAndGoOn(disk, run + " killed");
    workload.verifyAndGoOn(disk.crash(0), run + " killed, then crashed");
    return isDone;
  }

  /** The second crash is during the recovery of the first, or soon after. */
  private static void crashTwiceAndVerify(
      SimFileStore survivor, LogWorkload promised, long seed, String run) {
    int secondStop = 1 + (int) Math.floorMod(seed * 31, 60L);
    String both = run + " secondStop=" + secondStop;
    promised.run(new FaultyFileStore(survivor, FaultPlan.stopAt(secondStop)), 2, both);
    SimFileStore second = survivor.crash(seed + 1);
    promised.verifyAndGoOn(second, both);
    promised.verifyAndGoOn(second.crash(seed + 2), both + " again");
  }
}
