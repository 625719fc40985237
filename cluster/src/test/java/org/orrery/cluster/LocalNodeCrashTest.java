package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultPlan.Operation;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.NegligentFileStore;
import org.orrery.base.seam.sim.SimFileStore;

/**
 * Stops a node at the calls that change its files, cuts the power, and looks at what is left; then
 * once more. {@code -Dorrery.seed} starts another series, {@code -Dorrery.node.points} makes it
 * longer.
 */
class LocalNodeCrashTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int POINTS = Integer.getInteger("orrery.node.points", 1000);
  private static final int ROUNDS = 30;

  /** One in so many changes of a run is looked at; every run begins at another. */
  private static final int STRIDE = 16;

  /** Before each of them the power may fail; the others leave the files as they are. */
  private static final Set<Operation> CHANGES =
      EnumSet.of(
          Operation.WRITE,
          Operation.SYNC,
          Operation.PREALLOCATE,
          Operation.RENAME,
          Operation.DELETE,
          Operation.SYNC_DIRECTORY);

  /** What a power cut left, and what was promised until then. */
  private record Image(SimFileStore disk, List<Writer.Promise> promises, String run, long seed) {}

  @Test
  void whereverThePowerFailsCommitsAreWholeAndNothingElseIsThere() {
    int points = 0;
    for (long seed = SEED; points < POINTS; seed++) {
      points += powerCuts(seed, POINTS - points, UnaryOperator.identity());
    }
  }

  @Test
  void whereverTheProcessDiesCommitsAreWholeAndNothingElseIsThere() {
    for (long seed = SEED; seed < SEED + 1 + POINTS / 20; seed++) {
      kill(seed);
    }
  }

  /** The unsynced writes of a process that died are still seen, until the power fails as well. */
  private static void kill(long seed) {
    long call = new SplittableRandom(seed).nextInt(1, 3000);
    String run = "orrery.seed=" + seed + " killed at call " + call;
    Simulation.run(
        seed,
        (scheduler, clock) -> {
          var disk = new SimFileStore();
          var workload = new CrashWorkload(scheduler, clock, seed);
          workload.run(new FaultyFileStore(disk, FaultPlan.stopAt(call)), 2, ROUNDS);
          workload.verify(disk, run);
          workload.verifyAndGoOn(disk.crash(seed), run + ", then power cut");
          return true;
        });
  }

  @Test
  void aNodeThatForgetsToSyncIsFound() {
    for (String forgotten : List.of("log", ".oseg", ".manifest", ".checkpoint", ".snapshot")) {
      assertThatThrownBy(() -> sweep(below -> NegligentFileStore.withoutSyncOf(below, forgotten)))
          .as("without fsync of %s", forgotten)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("power cut at call");
    }
  }

  @Test
  void aNodeThatForgetsToSyncDirectoriesIsFound() {
    for (String forgotten : List.of("log", "segments", "manifest")) {
      assertThatThrownBy(
              () -> sweep(below -> NegligentFileStore.withoutDirectorySyncOf(below, forgotten)))
          .as("without fsync of the directory %s", forgotten)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("power cut at call");
    }
  }

  private static void sweep(UnaryOperator<FileStore> negligence) {
    for (long seed = SEED; seed < SEED + 4; seed++) {
      powerCuts(seed, Integer.MAX_VALUE, negligence);
    }
  }

  /** Runs a workload, and looks at what is left at each point; how many there were. */
  private static int powerCuts(long seed, int pointsMax, UnaryOperator<FileStore> negligence) {
    var images = new ArrayList<Image>();
    int[] changes = {0};
    Simulation.run(
        seed,
        (scheduler, clock) -> {
          var disk = new SimFileStore();
          var workload = new CrashWorkload(scheduler, clock, seed);
          var store = new FaultyFileStore(negligence.apply(disk), FaultPlan.NONE);
          store.observe(
              operation -> {
                if (CHANGES.contains(operation) && (++changes[0] + seed) % STRIDE == 0) {
                  long imageSeed = seed * 1_000_003 + store.calls();
                  String run = "orrery.seed=" + seed + " power cut at call " + store.calls();
                  images.add(new Image(disk.crash(imageSeed), workload.promises(), run, imageSeed));
                }
              });
          OrreryException error = workload.run(store, 2, ROUNDS);
          if (error != null) {
            throw error;
          }
          return true;
        });
    images.stream().limit(pointsMax).forEach(LocalNodeCrashTest::cutAgain);
    return images.size();
  }

  /** The second cut is during the recovery from the first, or soon after. */
  private static void cutAgain(Image image) {
    int secondCall = new SplittableRandom(image.seed()).nextInt(1, 200);
    String run = image.run() + ", again at call " + secondCall;
    try {
      Simulation.run(
          image.seed(),
          (scheduler, clock) -> {
            var workload = new CrashWorkload(scheduler, clock, image.seed(), image.promises());
            var store = new FaultyFileStore(image.disk(), FaultPlan.stopAt(secondCall));
            workload.run(store, 1, 4);
            SimFileStore left = image.disk().crash(image.seed() + 1);
            if (image.seed() % 8 == 0) {
              workload.verifyAndGoOn(left, run);
            } else {
              workload.verify(left, run);
            }
            return true;
          });
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(run, e);
    }
  }
}
