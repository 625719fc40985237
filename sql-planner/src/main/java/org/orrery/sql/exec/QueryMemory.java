package org.orrery.sql.exec;

import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Bytes of heap that the operators of one execution hold rows in, against a limit. Sizes are those
 * that vectors and hash tables state of themselves, so the limit is roughly kept, by up to one
 * batch for each operator. Thread-safe.
 */
public final class QueryMemory {

  /** Share of the heap that one execution may fill unless told otherwise: a quarter. */
  private static final int HEAP_DIVISOR = 4;

  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  /** A tracker that refuses more than {@code bytesMax} bytes. */
  public QueryMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The limit of executions that state none. */
  public static long defaultBytesMax() {
    return Runtime.getRuntime().maxMemory() / HEAP_DIVISOR;
  }

  /** Bytes held now. */
  public long bytes() {
    return bytes.get();
  }

  /** A share for one operator; {@code what} names it in the error. */
  public Share share(String what) {
    return new Share(what);
  }

  /** What one operator holds. Used by one thread. */
  public final class Share implements AutoCloseable {
    private final String what;
    private long held;

    private Share(String what) {
      this.what = what;
    }

    /**
     * Says how many bytes the operator holds now.
     *
     * @throws OrreryException {@code 53200} when the execution holds more than its limit with it
     */
    public void set(long newBytes) {
      long total = bytes.addAndGet(newBytes - held);
      boolean isMore = newBytes > held;
      held = newBytes;
      if (isMore && total > bytesMax) {
        throw OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory")
            .withDetail(
                "%s needs more than the %d bytes a query may hold.".formatted(what, bytesMax));
      }
    }

    /** Gives everything back. Idempotent. */
    @Override
    public void close() {
      set(0);
    }
  }
}
