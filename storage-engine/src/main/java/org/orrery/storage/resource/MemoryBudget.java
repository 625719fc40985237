package org.orrery.storage.resource;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Bytes of heap that the engine's parts hold, against one limit. Over the soft limit the caller
 * seals hot tables and slows its readers; over the hard limit a reservation is refused, which fails
 * one statement only. Thread-safe.
 */
public final class MemoryBudget {

  private final long softBytes;
  private final long hardBytes;
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private final Map<String, AtomicLong> parts = new ConcurrentHashMap<>();

  /** A budget; {@code softBytes} is at most {@code hardBytes}. */
  public MemoryBudget(long softBytes, long hardBytes) {
    this.softBytes = softBytes;
    this.hardBytes = hardBytes;
  }

  /**
   * Reserves memory for a part such as {@code hot} or {@code compaction}.
   *
   * @throws OrreryException {@code 53200} when the hard limit would be passed
   */
  public void reserve(String part, long bytes) {
    if (reserved.addAndGet(bytes) > hardBytes) {
      reserved.addAndGet(-bytes);
      refusals.incrementAndGet();
      throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory")
          .withDetail(
              "Failed on request of %d bytes for %s, the limit is %d."
                  .formatted(bytes, part, hardBytes));
    }
    counter(part).addAndGet(bytes);
  }

  /** Gives memory back. */
  public void release(String part, long bytes) {
    counter(part).addAndGet(-bytes);
    reserved.addAndGet(-bytes);
  }

  /** Sets what a part that cannot be refused holds, such as applied rows. */
  public void set(String part, long bytes) {
    reserved.addAndGet(bytes - counter(part).getAndSet(bytes));
  }

  private AtomicLong counter(String part) {
    return parts.computeIfAbsent(part, _ -> new AtomicLong());
  }

  /** What a part holds. */
  public long reservedBytes(String part) {
    return counter(part).get();
  }

  /** What all parts hold. */
  public long reservedBytes() {
    return reserved.get();
  }

  /** Whether memory should be given back soon. */
  public boolean isOverSoftLimit() {
    return reserved.get() > softBytes;
  }

  /** Reservations refused so far. */
  public long refusals() {
    return refusals.get();
  }
}
