package org.orrery.cluster.txn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.cluster.log.Proposals;

/**
 * Proposals of a transaction on their way, bounded in bytes so that a fast writer does not outrun
 * the log. Remembers the first error. One thread.
 */
final class StagingWindow {

  private record Pending(CompletableFuture<?> applied, int bytes) {}

  private final long bytesMax;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long bytes;
  private @Nullable OrreryException failure;

  StagingWindow(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Waits for room; throws the first error so far. */
  void reserve(int more) {
    while (!pending.isEmpty() && (pending.getFirst().applied.isDone() || bytes + more > bytesMax)) {
      awaitFirst();
    }
    requireNoError();
  }

  void add(CompletableFuture<?> applied, int size) {
    pending.addLast(new Pending(applied, size));
    bytes += size;
  }

  private void awaitFirst() {
    Pending first = pending.removeFirst();
    bytes -= first.bytes;
    try {
      Proposals.await(first.applied);
    } catch (OrreryException e) {
      if (failure == null) {
        failure = e;
      }
    }
  }

  /** Waits for all; throws the first error. */
  void awaitAll() {
    settle();
    requireNoError();
  }

  /** Waits for all, whatever becomes of them. */
  void settle() {
    while (!pending.isEmpty()) {
      awaitFirst();
    }
  }

  private void requireNoError() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Forgets the error: what failed is undone. */
  void reset() {
    failure = null;
  }
}
