package org.orrery.base.seam.system;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.StoredFile;

/**
 * A file behind a {@link FileChannel} that survives interrupts. The JDK closes a channel for
 * everyone when one of its users is interrupted (a cancelled query, say); here the operation is
 * repeated on a new channel and the interrupt kept for the caller's next blocking call. Repeating
 * is safe because every operation is positional.
 */
final class SystemFile implements StoredFile {

  private static final int ZERO_BYTES = 1 << 20;

  private final Path path;
  private final boolean isWritable;
  private final ReentrantLock reopening = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean isClosed;

  private SystemFile(Path path, boolean isWritable, FileChannel channel) {
    this.path = path;
    this.isWritable = isWritable;
    this.channel = channel;
  }

  static SystemFile open(Path path, Mode mode) throws IOException {
    Set<OpenOption> options =
        switch (mode) {
          case READ -> Set.of(StandardOpenOption.READ);
          case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
          case CREATE ->
              Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    return new SystemFile(path, mode != Mode.READ, FileChannel.open(path, options));
  }

  private interface Operation<T> {
    T on(FileChannel channel) throws IOException;
  }

  private <T> T perform(Operation<T> operation) throws IOException {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return operation.on(channel);
        } catch (ClosedChannelException e) {
          if (isClosed) {
            throw e;
          }
          wasInterrupted |= Thread.interrupted();
          reopen();
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void reopen() throws IOException {
    reopening.lock();
    try {
      if (!channel.isOpen() && !isClosed) {
        channel =
            isWritable
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ);
      }
    } finally {
      reopening.unlock();
    }
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      int before = target.position();
      int count = perform(ch -> ch.read(target, offset + before - start));
      if (count < 0) {
        return before == start ? -1 : before - start;
      }
    }
    return target.position() - start;
  }

  @Override
  public void write(long offset, ByteBuffer source) throws IOException {
    int start = source.position();
    while (source.hasRemaining()) {
      int before = source.position();
      try {
        perform(ch -> ch.write(source, offset + before - start));
      } catch (IOException e) {
        throw recognisable(e, source.remaining());
      }
    }
  }

  /** A full disk is told by its message, which the C library may have translated. */
  private IOException recognisable(IOException error, int bytes) {
    try {
      if (!DiskErrors.isDiskFull(error) && Files.getFileStore(path).getUsableSpace() < bytes) {
        return new IOException(DiskErrors.DISK_FULL, error);
      }
    } catch (IOException e) {
      error.addSuppressed(e);
    }
    return error;
  }

  @Override
  public void sync() throws IOException {
    perform(
        ch -> {
          ch.force(false);
          return true;
        });
  }

  @Override
  public long length() throws IOException {
    return perform(FileChannel::size);
  }

  /**
   * Writes zeros from the present end: the only portable way to make the file system allocate, and
   * what keeps later writes from changing its metadata.
   */
  @Override
  public void preallocate(long length) throws IOException {
    long at = length();
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.clamp(length - at, 0, ZERO_BYTES));
    while (at < length) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
      int count = zeros.remaining();
      write(at, zeros);
      at += count;
    }
  }

  @Override
  public MemorySegment map(Arena arena) throws IOException {
    long length = length();
    if (length == 0) {
      throw new EOFException("cannot map an empty file");
    }
    return perform(ch -> ch.map(FileChannel.MapMode.READ_ONLY, 0, length, arena));
  }

  @Override
  public void close() throws IOException {
    reopening.lock();
    try {
      isClosed = true;
      channel.close();
    } finally {
      reopening.unlock();
    }
  }
}
