package org.orrery.base.limit;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Refuses what the Java heap has no room for. Budgets bound what the engine knows it holds; this
 * bounds the rest: single huge values, syntax trees, texts on their way. The JVM ends when an
 * allocation does not fit, so whoever is about to take much asks first, and one statement fails.
 *
 * <p>Not to be asked where nothing may fail, such as applying a log entry. Any thread.
 */
public final class HeapGuard {

  /** Requests of fewer bytes need not be asked for one by one. */
  public static final int REQUEST_BYTES_MIN = 1 << 20;

  /** Kept free for all that does not ask: an eighth of the heap, at most this. */
  private static final long RESERVE_BYTES_MAX = 512L << 20;

  private static final int RESERVE_DIVISOR = 8;

  /** Held while a large request is looked at and taken, so that two do not count on one room. */
  private static final ReentrantLock LARGE = new ReentrantLock();

  /** What a server needs before anybody has asked it for anything. */
  private static final long IDLE_BYTES = 64L << 20;

  private HeapGuard() {}

  /** Bytes of this JVM's heap that budgets may be shares of; they must not add up to all of it. */
  public static long divisibleBytes() {
    long max = Runtime.getRuntime().maxMemory();
    return max - Math.min(IDLE_BYTES, max / 2);
  }

  /**
   * Does nothing when {@code bytes} more fit; may wait for a collection. Cheap while there is room.
   *
   * @throws OrreryException {@code 53200} when they do not
   */
  public static void require(long bytes) {
    if (!hasRoom(bytes)) {
      LARGE.lock();
      try {
        requireCollected(bytes);
      } finally {
        LARGE.unlock();
      }
    }
  }

  /**
   * Takes memory if there is room.
   *
   * @param bytes size of what {@code allocation} makes; below {@link #REQUEST_BYTES_MIN} it is made
   *     without a look
   * @throws OrreryException {@code 53200} when there is none
   */
  public static <T> T allocate(long bytes, Supplier<T> allocation) {
    if (bytes < REQUEST_BYTES_MIN) {
      return allocation.get();
    }
    LARGE.lock();
    try {
      requireCollected(bytes);
      return allocation.get();
    } finally {
      LARGE.unlock();
    }
  }

  /** What looks used may be garbage: looks again after a collection. */
  private static void requireCollected(long bytes) {
    if (hasRoom(bytes)) {
      return;
    }
    if (bytes <= usable()) {
      System.gc();
      if (hasRoom(bytes)) {
        return;
      }
    }
    throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory")
        .withDetail("Failed on request of size %d.".formatted(bytes));
  }

  private static boolean hasRoom(long bytes) {
    Runtime heap = Runtime.getRuntime();
    return heap.totalMemory() - heap.freeMemory() + bytes <= usable();
  }

  private static long usable() {
    long max = Runtime.getRuntime().maxMemory();
    return max - Math.min(max / RESERVE_DIVISOR, RESERVE_BYTES_MAX);
  }
}
