package org.orrery.storage.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import org.orrery.base.seam.FileStore;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;

/** Removes what crashes left in a shard's segment directory; run before the shard starts. */
public final class OrphanSweeper {

  private OrphanSweeper() {}

  /**
   * Removes the files that no chunk of the manifest needs.
   *
   * @return how many were removed
   */
  public static int sweep(FileStore files, Path directory, Collection<ChunkState> chunks) {
    var needed = new HashSet<String>();
    for (ChunkState chunk : chunks) {
      for (ChunkState.Segment segment : chunk.segments()) {
        needed.add(segment.file().fileName());
        if (segment.hasMap()) {
          needed.add(SegmentFiles.mapNameOf(segment.file().fileName()));
        }
      }
    }
    int removed = 0;
    try {
      for (Path name : files.list(directory)) {
        if (!needed.contains(name.toString()) && isOurs(name.toString())) {
          files.delete(directory.resolve(name));
          removed++;
        }
      }
      if (removed > 0) {
        files.syncDirectory(directory);
      }
    } catch (IOException e) {
      throw AtomicFiles.error("sweep", e);
    }
    return removed;
  }

  private static boolean isOurs(String name) {
    return name.endsWith(".oseg") || name.endsWith(".map") || AtomicFiles.isTemporary(name);
  }
}
