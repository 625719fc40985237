package org.orrery.cluster.txn;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap that the encoded rows of all transactions of a node take before they are applied. While it
 * is full, each transaction sends off what it buffers and waits for what it has sent. Any thread.
 */
public final class WriteMemory {

  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  public WriteMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What one transaction may take: half of all, or less. */
  long share(long atMost) {
    return Math.min(atMost, bytesMax / 2);
  }

  /** Counts rows that came or went. */
  void add(long more) {
    bytes.addAndGet(more);
  }

  /** Whether nothing more should be held. */
  boolean isFull() {
    return bytes.get() > bytesMax;
  }
}
