package org.orrery.cluster.log;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;

class LogFuzzTest {

  @Test
  void aDamagedLogFileIsReportedOrCutAndNothingElseHappens() {
    var files = new SimFileStore();
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(1), clock);
    scheduler.spawn("writer", () -> new LogWorkload(scheduler, clock, 1).run(files, 3, "seeds"));
    scheduler.run();
    List<byte[]> seeds =
        files.list(LogWorkload.DIRECTORY).stream()
            .map(Path::getFileName)
            .filter(name -> name.toString().endsWith(".log"))
            .map(name -> files.content(LogWorkload.DIRECTORY.resolve(name)))
            .toList();

    Fuzzer.run(LogFuzz.class, seeds);
  }
}
