package org.orrery.cluster.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;

/** Recovers a log from bytes in its only file. */
public final class LogFuzz {

  private static final Path FILE = LogWorkload.DIRECTORY.resolve("0000000000000001.log");

  private LogFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    var files = new SimFileStore();
    files.createDirectories(LogWorkload.DIRECTORY);
    try (StoredFile file = files.open(FILE, FileStore.Mode.CREATE)) {
      file.write(0, ByteBuffer.wrap(input));
    }
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(1), clock);
    scheduler.spawn(
        "recovery",
        () -> {
          try {
            Fuzzer.attempt(() -> LogWorkload.openLog(files, scheduler, clock).close());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    scheduler.run();
  }
}
