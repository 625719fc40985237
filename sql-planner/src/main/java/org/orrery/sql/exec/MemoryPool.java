package org.orrery.sql.exec;

import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.limit.HeapGuard;
import org.orrery.sql.exec.spill.SpillFiles;

/**
 * Bytes of heap that all queries of a node may hold rows in, and where rows go that do not fit.
 * Thread-safe.
 */
public final class MemoryPool {

  /** Shares of the heap: all queries may fill three eighths, one of them a quarter. */
  private static final int HEAP_PARTS = 8;

  private final long bytesMax;
  private final long queryBytesMax;
  private final SpillFiles files;
  private final AtomicLong bytes = new AtomicLong();

  /** A pool; {@code queryBytesMax} is at most {@code bytesMax}. */
  public MemoryPool(long bytesMax, long queryBytesMax, SpillFiles files) {
    this.bytesMax = bytesMax;
    this.queryBytesMax = queryBytesMax;
    this.files = files;
  }

  /** The pool that suits this JVM's heap. */
  public static MemoryPool ofHeap(SpillFiles files) {
    long part = HeapGuard.divisibleBytes() / HEAP_PARTS;
    return new MemoryPool(3 * part, 2 * part, files);
  }

  /** The memory of one query. */
  public QueryMemory query() {
    return new QueryMemory(this);
  }

  /** Bytes held now. */
  public long bytes() {
    return bytes.get();
  }

  long bytesMax() {
    return bytesMax;
  }

  long queryBytesMax() {
    return queryBytesMax;
  }

  SpillFiles files() {
    return files;
  }

  long add(long more) {
    return bytes.addAndGet(more);
  }
}
