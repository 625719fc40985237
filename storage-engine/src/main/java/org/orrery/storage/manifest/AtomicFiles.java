package org.orrery.storage.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;

/**
 * Files that are there whole or not at all: written under a temporary name, synced, renamed, and
 * the directory synced by {@link #syncDirectory}, once for several. Errors are {@code 53100} and
 * {@code 58030}.
 */
public final class AtomicFiles {

  private static final String SUFFIX = ".tmp";

  private AtomicFiles() {}

  /** The name a file has while it is written. */
  public static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /** Whether a name is one of {@link #temporary}. */
  public static boolean isTemporary(String name) {
    return name.endsWith(SUFFIX);
  }

  /** Writes a file and gives it its name; durable once the directory is synced. */
  public static void replace(FileStore files, Path file, ByteBuffer content) {
    Path temporary = temporary(file);
    try {
      files.delete(temporary);
      try (StoredFile stored = files.open(temporary, FileStore.Mode.CREATE)) {
        stored.write(0, content);
        stored.sync();
      }
      files.rename(temporary, file);
    } catch (IOException e) {
      throw error("write", e);
    }
  }

  /** Gives a synced file its name. */
  public static void rename(FileStore files, Path from, Path to) {
    try {
      files.rename(from, to);
    } catch (IOException e) {
      throw error("rename", e);
    }
  }

  /** Makes names durable. */
  public static void syncDirectory(FileStore files, Path directory) {
    try {
      files.syncDirectory(directory);
    } catch (IOException e) {
      throw error("sync", e);
    }
  }

  /** Removes a file if there is one. */
  public static void delete(FileStore files, Path file) {
    try {
      files.delete(file);
    } catch (IOException e) {
      throw error("remove", e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws OrreryException {@code XX001} when there is none
   */
  public static byte[] read(FileStore files, Path file) {
    try (StoredFile stored = files.open(file, FileStore.Mode.READ)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(stored.length()));
      while (content.hasRemaining() && stored.read(content.position(), content) > 0) {}
      return content.array();
    } catch (NoSuchFileException e) {
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "a file of the data directory is missing")
          .causedBy(e);
    } catch (IOException e) {
      throw error("read", e);
    }
  }

  /** The error of a failed file operation. */
  public static OrreryException error(String action, IOException cause) {
    SqlState state = DiskErrors.isDiskFull(cause) ? SqlState.DISK_FULL : SqlState.IO_ERROR;
    return OrreryException.of(state, "could not %s file of the data directory", action)
        .causedBy(cause);
  }
}
