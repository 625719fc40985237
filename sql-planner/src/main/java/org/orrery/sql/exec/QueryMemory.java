package org.orrery.sql.exec;

import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.exec.spill.SpillFiles;

/**
 * Bytes of heap that the operators of one execution hold rows in. From half of a limit on they
 * should put rows into files; over a limit the execution fails. Sizes are those that vectors and
 * hash tables state of themselves, so limits are roughly kept, by up to one batch for each
 * operator. Thread-safe.
 */
public final class QueryMemory {

  /** An operator that holds less than this part of a query's limit has nothing worth a file. */
  private static final int SPILL_DIVISOR_MAX = 32;

  private final MemoryPool pool;
  private final AtomicLong bytes = new AtomicLong();

  QueryMemory(MemoryPool pool) {
    this.pool = pool;
  }

  /** Bytes held now. */
  public long bytes() {
    return bytes.get();
  }

  /** Where rows go that do not fit. */
  public SpillFiles files() {
    return pool.files();
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
     * @throws OrreryException {@code 53200} when the execution holds more than its limit with it,
     *     or all executions more than theirs
     */
    public void set(long newBytes) {
      long more = newBytes - held;
      held = newBytes;
      long total = bytes.addAndGet(more);
      long poolTotal = pool.add(more);
      if (more > 0 && total > pool.queryBytesMax()) {
        throw outOfMemory("a query", pool.queryBytesMax());
      }
      if (more > 0 && poolTotal > pool.bytesMax()) {
        throw outOfMemory("all queries", pool.bytesMax());
      }
    }

    private OrreryException outOfMemory(String who, long limit) {
      return OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory")
          .withDetail("%s needs more than the %d bytes %s may hold.".formatted(what, limit, who));
    }

    /** Whether the operator should put what it holds into files. */
    public boolean isTight() {
      return held > pool.queryBytesMax() / SPILL_DIVISOR_MAX
          && (bytes.get() > pool.queryBytesMax() / 2 || pool.bytes() > pool.bytesMax() / 2);
    }

    /** Gives everything back. Idempotent. */
    @Override
    public void close() {
      set(0);
    }
  }
}
