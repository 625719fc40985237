package org.orrery.cluster.log;

import java.nio.file.Path;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.system.SystemClock;

/** The contract on simulated files, small ones, so that every test goes through many. */
class LocalLogInMemoryTest extends ReplicatedLogContract {

  private static final LocalLogOptions SMALL =
      new LocalLogOptions(4096, 64 << 10, 8192, 10_000_000_000L, 4);

  private final FaultyFileStore store = new FaultyFileStore(new SimFileStore(), FaultPlan.NONE);

  @Override
  ReplicatedLog open() {
    return LocalLog.open(
        store,
        Path.of("log"),
        SMALL,
        new SystemClock(),
        scheduler,
        error -> {
          throw new AssertionError(error);
        });
  }

  @Override
  int entryBytesMax() {
    return SMALL.entryBytesMax();
  }
}
