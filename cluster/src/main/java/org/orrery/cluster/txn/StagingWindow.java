package org.orrery.cluster.txn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;

/**
 * Proposals of a transaction on their way, bounded in bytes so that a fast writer does not outrun
 * the log. Remembers the first error. One thread.
 */
final class StagingWindow {

  /** A proposal, and how to make it again when what it wants was held. */
  private record Pending(
      CompletableFuture<Long> applied, Supplier<CompletableFuture<Long>> proposal, long bytes) {}

  private final long bytesMax;
  private final WriteMemory memory;
  private final HolderWaits waits;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long bytes;
  private @Nullable OrreryException failure;

  StagingWindow(long bytesMax, WriteMemory memory, HolderWaits waits) {
    this.waits = waits;
    this.memory = memory;
    this.bytesMax = memory.share(bytesMax);
  }

  /** Waits for room; throws the first error so far. */
  void reserve(long more) {
    while (!pending.isEmpty()
        && (pending.getFirst().applied.isDone() || bytes + more > bytesMax || memory.isFull())) {
      awaitFirst();
    }
    requireNoError();
  }

  /** Makes a proposal, which may be made again when another transaction was in its way. */
  void propose(Supplier<CompletableFuture<Long>> proposal, long size) {
    pending.addLast(new Pending(proposal.get(), proposal, size));
    count(size);
  }

  private void count(long more) {
    bytes += more;
    memory.add(more);
  }

  private void awaitFirst() {
    Pending first = pending.removeFirst();
    count(-first.bytes);
    try {
      waits.await(first.applied, first.proposal);
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

  private void settle() {
    while (!pending.isEmpty()) {
      awaitFirst();
    }
  }

  /** Waits for all, whatever becomes of them, but for no other transaction; forgets errors. */
  void abandon() {
    for (Pending each : pending) {
      each.applied.exceptionally(_ -> 0L).join();
    }
    pending.clear();
    count(-bytes);
    failure = null;
  }

  private void requireNoError() {
    if (failure != null) {
      throw failure;
    }
  }
}
