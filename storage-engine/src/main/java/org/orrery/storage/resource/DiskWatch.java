package org.orrery.storage.resource;

import java.io.IOException;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;

/**
 * How full the volume is, looked up at most once a second. Thread-safe.
 *
 * <p>Below 15 % free ingest should slow down, below 8 % compactions that need space wait, below 5 %
 * writes are refused while reads, DROP and TRUNCATE go on. The absolute values (20, 10 and 4 GiB)
 * count when they are less.
 */
public final class DiskWatch {

  /** How much room there is. */
  public enum Level {
    /** Enough. */
    PLENTY,
    /** Ingest slows down. */
    LOW,
    /** Compactions wait too. */
    VERY_LOW,
    /** Writes are refused. */
    FULL
  }

  private static final long GIB = 1L << 30;
  private static final long POLL_NANOS = 1_000_000_000L;

  private record Reading(long atNanos, long freeBytes) {}

  private final FileStore files;
  private final Clock clock;
  private final long volumeBytes;
  private volatile Reading last;

  /**
   * Watches a store.
   *
   * @param volumeBytes size of the volume
   */
  public DiskWatch(FileStore files, Clock clock, long volumeBytes) {
    this.files = files;
    this.clock = clock;
    this.volumeBytes = volumeBytes;
    this.last = read();
  }

  private Reading read() {
    try {
      return new Reading(clock.nanos(), files.freeBytes());
    } catch (IOException e) {
      throw OrreryException.of(SqlState.IO_ERROR, "could not ask for free disk space").causedBy(e);
    }
  }

  /** Bytes free at the last look. */
  public long freeBytes() {
    Reading reading = last;
    if (clock.nanos() - reading.atNanos >= POLL_NANOS) {
      reading = read();
      last = reading;
    }
    return reading.freeBytes;
  }

  /** How much room there is. */
  public Level level() {
    long free = freeBytes();
    if (free < threshold(5, 4 * GIB)) {
      return Level.FULL;
    }
    if (free < threshold(8, 10 * GIB)) {
      return Level.VERY_LOW;
    }
    return free < threshold(15, 20 * GIB) ? Level.LOW : Level.PLENTY;
  }

  private long threshold(int percent, long atMost) {
    return Math.min(volumeBytes / 100 * percent, atMost);
  }

  /**
   * To be called before a write that takes space for good.
   *
   * @throws OrreryException {@code 53100} when the volume is too full
   */
  public void requireRoom() {
    if (level() == Level.FULL) {
      throw OrreryException.of(SqlState.DISK_FULL, "could not write: no space left on device")
          .withHint("Drop chunks or tables, or add space to the volume.");
    }
  }
}
