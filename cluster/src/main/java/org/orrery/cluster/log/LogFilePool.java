package org.orrery.cluster.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.StoredFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a {@link LocalLog}. In its directory:
 *
 * <ul>
 *   <li>{@code <epoch>.log} (16 hexadecimal digits): holds records, header durable;
 *   <li>{@code <epoch>.free}: preallocated, content meaningless, the epoch that of its last life;
 *   <li>{@code *.tmp}: being preallocated; removed at start.
 * </ul>
 *
 * <p>Every change of names is durable before the next, so a crash never leaves a hole among the
 * {@code .log} files. One spare file is prepared ahead, in the background, so that a full file does
 * not stop the commits. Any thread.
 */
final class LogFilePool {

  private static final Logger LOG = LoggerFactory.getLogger(LogFilePool.class);
  private static final String USED = ".log";
  private static final String FREE = ".free";
  private static final String TEMPORARY = ".tmp";

  /** A file and its handle for writing. */
  record Opened(LogFile file, StoredFile handle) {}

  private final FileStore store;
  private final Path directory;
  private final LocalLogOptions options;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();

  /** Files that hold records, oldest first; the last is being written. */
  @GuardedBy("lock")
  private final Deque<LogFile> used = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Deque<Path> free = new ArrayDeque<>();

  @GuardedBy("lock")
  private long lastEpoch;

  @GuardedBy("lock")
  private Scheduler.@Nullable Task preparing;

  @GuardedBy("lock")
  private boolean isPreparing;

  @GuardedBy("lock")
  private boolean isClosed;

  LogFilePool(FileStore store, Path directory, LocalLogOptions options, Scheduler scheduler) {
    this.store = store;
    this.directory = directory;
    this.options = options;
    this.scheduler = scheduler;
  }

  /** The used files of a log that nobody has open, oldest first; nothing is changed. */
  static List<LogFile> look(FileStore store, Path directory) throws IOException {
    List<LogFile> found = new ArrayList<>();
    for (Path entry : store.list(directory)) {
      if (entry.toString().endsWith(USED)) {
        found.add(readUsed(store, directory.resolve(entry), entry.toString()));
      }
    }
    return found;
  }

  private static LogFile readUsed(FileStore store, Path path, String entry) throws IOException {
    try (StoredFile file = store.open(path, Mode.READ)) {
      LogFile header = LogFile.readHeader(path, file);
      if (header.epoch() != epochOf(path, entry, USED)) {
        throw LogFile.corrupted(path, 0, "its epoch is not the one in its name");
      }
      return header;
    }
  }

  /** Looks at what is there; returns the used files, oldest first. */
  List<LogFile> load() throws IOException {
    store.createDirectories(directory);
    lock.lock();
    try {
      for (Path entry : store.list(directory)) {
        loadEntry(entry.toString());
      }
      // The names seen may be in the page cache only, if the process died before it synced them.
      store.syncDirectory(directory);
      return List.copyOf(used);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void loadEntry(String entry) throws IOException {
    Path path = directory.resolve(entry);
    if (entry.endsWith(TEMPORARY)) {
      store.delete(path);
    } else if (entry.endsWith(FREE)) {
      lastEpoch = Math.max(lastEpoch, epochOf(path, entry, FREE));
      try (StoredFile file = store.open(path, Mode.READ)) {
        if (file.length() == options.fileBytes()) {
          free.add(path);
          return;
        }
      }
      store.delete(path);
    } else if (entry.endsWith(USED)) {
      LogFile header = readUsed(store, path, entry);
      lastEpoch = Math.max(lastEpoch, header.epoch());
      used.add(header);
    }
  }

  private static long epochOf(Path path, String entry, String suffix) {
    try {
      return Long.parseUnsignedLong(entry, 0, entry.length() - suffix.length(), 16);
    } catch (NumberFormatException e) {
      throw LogFile.corrupted(path, 0, "its name is not an epoch");
    }
  }

  private Path path(long epoch, String suffix) {
    return directory.resolve(String.format(Locale.ROOT, "%016x%s", epoch, suffix));
  }

  /** Opens the last used file for going on in it. */
  Opened reopenLast() throws IOException {
    lock.lock();
    try {
      LogFile last = used.getLast();
      return new Opened(last, store.open(last.name(), Mode.WRITE));
    } finally {
      lock.unlock();
    }
  }

  /** Takes the last used file out; it must hold no records. */
  void recycleLast() throws IOException {
    lock.lock();
    try {
      recycle(used.removeLast());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a file whose first record is {@code firstLsn}; everything below must be durable.
   *
   * @throws OrreryException {@code 53100} when the disk is full; then nothing has changed
   */
  Opened next(long firstLsn) throws IOException {
    lock.lock();
    try {
      if (free.isEmpty()) {
        free.add(prepareNow());
      }
      Path from = free.getFirst();
      long epoch = lastEpoch + 1;
      var file = new LogFile(path(epoch, USED), epoch, firstLsn, options.fileBytes());
      StoredFile handle = store.open(from, Mode.WRITE);
      try {
        handle.write(0, file.header());
        handle.sync();
        store.rename(from, file.name());
        store.syncDirectory(directory);
      } catch (IOException e) {
        handle.close();
        throw e;
      }
      free.removeFirst();
      lastEpoch = epoch;
      used.addLast(file);
      prepareAhead();
      return new Opened(file, handle);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Path prepareNow() throws IOException {
    try {
      return prepare(++lastEpoch);
    } catch (IOException e) {
      if (DiskErrors.isDiskFull(e)) {
        throw OrreryException.of(SqlState.DISK_FULL, "could not extend the log: no space left")
            .withHint("Free disk space.")
            .causedBy(e);
      }
      throw e;
    }
  }

  /** Makes a preallocated file under the name of a free one; needs no lock. */
  private Path prepare(long epoch) throws IOException {
    Path temporary = path(epoch, TEMPORARY);
    Path ready = path(epoch, FREE);
    store.delete(temporary);
    try (StoredFile file = store.open(temporary, Mode.CREATE)) {
      file.preallocate(options.fileBytes());
      file.sync();
    } catch (IOException e) {
      removeAfter(e, temporary);
      throw e;
    }
    store.rename(temporary, ready);
    store.syncDirectory(directory);
    return ready;
  }

  private void removeAfter(IOException failure, Path temporary) {
    try {
      store.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @GuardedBy("lock")
  private void prepareAhead() {
    if (free.isEmpty() && !isPreparing && !isClosed) {
      isPreparing = true;
      // Its own epoch, so that no name is used twice: the next file gets a greater one.
      long epoch = ++lastEpoch;
      preparing = scheduler.spawn("log-file-preparer", () -> prepareInBackground(epoch));
    }
  }

  private void prepareInBackground(long epoch) {
    Path ready = null;
    try {
      ready = prepare(epoch);
    } catch (IOException e) {
      // The writer will try again when it needs the file, and report the error to its callers.
      LOG.warn("log.file.prepare.failed epoch={}", epoch, e);
    }
    lock.lock();
    try {
      isPreparing = false;
      if (ready != null) {
        free.addLast(ready);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frees used files from the oldest on while {@code isCovered}; never the one being written. */
  void purge(Predicate<LogFile> isCovered) throws IOException {
    lock.lock();
    try {
      while (used.size() > 1 && isCovered.test(used.getFirst())) {
        recycle(used.getFirst());
        used.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void recycle(LogFile file) throws IOException {
    if (free.size() < options.spareFilesMax() && file.fileBytes() == options.fileBytes()) {
      Path to = path(file.epoch(), FREE);
      store.rename(file.name(), to);
      free.addLast(to);
    } else {
      store.delete(file.name());
    }
    store.syncDirectory(directory);
  }

  /** The used files, oldest first. */
  List<LogFile> used() {
    lock.lock();
    try {
      return new ArrayList<>(used);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the background; the directory is left alone after. */
  void close() throws InterruptedException {
    Scheduler.Task task;
    lock.lock();
    try {
      isClosed = true;
      task = preparing;
    } finally {
      lock.unlock();
    }
    if (task != null) {
      task.join();
    }
  }
}
