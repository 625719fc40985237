package org.orrery.cluster.txn;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.chunk.BatchEntryCodec;

/** Encoders for reuse: they hold buffers that a commit of one row could not pay for. Any thread. */
public final class WriterPool {

  private static final int POOLED_MAX = 64;

  private final BlockingQueue<BatchEntryCodec.Writer> free = new ArrayBlockingQueue<>(POOLED_MAX);

  BatchEntryCodec.Writer take() {
    BatchEntryCodec.@Nullable Writer pooled = free.poll();
    return pooled == null ? new BatchEntryCodec.Writer() : pooled;
  }

  void giveBack(BatchEntryCodec.Writer writer) {
    // One too many is left to the collector.
    boolean _ = free.offer(writer);
  }
}
