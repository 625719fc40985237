package org.orrery.base.seam.sim;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;

/**
 * Files in memory that remember what is durable. {@link #crash} gives one image that a power cut
 * may leave: each unsynced 512-byte sector, length change, creation, rename and deletion is there
 * or not. A volume size makes it run full.
 */
public final class SimFileStore implements FileStore {

  /** A change of names not yet synced; {@code from} and {@code to} tell which it is. */
  private record NameChange(@Nullable Path from, @Nullable Path to, SimInode inode) {

    boolean touches(Path directory) {
      return (from != null && parent(from).equals(directory))
          || (to != null && parent(to).equals(directory));
    }

    void applyTo(Map<Path, SimInode> names) {
      if (from != null && names.get(from) != inode) {
        return;
      }
      if (from != null) {
        names.remove(from);
      }
      if (to != null) {
        names.put(to, inode);
      }
    }
  }

  private final Map<Path, SimInode> names = new TreeMap<>();
  private final Map<Path, SimInode> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private final Set<Path> directories = new TreeSet<>();
  private final Set<Path> locks = new HashSet<>();
  private long volumeBytes = Long.MAX_VALUE;

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** Limits the volume: writes that need more fail as on a full disk. */
  public synchronized void setVolumeBytes(long bytes) {
    volumeBytes = bytes;
  }

  /** One legal image after a power cut now. The same seed gives the same image. */
  public synchronized SimFileStore crash(long seed) {
    var survival = new SimInode.Survival(seed);
    var surviving = new TreeMap<>(durableNames);
    for (NameChange change : pendingNames) {
      if (survival.keeps()) {
        change.applyTo(surviving);
      }
    }
    var image = new SimFileStore();
    image.directories.addAll(directories);
    surviving.forEach(
        (name, inode) -> {
          SimInode content = SimInode.durableOf(inode.afterCrash(survival));
          image.names.put(name, content);
          image.durableNames.put(name, content);
        });
    return image;
  }

  /** The content of a file as readers see it. */
  public synchronized byte[] content(Path file) {
    SimInode inode = names.get(file.normalize());
    return inode == null ? new byte[0] : inode.content();
  }

  /** Flips one bit of a file, durably: what a rotting disk does. */
  public synchronized void flipBit(Path file, long bit) {
    SimInode inode = names.get(file.normalize());
    if (inode == null) {
      throw new IllegalArgumentException("no file " + file);
    }
    byte[] content = inode.content();
    content[(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
    SimInode flipped = SimInode.durableOf(content);
    names.put(file.normalize(), flipped);
    durableNames.put(file.normalize(), flipped);
  }

  @Override
  public synchronized StoredFile open(Path file, Mode mode) throws IOException {
    Path name = file.normalize();
    SimInode inode = names.get(name);
    if (mode == Mode.CREATE) {
      if (inode != null) {
        throw new FileAlreadyExistsException(name.toString());
      }
      if (!parent(name).toString().isEmpty() && !directories.contains(parent(name))) {
        throw new NoSuchFileException(parent(name).toString());
      }
      inode = new SimInode();
      change(new NameChange(null, name, inode));
    }
    if (inode == null) {
      throw new NoSuchFileException(name.toString());
    }
    return new SimFile(inode, mode != Mode.READ);
  }

  private void change(NameChange change) {
    change.applyTo(names);
    pendingNames.add(change);
  }

  @Override
  public synchronized void createDirectories(Path directory) {
    Path at = directory.normalize();
    while (at != null && !at.toString().isEmpty()) {
      directories.add(at);
      at = at.getParent();
    }
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    Path wanted = directory.normalize();
    var entries = new TreeSet<Path>();
    for (Set<Path> each : List.of(names.keySet(), directories)) {
      for (Path path : each) {
        if (parent(path).equals(wanted)) {
          entries.add(path.getFileName());
        }
      }
    }
    return List.copyOf(entries);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    SimInode inode = names.get(from.normalize());
    if (inode == null) {
      throw new NoSuchFileException(from.toString());
    }
    change(new NameChange(from.normalize(), to.normalize(), inode));
  }

  @Override
  public synchronized boolean delete(Path file) {
    SimInode inode = names.get(file.normalize());
    if (inode == null) {
      return false;
    }
    change(new NameChange(file.normalize(), null, inode));
    return true;
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    Path wanted = directory.normalize();
    pendingNames.removeIf(
        change -> {
          boolean isSynced = change.touches(wanted);
          if (isSynced) {
            change.applyTo(durableNames);
          }
          return isSynced;
        });
  }

  @Override
  public synchronized AutoCloseable lock(Path file) throws IOException {
    if (!locks.add(file.normalize())) {
      throw new FileSystemException(file.toString(), null, "locked by another process");
    }
    return () -> unlock(file.normalize());
  }

  private synchronized void unlock(Path file) {
    locks.remove(file);
  }

  @Override
  public synchronized long freeBytes() {
    long used = 0;
    for (SimInode inode : names.values()) {
      used += inode.length();
    }
    return Math.max(0, volumeBytes - used);
  }

  @Override
  public synchronized long volumeBytes() {
    return volumeBytes;
  }

  final class SimFile implements StoredFile {
    private final SimInode inode;
    private final boolean isWritable;
    private boolean isClosed;

    private SimFile(SimInode inode, boolean isWritable) {
      this.inode = inode;
      this.isWritable = isWritable;
    }

    private void requireOpen(boolean forWriting) throws IOException {
      if (isClosed) {
        throw new ClosedChannelException();
      }
      if (forWriting && !isWritable) {
        throw new IOException("opened for reading only");
      }
    }

    private void requireRoom(long end) throws IOException {
      if (end - inode.length() > freeBytes()) {
        throw new IOException(DiskErrors.DISK_FULL);
      }
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(false);
        if (offset >= inode.length()) {
          return -1;
        }
        byte[] bytes = new byte[target.remaining()];
        int count = inode.read(offset, bytes, 0, bytes.length);
        target.put(bytes, 0, count);
        return count;
      }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(true);
        requireRoom(offset + source.remaining());
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        if (bytes.length > 0) {
          inode.write(offset, bytes);
        }
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(true);
        inode.sync();
      }
    }

    /** Behaves as after a failed fsync: what was written is never going to the disk. */
    void failSync() {
      synchronized (SimFileStore.this) {
        inode.failSync();
      }
    }

    @Override
    public long length() throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(false);
        return inode.length();
      }
    }

    @Override
    public void preallocate(long length) throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(true);
        requireRoom(length);
        inode.extend(length);
      }
    }

    @Override
    public MemorySegment map(Arena arena) throws IOException {
      synchronized (SimFileStore.this) {
        requireOpen(false);
        byte[] content = inode.content();
        if (content.length == 0) {
          throw new EOFException("cannot map an empty file");
        }
        MemorySegment segment = arena.allocate(content.length, 8);
        segment.copyFrom(MemorySegment.ofArray(content));
        return segment.asReadOnly();
      }
    }

    @Override
    public void close() {
      synchronized (SimFileStore.this) {
        isClosed = true;
      }
    }
  }
}
