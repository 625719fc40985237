package org.orrery.base.seam.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;

/** Files below one directory of the machine's file system. Safe for all threads. */
public final class SystemFileStore implements FileStore {

  /**
   * Locks held by this process. POSIX record locks belong to the process, not to the handle, so two
   * stores in one JVM must be kept apart here.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path root;

  private SystemFileStore(Path root) {
    this.root = root;
  }

  /** A store rooted at {@code root}, which is created when missing. */
  public static SystemFileStore at(Path root) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    return new SystemFileStore(absolute.toRealPath());
  }

  /** A store rooted at a directory that exists. */
  public static SystemFileStore existing(Path root) throws IOException {
    return new SystemFileStore(root.toRealPath());
  }

  private Path resolve(Path file) throws IOException {
    Path resolved = root.resolve(file).normalize();
    if (file.isAbsolute() || !resolved.startsWith(root)) {
      throw new FileSystemException(file.toString(), null, "not below the store's root");
    }
    return resolved;
  }

  @Override
  public StoredFile open(Path file, Mode mode) throws IOException {
    return SystemFile.open(resolve(file), mode);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = resolve(directory); at != null && !Files.isDirectory(at); at = at.getParent()) {
      missing.push(at);
    }
    for (Path each : missing) {
      try {
        Files.createDirectory(each);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(each)) {
          throw e;
        }
      }
      Path parent = each.getParent();
      if (parent != null) {
        forceDirectory(parent);
      }
    }
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(resolve(directory))) {
      List<Path> names = new ArrayList<>();
      entries.forEach(entry -> names.add(entry.getFileName()));
      names.sort(null);
      return names;
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(
        resolve(from),
        resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(resolve(file));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    forceDirectory(resolve(directory));
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public AutoCloseable lock(Path file) throws IOException {
    Path resolved = resolve(file);
    if (!LOCKED.add(resolved)) {
      throw held(file);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(resolved, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw held(file);
      }
      FileChannel locked = channel;
      return () -> {
        // Closing the channel releases the lock.
        locked.close();
        LOCKED.remove(resolved);
      };
    } catch (IOException | OverlappingFileLockException e) {
      if (channel != null) {
        channel.close();
      }
      LOCKED.remove(resolved);
      throw e;
    }
  }

  private static FileSystemException held(Path file) {
    return new FileSystemException(file.toString(), null, "locked by another process");
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  @Override
  public long volumeBytes() throws IOException {
    return Files.getFileStore(root).getTotalSpace();
  }
}
