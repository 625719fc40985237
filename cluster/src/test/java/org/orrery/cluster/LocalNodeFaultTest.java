package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultPlan.Kind;
import org.orrery.base.seam.sim.FaultPlan.Operation;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;

/**
 * Has calls to a node's files fail, one in each run: a statement gets the error, or the node stops
 * and recovers; nothing acknowledged is lost, nothing wrong is read. {@code -Dorrery.seed} starts
 * another series, {@code -Dorrery.fault.points} makes it longer.
 */
class LocalNodeFaultTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int POINTS = Integer.getInteger("orrery.fault.points", 500);
  private static final int ROUNDS = 8;
  private static final int STARTS = 2;

  /** What goes wrong, and where it may. */
  private record Fault(Kind kind, EnumSet<Operation> operations) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(Kind.FAIL, EnumSet.allOf(Operation.class)),
          new Fault(Kind.SHORT_WRITE, EnumSet.of(Operation.WRITE)),
          new Fault(
              Kind.DISK_FULL, EnumSet.of(Operation.WRITE, Operation.PREALLOCATE, Operation.OPEN)),
          new Fault(Kind.FAIL, EnumSet.of(Operation.SYNC)),
          new Fault(Kind.FAIL, EnumSet.of(Operation.SYNC_DIRECTORY, Operation.RENAME)),
          new Fault(Kind.FAIL, EnumSet.of(Operation.READ, Operation.MAP)),
          new Fault(Kind.BIT_FLIP, EnumSet.of(Operation.MAP)));

  @Test
  void aFailedCallIsAnErrorOfAStatementOrTheNodeRecovers() {
    for (int point = 0; point < POINTS; point++) {
      long seed = SEED + point;
      Fault fault = FAULTS.get(point % FAULTS.size());
      long call = new SplittableRandom(seed).nextInt(1, 900);
      var plan = new FaultPlan(call, fault.kind(), fault.operations());
      String run = "orrery.seed=" + seed + " " + plan;
      try {
        Simulation.run(seed, (scheduler, clock) -> fail(scheduler, clock, seed, plan, run));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(run, e);
      }
    }
  }

  private static boolean fail(
      Scheduler scheduler, Clock clock, long seed, FaultPlan plan, String run) {
    var disk = new SimFileStore();
    var store = new FaultyFileStore(disk, plan);
    var workload = new CrashWorkload(scheduler, clock, seed);
    workload.bear(
        error -> {
          requireKnown(error, plan);
          return error.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN;
        });
    for (int start = 0; start < STARTS; start++) {
      OrreryException error = workload.run(store, 1, ROUNDS);
      if (error != null) {
        requireKnown(error, plan);
      }
    }
    workload.verify(disk, run);
    if (seed % 4 == 0) {
      workload.verifyAndGoOn(disk.crash(seed), run + ", then power cut");
    } else {
      workload.verify(disk.crash(seed), run + ", then power cut");
    }
    return true;
  }

  /** What a statement may be told. */
  private static void requireKnown(OrreryException error, FaultPlan plan) {
    boolean isKnown =
        switch (error.state()) {
          case IO_ERROR, TRANSACTION_RESOLUTION_UNKNOWN -> true;
          case DISK_FULL -> plan.kind() == Kind.DISK_FULL;
          case DATA_CORRUPTED -> plan.kind() == Kind.BIT_FLIP;
          default -> false;
        };
    assertThat(isKnown).as("%s %s", error.state(), error).isTrue();
  }
}
