package org.orrery.base.seam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A node's files. All paths are relative to the store's root. Nothing is durable before {@link
 * StoredFile#sync} (content, length) and {@link #syncDirectory} (names) have returned; a failed
 * sync is never retried on the same file.
 */
public interface FileStore {

  /** How a file is opened. */
  enum Mode {
    /** Must exist; writes fail. */
    READ,
    /** Must exist. */
    WRITE,
    /** Must not exist. */
    CREATE
  }

  /** Opens or creates a file; parent directories must exist. */
  StoredFile open(Path file, Mode mode) throws IOException;

  /** Creates a directory and its missing parents, durably; fine when it exists. */
  void createDirectories(Path directory) throws IOException;

  /** Names in a directory, sorted; empty when the directory does not exist. */
  List<Path> list(Path directory) throws IOException;

  /** Atomically gives {@code from} the name {@code to}, replacing what had it. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file; false when there was none. */
  boolean delete(Path file) throws IOException;

  /** Makes creations, renames and deletions in {@code directory} durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Takes an exclusive lock held until the handle closes; fails at once if another holds it. */
  AutoCloseable lock(Path file) throws IOException;

  /** Bytes that may still be written to the volume. */
  long freeBytes() throws IOException;

  /** Size of the volume in bytes. */
  long volumeBytes() throws IOException;
}
