package org.orrery.base.seam.sim;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.FaultPlan.Kind;
import org.orrery.base.seam.sim.FaultPlan.Operation;

/**
 * A store that goes wrong by plan, over any other store. Count the calls of a run without faults,
 * then repeat it with a fault at each; over a {@link SimFileStore} follow a stop with its {@link
 * SimFileStore#crash}.
 */
public final class FaultyFileStore implements FileStore {

  private final FileStore below;
  private FaultPlan plan;
  private long calls;
  private boolean hasStruck;
  private Consumer<Operation> observer = _ -> {};

  public FaultyFileStore(FileStore below, FaultPlan plan) {
    this.below = below;
    this.plan = plan;
  }

  /** Has somebody told of each call before it is made. */
  public synchronized void observe(Consumer<Operation> newObserver) {
    observer = newObserver;
  }

  /** Calls made so far. */
  public synchronized long calls() {
    return calls;
  }

  /** Whether the planned fault has happened. */
  public synchronized boolean hasStruck() {
    return hasStruck;
  }

  private synchronized boolean isStopped() {
    return hasStruck && plan.kind() == Kind.STOP;
  }

  /** Replaces the plan; its call number counts on from the store's creation. */
  public synchronized void setPlan(FaultPlan newPlan) {
    plan = newPlan;
    hasStruck = false;
  }

  /** Counts a call; returns the fault it meets beyond those that are thrown here. */
  private synchronized @Nullable Kind enter(Operation operation) throws IOException {
    observer.accept(operation);
    calls++;
    if (hasStruck && plan.kind() == Kind.STOP) {
      throw new IOException("simulated stop");
    }
    if (hasStruck || calls < plan.call() || !plan.operations().contains(operation)) {
      return null;
    }
    hasStruck = true;
    return switch (plan.kind()) {
      case FAIL -> throw new IOException("simulated I/O error");
      case STOP -> throw new IOException("simulated stop");
      case DISK_FULL -> throw new IOException(DiskErrors.DISK_FULL);
      case SHORT_WRITE -> {
        if (operation != Operation.WRITE) {
          throw new IOException("simulated I/O error");
        }
        yield Kind.SHORT_WRITE;
      }
      case BIT_FLIP -> Kind.BIT_FLIP;
    };
  }

  @Override
  public StoredFile open(Path file, Mode mode) throws IOException {
    enter(Operation.OPEN);
    return new FaultyFile(below.open(file, mode));
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    enter(Operation.DIRECTORY);
    below.createDirectories(directory);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    enter(Operation.LIST);
    return below.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    enter(Operation.RENAME);
    below.rename(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    enter(Operation.DELETE);
    return below.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    enter(Operation.SYNC_DIRECTORY);
    below.syncDirectory(directory);
  }

  @Override
  public AutoCloseable lock(Path file) throws IOException {
    enter(Operation.LOCK);
    return below.lock(file);
  }

  @Override
  public long freeBytes() throws IOException {
    enter(Operation.FREE_BYTES);
    return below.freeBytes();
  }

  @Override
  public long volumeBytes() throws IOException {
    enter(Operation.FREE_BYTES);
    return below.volumeBytes();
  }

  private final class FaultyFile implements StoredFile {
    private final StoredFile file;

    private FaultyFile(StoredFile file) {
      this.file = file;
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
      Kind kind = enter(Operation.READ);
      int start = target.position();
      int count = file.read(offset, target);
      if (kind == Kind.BIT_FLIP && count > 0) {
        int at = start + count / 2;
        target.put(at, (byte) (target.get(at) ^ 0x10));
      }
      return count;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      if (enter(Operation.WRITE) == Kind.SHORT_WRITE) {
        file.write(offset, source.slice(source.position(), source.remaining() / 2));
        throw new IOException("simulated short write");
      }
      file.write(offset, source);
    }

    @Override
    public void sync() throws IOException {
      try {
        enter(Operation.SYNC);
      } catch (IOException e) {
        if (file instanceof SimFileStore.SimFile simulated && !isStopped()) {
          simulated.failSync();
        }
        throw e;
      }
      file.sync();
    }

    @Override
    public long length() throws IOException {
      enter(Operation.LENGTH);
      return file.length();
    }

    @Override
    public void preallocate(long length) throws IOException {
      enter(Operation.PREALLOCATE);
      file.preallocate(length);
    }

    @Override
    public MemorySegment map(Arena arena) throws IOException {
      if (enter(Operation.MAP) == Kind.BIT_FLIP) {
        MemorySegment good = file.map(arena);
        MemorySegment bad = arena.allocate(good.byteSize(), 8).copyFrom(good);
        long at = good.byteSize() / 2;
        byte flipped = (byte) (bad.get(ValueLayout.JAVA_BYTE, at) ^ 0x10);
        bad.set(ValueLayout.JAVA_BYTE, at, flipped);
        return bad.asReadOnly();
      }
      return file.map(arena);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
