package org.orrery.cluster.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.orrery.base.actor.Credits;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a lone node: all groups in one series of preallocated files ({@link LogFile}), so that
 * one fdatasync serves every commit that waits.
 *
 * <p>A directory of a log holds files named after their epochs ({@link LogFilePool}). Each has a
 * header of 512 bytes ({@link LogFile}), then records ({@link LogRecord}):
 *
 * <pre>
 * len u32 | crc32c u32 | lsn u64 | file epoch u64 | synced-lsn u64 | group u32 | type u32 |
 * index u64 | payload | zeros up to a multiple of 8
 * </pre>
 *
 * <p>What a start makes of them is in {@link LogRecovery}. A record damaged after it was durable is
 * reported as {@code XX001} if any record, file or clean close came after its sync; damage to the
 * very last batch before a crash cannot be told from the crash.
 *
 * <p>After an I/O error the log is failed: every waiting and later append gets {@code 58030}, the
 * failure listener is told once, and only a new instance (which recovers) may use the files.
 */
public final class LocalLog implements ReplicatedLog {

  private static final Logger LOG = LoggerFactory.getLogger(LocalLog.class);

  private final FileStore store;
  private final LocalLogOptions options;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Consumer<OrreryException> failureListener;
  private final LogFilePool pool;
  private final Map<GroupId, LogRecovery.Range> recovered;
  private final Credits credits;
  private final LogIntake intake = new LogIntake();
  private final Map<GroupId, LogGroup> groups = new ConcurrentHashMap<>();
  private final Map<GroupId, Long> purged = new ConcurrentHashMap<>();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final Scheduler.Task writer;

  private LocalLog(
      FileStore store,
      LocalLogOptions options,
      Clock clock,
      Scheduler scheduler,
      Consumer<OrreryException> failureListener,
      LogFilePool pool,
      LogRecovery.End end) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.scheduler = scheduler;
    this.failureListener = failureListener;
    this.pool = pool;
    this.recovered = end.groups();
    this.credits = new Credits("log", options.pendingBytesMax(), clock, scheduler);
    this.writer =
        scheduler.spawn("log-writer", new LogWriter(end, intake, pool, credits, this::fail));
  }

  /**
   * Recovers the log in {@code directory} (created when missing) and starts it.
   *
   * @param failureListener told once, on a thread of its own, when the log has failed
   * @throws OrreryException {@code XX001} when a record that was durable is damaged; {@code 53100}
   *     when the disk is full; {@code 58030} on other I/O errors
   */
  public static LocalLog open(
      FileStore store,
      Path directory,
      LocalLogOptions options,
      Clock clock,
      Scheduler scheduler,
      Consumer<OrreryException> failureListener) {
    var pool = new LogFilePool(store, directory, options, scheduler);
    LogRecovery.End end;
    try {
      end = new LogRecovery(store).run(pool);
    } catch (IOException e) {
      throw ioError("could not open the log", e);
    }
    return new LocalLog(store, options, clock, scheduler, failureListener, pool, end);
  }

  private static OrreryException ioError(String message, IOException cause) {
    return OrreryException.of(SqlState.IO_ERROR, "%s", message).causedBy(cause);
  }

  @Override
  public void open(GroupId id, long fromIndex, LogStateMachine machine) {
    LogRecovery.Range range = recovered.get(id);
    long last = fromIndex;
    if (range != null) {
      if (range.first() > fromIndex + 1 || range.last() < fromIndex) {
        // Only what was durable is applied, so no manifest can be ahead of an intact log.
        throw OrreryException.of(
            SqlState.DATA_CORRUPTED,
            "the log of group %d has the indexes %d to %d, but its manifest ends at %d",
            id.value(),
            range.first(),
            range.last(),
            fromIndex);
      }
      last = range.last();
    }
    if (range != null && range.last() > fromIndex) {
      replay(id, fromIndex, machine);
    }
    var group = new LogGroup(id, last, machine, credits, this::fail);
    Invariant.check(groups.putIfAbsent(id, group) == null, "log group opened twice");
    group.start(scheduler);
    purge(id, fromIndex);
  }

  private void replay(GroupId id, long fromIndex, LogStateMachine machine) {
    var reader = new LogReader(store);
    try {
      for (LogFile file : pool.used()) {
        if (file.recoveredEnd() > 0 && holdsAfter(file, id, fromIndex)) {
          replay(reader, file, id, fromIndex, machine);
        }
      }
    } catch (IOException e) {
      throw ioError("could not read the log", e);
    }
  }

  private static boolean holdsAfter(LogFile file, GroupId id, long fromIndex) {
    Long last = file.lastIndexes().get(id);
    return last != null && last > fromIndex;
  }

  private static void replay(
      LogReader reader, LogFile file, GroupId id, long fromIndex, LogStateMachine machine)
      throws IOException {
    int end = file.recoveredEnd();
    reader.load(file, end);
    while (reader.position() < end) {
      if (!reader.advance()) {
        throw LogFile.corrupted(file.name(), reader.position(), "it has changed since the start");
      }
      LogRecord record = reader.record();
      if (record.type == LogRecord.ENTRY
          && record.group == id.value()
          && record.index > fromIndex) {
        machine.apply(record.index, reader.payload());
      }
    }
  }

  @Override
  public CompletableFuture<Long> append(GroupId id, ByteBuffer entry, Durability durability) {
    LogGroup group = groups.get(id);
    if (group == null) {
      throw Invariant.broken("append to a log group that is not open");
    }
    int bytes = entry.remaining();
    if (bytes > options.entryBytesMax()) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "log entry of %d bytes exceeds the limit of %d bytes",
          bytes,
          options.entryBytesMax());
    }
    long credit =
        credits.acquire(LogRecord.bytesOf(bytes), clock.nanos() + options.acceptNanosMax());
    var proposal = new Proposal(group, entry.asReadOnlyBuffer(), durability, credit);
    try {
      intake.add(proposal);
    } catch (OrreryException e) {
      credits.release(credit);
      throw e;
    }
    return proposal.future();
  }

  @Override
  public void purge(GroupId id, long index) {
    purged.merge(id, index, Math::max);
    try {
      pool.purge(this::isCovered);
    } catch (IOException e) {
      OrreryException error = ioError("could not purge the log", e);
      fail(error);
      throw error;
    }
  }

  private boolean isCovered(LogFile file) {
    for (Map.Entry<GroupId, Long> last : file.lastIndexes().entrySet()) {
      if (purged.getOrDefault(last.getKey(), 0L) < last.getValue()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void requireIntact() {
    if (hasFailed.get()) {
      throw OrreryException.of(SqlState.IO_ERROR, "the log has failed");
    }
  }

  @Override
  public LogUsage usage() {
    List<LogFile> files = pool.used();
    long bytes = 0;
    for (LogFile file : files) {
      bytes += file.fileBytes();
    }
    List<GroupId> pinning = new ArrayList<>();
    if (files.size() > 1) {
      files
          .getFirst()
          .lastIndexes()
          .forEach(
              (group, last) -> {
                if (purged.getOrDefault(group, 0L) < last) {
                  pinning.add(group);
                }
              });
    }
    pinning.sort(null);
    return new LogUsage(bytes, options.capBytes(), pinning);
  }

  private void fail(OrreryException error) {
    if (hasFailed.compareAndSet(false, true)) {
      LOG.error("log.failed state={}", error.state(), error);
      intake.close(error);
      credits.refuse(error);
      scheduler.spawn("log-failure", () -> failureListener.accept(error));
    }
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    OrreryException reason = OrreryException.of(SqlState.ADMIN_SHUTDOWN, "the log is closed");
    intake.close(reason);
    credits.refuse(reason);
    try {
      writer.join();
      for (LogGroup group : groups.values()) {
        group.stop();
      }
      pool.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
