package org.orrery.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.system.SystemScheduler;

/**
 * Stops the log at every call to its files, cuts the power, and looks at what is left, several ways
 * each. {@code -Dorrery.seed} starts another series, {@code -Dorrery.log.rounds} makes it longer.
 */
class LocalLogCrashTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int ROUNDS = Integer.getInteger("orrery.log.rounds", 70);
  private static final int IMAGES = 4;

  private final SystemScheduler scheduler = new SystemScheduler();

  @AfterEach
  void stopScheduler() {
    scheduler.close();
  }

  @Test
  void whereverTheNodeStopsWhatWasAcknowledgedIsThereAndNothingIsHalf() {
    int points = 0;
    boolean isDone = false;
    while (!isDone) {
      points++;
      var disk = new SimFileStore();
      var workload = new LogWorkload(scheduler, SEED);
      isDone =
          workload.run(
              new FaultyFileStore(disk, FaultPlan.stopAt(points)), ROUNDS, "stop=" + points);
      for (int image = 0; image < IMAGES; image++) {
        crashTwiceAndVerify(disk, workload, points, image);
      }
    }
    assertThat(points).isGreaterThan(300);
  }

  /** The second crash is during the recovery of the first, or soon after. */
  private void crashTwiceAndVerify(SimFileStore disk, LogWorkload workload, int point, int image) {
    long seed = SEED * 1_000_003 + point * (long) IMAGES + image;
    String run = "orrery.seed=" + SEED + " stop=" + point + " image=" + image;
    SimFileStore survivor = disk.crash(seed);
    LogWorkload promised = workload.copy(seed);
    if (image >= 2) {
      int secondStop = 1 + (int) Math.floorMod(seed * 31, 40L);
      run += " secondStop=" + secondStop;
      promised.run(new FaultyFileStore(survivor, FaultPlan.stopAt(secondStop)), 2, run);
      survivor = survivor.crash(seed + 1);
    }
    try {
      promised.verifyAndGoOn(survivor, run);
      promised.verifyAndGoOn(survivor.crash(seed + 2), run + " again");
    } catch (OrreryException e) {
      throw new AssertionError(run, e);
    }
  }
}
