package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
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
    var result = new AtomicReference<Boolean>();
    scheduler.spawn("workload", () -> result.set(simulation.run(scheduler, clock)));
    scheduler.run();
    Boolean answer = result.get();
    assertThat(answer).as("seed %d ended in a deadlock", seed).isNotNull();
    return Boolean.TRUE.equals(answer);
  }
}
