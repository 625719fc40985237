package org.orrery.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.system.SystemFileStore;

/** Opens the data directory; what goes wrong is one line for whoever starts the server. */
final class DataDirectory {

  private static final Path LOCK = Path.of("LOCK");

  /** A configuration file longer than this is not one. */
  private static final long CONFIG_BYTES_MAX = 1 << 20;

  private DataDirectory() {}

  static FileStore open(String directory) {
    try {
      return SystemFileStore.at(Path.of(directory));
    } catch (AccessDeniedException e) {
      throw unusable(directory, "permission denied", e);
    } catch (FileAlreadyExistsException e) {
      throw unusable(directory, "it is not a directory", e);
    } catch (InvalidPathException | IOException e) {
      throw unusable(directory, "it cannot be created", e);
    }
  }

  /** A data directory that is there. */
  static FileStore existing(String directory) {
    try {
      return SystemFileStore.existing(Path.of(directory));
    } catch (AccessDeniedException e) {
      throw unusable(directory, "permission denied", e);
    } catch (InvalidPathException | IOException e) {
      throw unusable(directory, "it does not exist", e);
    }
  }

  static AutoCloseable lock(FileStore files, String directory) {
    try {
      return files.lock(LOCK);
    } catch (AccessDeniedException e) {
      throw unusable(directory, "permission denied", e);
    } catch (IOException e) {
      throw OrreryException.of(
              SqlState.LOCK_FILE_EXISTS,
              "data directory \"%s\" is in use by another process",
              directory)
          .causedBy(e);
    }
  }

  static void release(AutoCloseable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw OrreryException.of(SqlState.IO_ERROR, "could not release the data directory")
          .causedBy(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file's text; empty when there is no such file. */
  static String text(FileStore files, String directory, String name) {
    try {
      Path file = Path.of(name);
      if (!files.list(Path.of("")).contains(file)) {
        return "";
      }
      try (StoredFile stored = files.open(file, FileStore.Mode.READ)) {
        long length = stored.length();
        if (length > CONFIG_BYTES_MAX) {
          throw OrreryException.of(
              SqlState.CONFIG_FILE_ERROR,
              "file \"%s\" is longer than %d bytes",
              name,
              CONFIG_BYTES_MAX);
        }
        ByteBuffer content = ByteBuffer.allocate((int) length);
        stored.read(0, content);
        return StandardCharsets.UTF_8.decode(content.flip()).toString();
      }
    } catch (IOException e) {
      throw unusable(directory, "could not read \"" + name + "\"", e);
    }
  }

  private static OrreryException unusable(String directory, String why, Exception cause) {
    return OrreryException.of(
            SqlState.IO_ERROR, "could not use data directory \"%s\": %s", directory, why)
        .causedBy(cause);
  }
}
