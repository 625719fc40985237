package org.orrery.cluster.log;

import java.io.IOException;
import java.nio.file.Path;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.FileStore;
import org.orrery.storage.manifest.AtomicFiles;

/** Reads a {@link LocalLog} that nobody has open from end to end, without changing it. */
public final class LogVerifier {

  private LogVerifier() {}

  /**
   * Verifies every record and that they follow each other.
   *
   * @return how many there are
   * @throws OrreryException {@code XX001} at the first that is damaged
   */
  public static long verify(FileStore store, Path directory) {
    try {
      return new LogRecovery(store).read(LogFilePool.look(store, directory));
    } catch (IOException e) {
      throw AtomicFiles.error("read", e);
    }
  }
}
