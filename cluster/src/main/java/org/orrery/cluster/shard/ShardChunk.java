package org.orrery.cluster.shard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.FrozenHot;

/** A chunk and how far it is durable outside the log. Guarded by its shard's lock. */
final class ShardChunk {

  /** {@link #dirtySince} of a chunk that needs nothing of the log. */
  static final long CLEAN = Long.MAX_VALUE;

  final Chunk chunk;

  /** Hot tables taken out and not yet in segments, oldest first. */
  final Deque<FrozenHot> frozen = new ArrayDeque<>();

  /** Index of the first entry that a restart needs for the chunk. */
  long dirtySince;

  /** Index of the last entry about the chunk. */
  long lastTouched;

  /** When the oldest row of the active hot table came; of {@code Clock.nanos()}. */
  long hotSinceNanos;

  /** Open transactions with intents here. */
  int transactions;

  ShardChunk(Chunk chunk, long dirtySince) {
    this.chunk = chunk;
    this.dirtySince = dirtySince;
  }

  void touch(long index) {
    lastTouched = index;
    dirtySince = Math.min(dirtySince, index);
  }

  /** The manifest has the chunk's state as of {@code index}. */
  void isDurable(long index) {
    boolean isClean =
        chunk.hotRows() == 0 && frozen.isEmpty() && transactions == 0 && lastTouched <= index;
    dirtySince = isClean ? CLEAN : Math.max(dirtySince, chunk.minReplayIndex());
  }
}
