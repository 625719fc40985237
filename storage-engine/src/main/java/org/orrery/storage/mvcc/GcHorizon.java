package org.orrery.storage.mvcc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The oldest read timestamp that any open snapshot has or any new one can get. Versions that differ
 * only for older readers may be folded. Thread-safe; only grows.
 */
public final class GcHorizon {

  private final AtomicLong timestamp = new AtomicLong(Long.MIN_VALUE);

  /** Every snapshot from now on reads at this timestamp or later. */
  public long timestamp() {
    return timestamp.get();
  }

  /** Moves the horizon forward; an older value is ignored. */
  public void advance(long newTimestamp) {
    timestamp.accumulateAndGet(newTimestamp, Math::max);
  }
}
