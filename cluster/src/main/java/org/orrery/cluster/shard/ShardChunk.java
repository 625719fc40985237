package org.orrery.cluster.shard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.orrery.base.seam.Clock;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.FrozenHot;

/** A chunk and how far it is durable outside the log. Guarded by its shard's lock. */
final class ShardChunk {

  /** {@link #dirtySince} of a chunk that needs nothing of the log. */
  static final long CLEAN = Long.MAX_VALUE;

  final Chunk chunk;

  private final HotMemory memory;
  private final Clock clock;

  /** Bytes of the active hot table that {@link #memory} counts. */
  private long countedBytes;

  /** Bytes of open transactions' rows that {@link #memory} counts. */
  private long stagedBytes;

  /** Hot tables taken out and not yet in segments, oldest first. */
  final Deque<Frozen> frozen = new ArrayDeque<>();

  /** A hot table and the bytes that are counted for it. */
  record Frozen(FrozenHot table, long bytes) {}

  /** Index of the first entry that a restart needs for the chunk. */
  long dirtySince;

  /** Index of the last entry about the chunk. */
  long lastTouched;

  /** When that was, or when the chunk was opened; of {@code Clock.nanos()}. */
  long touchedNanos;

  /** Whether a segment was found to be damaged. */
  boolean isDamaged;

  /** When the oldest row of the active hot table came; of {@code Clock.nanos()}. */
  long hotSinceNanos;

  ShardChunk(Chunk chunk, HotMemory memory, Clock clock, long dirtySince) {
    this.chunk = chunk;
    this.memory = memory;
    this.clock = clock;
    this.touchedNanos = clock.nanos();
    this.dirtySince = dirtySince;
  }

  void touch(long index) {
    lastTouched = index;
    touchedNanos = clock.nanos();
    dirtySince = Math.min(dirtySince, index);
  }

  /** Counts what the active hot table and open transactions' rows have grown by. */
  void count() {
    long bytes = chunk.hotBytes();
    long staged = chunk.stagedBytes();
    memory.add(bytes - countedBytes + staged - stagedBytes);
    countedBytes = bytes;
    stagedBytes = staged;
  }

  /** Takes the active hot table out, if it has rows. */
  void rotate(long index) {
    FrozenHot table = chunk.rotate(index);
    if (table != null) {
      frozen.addLast(new Frozen(table, countedBytes));
      countedBytes = 0;
    }
  }

  /** The oldest frozen hot table has become a segment. */
  void published() {
    memory.add(-frozen.removeFirst().bytes);
  }

  /** Counts nothing any more. */
  void forget() {
    memory.add(-countedBytes - stagedBytes);
    countedBytes = 0;
    stagedBytes = 0;
    frozen.forEach(each -> memory.add(-each.bytes));
    frozen.clear();
  }

  /** The manifest has the chunk's state as of {@code index}. */
  void isDurable(long index) {
    boolean isClean =
        chunk.hotRows() == 0
            && frozen.isEmpty()
            && !chunk.hasStagedInMemory()
            && lastTouched <= index;
    dirtySince = isClean ? CLEAN : Math.max(dirtySince, chunk.minReplayIndex());
  }
}
