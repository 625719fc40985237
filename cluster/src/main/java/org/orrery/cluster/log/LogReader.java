package org.orrery.cluster.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.StoredFile;

/** Walks through the records of log files, one file in memory at a time. One thread. */
final class LogReader {

  private final FileStore store;
  private final LogRecord record = new LogRecord();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private @Nullable LogFile file;
  private int position;

  LogReader(FileStore store) {
    this.store = store;
  }

  /** Loads a file's bytes up to {@code end} and goes to its first record. */
  void load(LogFile newFile, int end) throws IOException {
    if (bytes.capacity() < end) {
      bytes = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    }
    bytes.clear().limit(end);
    try (StoredFile handle = store.open(newFile.name(), Mode.READ)) {
      handle.read(0, bytes);
    }
    bytes.flip();
    file = newFile;
    position = LogFile.HEADER_BYTES;
  }

  private LogFile file() {
    if (file == null) {
      throw new IllegalStateException("no file loaded");
    }
    return file;
  }

  /** Offset behind the last record that {@link #advance} found. */
  int position() {
    return position;
  }

  /** LSN at {@link #position}. */
  long lsn() {
    return file().lsnAt(position);
  }

  /** Moves to the next record; false when there is none that is valid. */
  boolean advance() {
    if (!record.decode(bytes, position, lsn(), file().epoch())) {
      return false;
    }
    position += record.bytes;
    return true;
  }

  /** The record that {@link #advance} found; changes with the next call. */
  LogRecord record() {
    return record;
  }

  /** The found record's payload, valid until the next {@link #load}. */
  ByteBuffer payload() {
    return record.payload(bytes);
  }

  /** The loaded bytes from {@code from} to {@code to}. */
  ByteBuffer slice(int from, int to) {
    return bytes.slice(from, to - from);
  }

  /**
   * Behind {@link #position}, where no valid record is: the first valid record that was written
   * when {@code lsn} was already durable, as its offset; -1 when there is none.
   */
  int findLaterThatCovers(long lsn) {
    for (int at = position + 8; at + LogRecord.HEADER_BYTES <= bytes.limit(); at += 8) {
      if (record.decode(bytes, at, file().lsnAt(at), file().epoch()) && record.syncedLsn > lsn) {
        return at;
      }
    }
    return -1;
  }
}
