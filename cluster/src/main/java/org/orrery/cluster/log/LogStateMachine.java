package org.orrery.cluster.log;

import java.nio.ByteBuffer;

/** What a group's entries do. */
public interface LogStateMachine {

  /**
   * Applies a durable entry. Called in index order, by one thread at a time. Must be deterministic
   * and must not fail: an exception stops the log. Must not wait for an append to the same log.
   *
   * @param index the entry's index in its group
   * @param entry its bytes, read-only; valid during the call only
   */
  void apply(long index, ByteBuffer entry);
}
