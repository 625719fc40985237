package org.orrery.cluster.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemFileStore;

/** The contract on the machine's files, with the sizes of a node. */
class LocalLogOnDiskTest extends ReplicatedLogContract {

  @TempDir Path root;

  @Override
  ReplicatedLog open() {
    try {
      return LocalLog.open(
          SystemFileStore.at(root),
          Path.of("log"),
          LocalLogOptions.DEFAULT,
          new SystemClock(),
          scheduler,
          error -> {
            throw new AssertionError(error);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
