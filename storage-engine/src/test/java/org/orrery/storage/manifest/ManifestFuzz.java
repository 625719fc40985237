package org.orrery.storage.manifest;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.SimFileStore;

/** Opens bytes as a manifest, and reads them as an edit of one. */
public final class ManifestFuzz {

  private static final Path PATH = Path.of("shard-1.manifest");

  private ManifestFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    var files = new SimFileStore();
    try (StoredFile file = files.open(PATH, FileStore.Mode.CREATE)) {
      file.write(0, ByteBuffer.wrap(input));
    }
    Fuzzer.attempt(() -> Manifest.open(files, PATH).close());
    Fuzzer.attempt(() -> Manifest.decode(ByteBuffer.wrap(input)));
  }
}
