package org.orrery.cluster.log;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.StoredFile;
import org.orrery.cluster.log.LogFilePool.Opened;

/**
 * Finds the end of the log after a start. The rules:
 *
 * <ul>
 *   <li>A file is followed by another only when all its records were durable (the writer syncs
 *       before it goes on, and the header says up to which LSN): an invalid record before that is
 *       corruption.
 *   <li>In the last file the log ends at the first invalid record, unless a valid record behind it
 *       was written when that place was already durable: then, too, it is corruption.
 *   <li>What is valid behind the cut are writes that reached the disk out of order and were never
 *       acknowledged. They must not come back, so the log goes on in a new file with a new epoch;
 *       only after a clean close it goes on in the same.
 *   <li>Records found valid may be in the page cache only (a failed sync leaves its pages clean),
 *       so those not known durable are written again, in place, and synced before anyone reads
 *       them.
 * </ul>
 */
final class LogRecovery {

  /** Indexes of a group that are in the log. */
  record Range(long first, long last) {}

  /**
   * Where the writer goes on.
   *
   * @param offset place in the open file for the next record
   */
  record End(Opened opened, int offset, Map<GroupId, Range> groups) {}

  private final FileStore store;
  private final LogReader reader;
  private final Map<GroupId, Range> groups = new TreeMap<>();
  private boolean isCleanlyClosed;
  private long syncedLsn;
  private long records;

  LogRecovery(FileStore store) {
    this.store = store;
    this.reader = new LogReader(store);
  }

  /** Reads all records and checks that they belong together; returns how many there are. */
  long read(List<LogFile> files) throws IOException {
    for (int i = 0; i < files.size() - 1; i++) {
      readFull(files.get(i), files.get(i + 1));
    }
    if (!files.isEmpty()) {
      readLast(files.getLast());
    }
    return records;
  }

  End run(LogFilePool pool) throws IOException {
    List<LogFile> files = pool.load();
    if (files.isEmpty()) {
      return new End(pool.next(0), LogFile.HEADER_BYTES, groups);
    }
    read(files);
    makeDurable(files.getLast());
    long lsn = reader.lsn();
    int end = reader.position();
    if (isCleanlyClosed && end + LogRecord.HEADER_BYTES <= files.getLast().fileBytes()) {
      return new End(pool.reopenLast(), end, groups);
    }
    if (end == LogFile.HEADER_BYTES) {
      pool.recycleLast();
    }
    return new End(pool.next(lsn), LogFile.HEADER_BYTES, groups);
  }

  private void readFull(LogFile file, LogFile next) throws IOException {
    reader.load(file, file.fileBytes());
    while (reader.lsn() < next.firstLsn()) {
      if (!reader.advance()) {
        throw LogFile.corrupted(
            file.name(), reader.position(), "a record that was durable is damaged");
      }
      note(file);
    }
    if (reader.lsn() != next.firstLsn()) {
      throw LogFile.corrupted(
          file.name(), reader.position(), "it does not join \"" + next.name() + "\"");
    }
    file.setRecoveredEnd(reader.position());
  }

  private void readLast(LogFile file) throws IOException {
    reader.load(file, file.fileBytes());
    syncedLsn = file.firstLsn();
    isCleanlyClosed = false;
    while (reader.advance()) {
      note(file);
    }
    file.setRecoveredEnd(reader.position());
    int later = reader.findLaterThatCovers(reader.lsn());
    if (later >= 0) {
      throw LogFile.corrupted(
          file.name(),
          reader.position(),
          "a record that was durable is damaged (one at offset " + later + " says so)");
    }
  }

  private void note(LogFile file) {
    LogRecord record = reader.record();
    records++;
    int offset = record.offset;
    syncedLsn = Math.max(syncedLsn, record.syncedLsn);
    isCleanlyClosed = record.type == LogRecord.CLOSE;
    switch (record.type) {
      case LogRecord.CLOSE -> {}
      case LogRecord.ENTRY -> {
        var group = new GroupId(record.group);
        Range known = groups.get(group);
        if (known != null && record.index != known.last + 1) {
          throw LogFile.corrupted(
              file.name(),
              offset,
              "index " + record.index + " of group " + record.group + " follows " + known.last);
        }
        groups.put(group, new Range(known == null ? record.index : known.first, record.index));
        file.lastIndexes().put(group, record.index);
      }
      default ->
          throw LogFile.corrupted(
              file.name(), offset, "record type " + record.type + " is unknown");
    }
  }

  private void makeDurable(LogFile file) throws IOException {
    int from = LogFile.HEADER_BYTES + (int) (syncedLsn - file.firstLsn());
    if (syncedLsn >= reader.lsn()) {
      return;
    }
    try (StoredFile handle = store.open(file.name(), Mode.WRITE)) {
      handle.write(from, reader.slice(from, reader.position()));
      handle.sync();
    }
  }
}
