package org.orrery.cluster.shard;

import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;

/**
 * Heap of rows that wait to be sealed, those of open transactions too, over all shards. Writers
 * wait while there is more than {@code bytesMax}, so that ingest cannot outrun sealing. Any thread.
 */
public final class HotMemory {

  private static final long POLL_NANOS = 5_000_000;
  private static final long WAIT_NANOS_MAX = 30_000_000_000L;

  private final long bytesMax;
  private final Clock clock;
  private final AtomicLong bytes = new AtomicLong();

  public HotMemory(long bytesMax, Clock clock) {
    this.bytesMax = bytesMax;
    this.clock = clock;
  }

  /** Counts rows that came or went. */
  void add(long more) {
    bytes.addAndGet(more);
  }

  /** Bytes that are hot. */
  public long bytes() {
    return bytes.get();
  }

  /** Whether hot tables should be sealed before they are full. */
  boolean isTight() {
    return bytes.get() > bytesMax / 2;
  }

  /** Whether writers wait: then even what is small should be sealed. */
  boolean isFull() {
    return bytes.get() > bytesMax;
  }

  /**
   * Waits until there is room.
   *
   * @throws OrreryException {@code 53200} when there is none for half a minute, {@code 57014} when
   *     interrupted
   */
  public void awaitRoom() {
    if (bytes.get() <= bytesMax) {
      return;
    }
    long deadline = clock.nanos() + WAIT_NANOS_MAX;
    try {
      while (bytes.get() > bytesMax) {
        if (clock.nanos() - deadline >= 0) {
          throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory")
              .withDetail("Rows come faster than they can be sealed.");
        }
        clock.sleepUntil(clock.nanos() + POLL_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrreryException.of(SqlState.QUERY_CANCELED, "canceled while waiting for memory")
          .causedBy(e);
    }
  }
}
