package org.orrery.cluster.meta;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.SequenceStore;

/**
 * The sequences as this node uses them: it takes values from the log in blocks and gives them one
 * by one. A kill loses what is left of a block, which leaves a gap. Thread-safe; waits for the log
 * only between blocks.
 */
final class Sequences implements SequenceStore {

  /** Values of the first block of a sequence, as many as PostgreSQL logs ahead. */
  static final int BLOCK_MIN = 32;

  /** Values of a block at most; a sequence that is read fast gets larger and larger ones. */
  static final int BLOCK_MAX = 8_192;

  private final MetaShard meta;
  private final Map<Long, Block> blocks = new ConcurrentHashMap<>();

  Sequences(MetaShard meta) {
    this.meta = meta;
  }

  /** What a node holds of a sequence; fields are guarded by the lock. */
  private static final class Block {
    final ReentrantLock lock = new ReentrantLock();
    int size = BLOCK_MIN;
    int left;
    long next;
    @Nullable Range range;
    @Nullable State last;
  }

  private Block block(long sequenceId) {
    return blocks.computeIfAbsent(sequenceId, _ -> new Block());
  }

  @Override
  public OptionalLong next(long sequenceId, Range range) {
    Block block = block(sequenceId);
    block.lock.lock();
    try {
      State last = block.last;
      if (block.left > 0 && last != null && !range.equals(block.range)) {
        // Altered: what was taken goes back, and the next block follows the new rules.
        meta.setSequence(sequenceId, last);
        block.left = 0;
      }
      if (block.left == 0 && !take(sequenceId, range, block)) {
        return OptionalLong.empty();
      }
      long value = block.next;
      block.left--;
      block.next += range.increment();
      block.last = new State(value, true);
      return OptionalLong.of(value);
    } finally {
      block.lock.unlock();
    }
  }

  private boolean take(long sequenceId, Range range, Block block) {
    MetaResult.Values values = meta.takeValues(sequenceId, range, block.size);
    block.next = values.first();
    block.left = values.count();
    block.range = range;
    block.size = Math.min(block.size * 2, BLOCK_MAX);
    return values.count() > 0;
  }

  @Override
  public void set(long sequenceId, State state) {
    Block block = block(sequenceId);
    block.lock.lock();
    try {
      block.left = 0;
      meta.setSequence(sequenceId, state);
      block.last = state;
    } finally {
      block.lock.unlock();
    }
  }

  @Override
  public @Nullable State state(long sequenceId) {
    Block block = blocks.get(sequenceId);
    if (block != null) {
      block.lock.lock();
      try {
        State last = block.last;
        if (last != null) {
          return last;
        }
      } finally {
        block.lock.unlock();
      }
    }
    return meta.sequence(sequenceId);
  }

  /** A sequence is gone. */
  void forget(long sequenceId) {
    blocks.remove(sequenceId);
  }

  /** Gives back what is left of blocks, so that a stop leaves no gap. */
  void giveBack() {
    blocks.forEach(
        (sequenceId, block) -> {
          block.lock.lock();
          try {
            State last = block.last;
            if (block.left > 0 && last != null) {
              block.left = 0;
              meta.setSequence(sequenceId, last);
            }
          } finally {
            block.lock.unlock();
          }
        });
  }
}
