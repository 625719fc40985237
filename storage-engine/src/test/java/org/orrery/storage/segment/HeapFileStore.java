package org.orrery.storage.segment;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;

/** Files in memory whose bytes a test may change. */
final class HeapFileStore implements FileStore {

  private final TreeMap<Path, byte[]> files = new TreeMap<>();

  byte[] bytes(Path file) {
    byte[] bytes = files.get(file);
    if (bytes == null) {
      throw new IllegalStateException("no file " + file);
    }
    return bytes;
  }

  boolean exists(Path file) {
    return files.containsKey(file);
  }

  void put(Path file, byte[] bytes) {
    files.put(file, bytes);
  }

  @Override
  public StoredFile open(Path file, Mode mode) throws IOException {
    boolean isThere = files.containsKey(file);
    if (mode == Mode.CREATE && isThere) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (mode == Mode.CREATE) {
      files.put(file, new byte[0]);
    } else if (!isThere) {
      throw new FileNotFoundException(file.toString());
    }
    return new HeapFile(file);
  }

  @Override
  public void createDirectories(Path directory) {}

  @Override
  public List<Path> list(Path directory) {
    return List.copyOf(files.keySet());
  }

  @Override
  public void rename(Path from, Path to) {
    byte[] bytes = bytes(from);
    files.remove(from);
    files.put(to, bytes);
  }

  @Override
  public boolean delete(Path file) {
    return files.remove(file) != null;
  }

  @Override
  public void syncDirectory(Path directory) {}

  @Override
  public AutoCloseable lock(Path file) {
    return () -> {};
  }

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  private final class HeapFile implements StoredFile {

    private final Path path;

    HeapFile(Path path) {
      this.path = path;
    }

    @Override
    public int read(long offset, ByteBuffer target) {
      byte[] bytes = bytes(path);
      int count = (int) Math.min(target.remaining(), bytes.length - offset);
      if (count <= 0) {
        return -1;
      }
      target.put(bytes, (int) offset, count);
      return count;
    }

    @Override
    public void write(long offset, ByteBuffer source) {
      byte[] bytes = bytes(path);
      int end = Math.toIntExact(offset + source.remaining());
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, end);
        files.put(path, bytes);
      }
      source.get(bytes, (int) offset, source.remaining());
    }

    @Override
    public void sync() {}

    @Override
    public long length() {
      return bytes(path).length;
    }

    @Override
    public void preallocate(long length) {}

    @Override
    public MemorySegment map(Arena arena) {
      byte[] bytes = bytes(path);
      MemorySegment mapped = arena.allocate(bytes.length, 8);
      MemorySegment.copy(bytes, 0, mapped, ValueLayout.JAVA_BYTE, 0, bytes.length);
      return mapped;
    }

    @Override
    public void close() {}
  }
}
