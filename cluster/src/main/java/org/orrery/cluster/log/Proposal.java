package org.orrery.cluster.log;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** An entry on its way through the log: accepted, written, synced, applied. */
final class Proposal {

  private final LogGroup group;
  private final ByteBuffer entry;
  private final Durability durability;
  private final long credit;
  private final CompletableFuture<Long> future = new CompletableFuture<>();

  /** Set when written; 0 before. */
  private long index;

  Proposal(LogGroup group, ByteBuffer entry, Durability durability, long credit) {
    this.group = group;
    this.entry = entry;
    this.durability = durability;
    this.credit = credit;
  }

  LogGroup group() {
    return group;
  }

  /** Read-only; users keep its position. */
  ByteBuffer entry() {
    return entry;
  }

  Durability durability() {
    return durability;
  }

  /** Bytes to give back when done. */
  long credit() {
    return credit;
  }

  CompletableFuture<Long> future() {
    return future;
  }

  long index() {
    return index;
  }

  void setIndex(long newIndex) {
    index = newIndex;
  }
}
