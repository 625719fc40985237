package org.orrery.base.seam.sim;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;

/**
 * A store that leaves out some syncs and says that they were done: what a mistake in the code above
 * it would come to. Crash tests must find it.
 */
public final class NegligentFileStore implements FileStore {

  private final FileStore below;
  private final Predicate<Path> forgetsFile;
  private final Predicate<Path> forgetsDirectory;

  private NegligentFileStore(
      FileStore below, Predicate<Path> forgetsFile, Predicate<Path> forgetsDirectory) {
    this.below = below;
    this.forgetsFile = forgetsFile;
    this.forgetsDirectory = forgetsDirectory;
  }

  /** Does not sync files in whose paths {@code part} occurs. */
  public static FileStore withoutSyncOf(FileStore below, String part) {
    return new NegligentFileStore(below, file -> file.toString().contains(part), _ -> false);
  }

  /** Does not sync directories in whose paths {@code part} occurs. */
  public static FileStore withoutDirectorySyncOf(FileStore below, String part) {
    return new NegligentFileStore(below, _ -> false, path -> path.toString().contains(part));
  }

  @Override
  public StoredFile open(Path file, Mode mode) throws IOException {
    StoredFile opened = below.open(file, mode);
    return forgetsFile.test(file) ? new UnsyncedFile(opened) : opened;
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (!forgetsDirectory.test(directory)) {
      below.syncDirectory(directory);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    below.createDirectories(directory);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return below.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    below.rename(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return below.delete(file);
  }

  @Override
  public AutoCloseable lock(Path file) throws IOException {
    return below.lock(file);
  }

  @Override
  public long freeBytes() throws IOException {
    return below.freeBytes();
  }

  @Override
  public long volumeBytes() throws IOException {
    return below.volumeBytes();
  }

  private record UnsyncedFile(StoredFile file) implements StoredFile {

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
      return file.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      file.write(offset, source);
    }

    @Override
    public void sync() {}

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void preallocate(long length) throws IOException {
      file.preallocate(length);
    }

    @Override
    public MemorySegment map(Arena arena) throws IOException {
      return file.map(arena);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
