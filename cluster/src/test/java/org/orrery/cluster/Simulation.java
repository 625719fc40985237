package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;

/** Something that runs in simulated time, its threads in the order that a seed gives. */
interface Simulation {

  boolean run(Scheduler scheduler, Clock clock);

  /** Runs it to its end; what it returns. */
  static boolean run(long seed, Simulation simulation) {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(seed), clock);
    var result = new CompletableFuture<Boolean>();
    scheduler.spawn(
        "workload",
        () -> {
          try {
            result.complete(simulation.run(scheduler, clock));
          } catch (RuntimeException | AssertionError e) {
            result.completeExceptionally(e);
          }
        });
    scheduler.run();
    assertThat(result).as("seed %d ended in a deadlock", seed).isDone();
    return result.join();
  }
}
