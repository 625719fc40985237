package org.orrery.storage.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
    List<Path> orphans = orphans(files, directory, chunks);
    try {
      for (Path name : orphans) {
        files.delete(directory.resolve(name));
      }
      if (!orphans.isEmpty()) {
        files.syncDirectory(directory);
      }
    } catch (IOException e) {
      throw AtomicFiles.error("sweep", e);
    }
    return orphans.size();
  }

  /** The names of the files that no chunk of the manifest needs. */
  public static List<Path> orphans(FileStore files, Path directory, Collection<ChunkState> chunks) {
    var needed = new HashSet<String>();
    for (ChunkState chunk : chunks) {
      for (ChunkState.Segment segment : chunk.segments()) {
        needed.add(segment.file().fileName());
        if (segment.hasMap()) {
          needed.add(SegmentFiles.mapNameOf(segment.file().fileName()));
        }
      }
      for (ChunkState.Intents each : chunk.intents()) {
        each.pending().forEach(file -> needed.add(file.fileName()));
      }
    }
    try {
      return files.list(directory).stream()
          .filter(name -> !needed.contains(ownerOf(name.toString())) && isOurs(name.toString()))
          .toList();
    } catch (IOException e) {
      throw AtomicFiles.error("list", e);
    }
  }

  /** The file for whose sake another is needed. */
  private static String ownerOf(String name) {
    return name.endsWith(SegmentIndexes.SUFFIX) ? SegmentIndexes.segmentOf(name) : name;
  }

  private static boolean isOurs(String name) {
    return name.endsWith(".oseg")
        || name.endsWith(".map")
        || name.endsWith(SegmentIndexes.SUFFIX)
        || AtomicFiles.isTemporary(name);
  }
}
