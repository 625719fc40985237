package org.orrery.pgwire.session;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together hold in one kind of buffer. Thread-safe. */
public final class ByteGauge {

  private final AtomicLong now = new AtomicLong();
  private final AtomicLong max = new AtomicLong();

  void add(long bytes) {
    long sum = now.addAndGet(bytes);
    if (sum > max.get()) {
      max.accumulateAndGet(sum, Math::max);
    }
  }

  /** Bytes held now. */
  public long bytes() {
    return now.get();
  }

  /** The most bytes ever held at once. */
  public long bytesMax() {
    return max.get();
  }
}
