package org.orrery.cluster.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.actor.Credits;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.StoredFile;
import org.orrery.cluster.log.LogFilePool.Opened;

/**
 * The thread that writes a {@link LocalLog}: takes all waiting proposals, writes them with as few
 * calls as fit its buffer, syncs once, hands them to their groups. While it syncs, the next batch
 * gathers.
 *
 * <p>An I/O error on the file being written ends it: nobody knows what the disk has, so nothing is
 * tried again. A full disk can only be met when a new file is made; it fails the proposals at hand.
 */
final class LogWriter implements Runnable {

  /** A batch is written in pieces of at most this; an entry fits. */
  private static final int BUFFER_BYTES = 1 << 20;

  private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

  private final LogIntake intake;
  private final LogFilePool pool;
  private final Credits credits;
  private final Consumer<OrreryException> failure;
  private final LogRecord codec = new LogRecord();
  private final ByteBuffer buffer;
  private final Set<LogGroup> touched = new LinkedHashSet<>();
  private LogFile file;
  private StoredFile handle;

  /** Where the buffer's content goes. */
  private int offset;

  private long syncedLsn;

  LogWriter(
      LogRecovery.End end,
      LogIntake intake,
      LogFilePool pool,
      Credits credits,
      Consumer<OrreryException> failure) {
    this.intake = intake;
    this.pool = pool;
    this.credits = credits;
    this.failure = failure;
    this.file = end.opened().file();
    this.handle = end.opened().handle();
    this.offset = end.offset();
    this.syncedLsn = file.lsnAt(offset);
    int bytes = Math.min(BUFFER_BYTES, file.fileBytes());
    this.buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void run() {
    OrreryException failed = null;
    while (true) {
      List<Proposal> batch = intake.take();
      if (batch.isEmpty()) {
        break;
      }
      if (failed == null) {
        failed = commit(batch);
      } else {
        refuse(batch, failed);
      }
    }
    finish(failed == null);
  }

  /** Returns the error after which nothing may be written. */
  private @Nullable OrreryException commit(List<Proposal> batch) {
    OrreryException diskFull = null;
    int count = 0;
    try {
      try {
        while (count < batch.size()) {
          write(batch.get(count));
          count++;
        }
      } catch (OrreryException e) {
        diskFull = e;
      }
      flush();
      acknowledgeWritten(batch.subList(0, count));
      sync();
    } catch (IOException e) {
      OrreryException error =
          OrreryException.of(SqlState.IO_ERROR, "could not write the log")
              .withHint("The node recovers from its log; the outcome is unknown until then.")
              .causedBy(e);
      failure.accept(error);
      refuse(batch, error);
      return error;
    }
    touched.forEach(LogGroup::handOver);
    touched.clear();
    if (diskFull != null) {
      refuse(batch.subList(count, batch.size()), diskFull);
    }
    return null;
  }

  private void write(Proposal proposal) throws IOException {
    ByteBuffer entry = proposal.entry();
    int bytes = LogRecord.bytesOf(entry.remaining());
    // Room for the mark of a clean close is kept in every file.
    if (offset + buffer.position() + bytes + LogRecord.HEADER_BYTES > file.fileBytes()) {
      goOn();
    }
    if (bytes > buffer.remaining()) {
      flush();
    }
    LogGroup group = proposal.group();
    long index = group.assignIndex(proposal);
    touched.add(group);
    file.lastIndexes().put(group.id(), index);
    encode(group.id().value(), LogRecord.ENTRY, index, entry);
  }

  private void encode(int group, int type, long index, ByteBuffer payload) {
    long lsn = file.lsnAt(offset + buffer.position());
    codec.encode(buffer, lsn, file.epoch(), syncedLsn, group, type, index, payload);
  }

  /** Goes on in another file; all of this one is durable first. */
  private void goOn() throws IOException {
    flush();
    sync();
    Opened next = pool.next(syncedLsn);
    handle.close();
    file = next.file();
    handle = next.handle();
    offset = LogFile.HEADER_BYTES;
  }

  private void flush() throws IOException {
    if (buffer.position() > 0) {
      buffer.flip();
      int bytes = buffer.remaining();
      handle.write(offset, buffer);
      offset += bytes;
      buffer.clear();
    }
  }

  private void sync() throws IOException {
    long writtenLsn = file.lsnAt(offset);
    if (writtenLsn != syncedLsn) {
      handle.sync();
      syncedLsn = writtenLsn;
    }
  }

  private static void acknowledgeWritten(List<Proposal> written) {
    for (Proposal proposal : written) {
      if (proposal.durability() == Durability.ASYNC) {
        proposal.future().complete(proposal.index());
      }
    }
  }

  private void refuse(List<Proposal> proposals, OrreryException error) {
    for (Proposal proposal : proposals) {
      credits.release(proposal.credit());
      proposal.future().completeExceptionally(error);
    }
  }

  private void finish(boolean isIntact) {
    try {
      if (isIntact) {
        encode(0, LogRecord.CLOSE, 0, NO_PAYLOAD);
        flush();
        sync();
      }
      handle.close();
    } catch (IOException e) {
      // All that was acknowledged is durable; recovery treats this end like a crash's.
      failure.accept(OrreryException.of(SqlState.IO_ERROR, "could not close the log").causedBy(e));
    }
  }
}
