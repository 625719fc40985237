package org.orrery.storage.api;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Values of sequences. They belong to no transaction: a value that was given is not given again,
 * whatever becomes of the transaction that took it and however the server stops. Thread-safe.
 */
public interface SequenceStore {

  /**
   * How a sequence goes on.
   *
   * @param start its first value
   * @param increment the step, not 0
   * @param min the least value
   * @param max the greatest value
   * @param isCycling whether it starts over behind its last value
   */
  record Range(long start, long increment, long min, long max, boolean isCycling) {}

  /**
   * Where a sequence is.
   *
   * @param lastValue the value given last, or the next one when none was given
   * @param isCalled whether {@code lastValue} was given
   */
  record State(long lastValue, boolean isCalled) {}

  /**
   * The next value, durably taken; empty when there is none left.
   *
   * @param sequenceId a storage id
   */
  OptionalLong next(long sequenceId, Range range);

  /** Sets where a sequence is, durably. */
  void set(long sequenceId, State state);

  /** Where a sequence is; null when it was neither read nor set. */
  @Nullable State state(long sequenceId);
}
