package org.orrery.storage.chunk;

import java.util.Arrays;

/** What {@link KeyProbe} found for each selected row of a batch. */
public final class KeyMatches {

  /** What holds a key. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** A committed row that nobody deletes; {@link #value} is its name. */
    COMMITTED,
    /** A row that the writer's own transaction has staged; {@link #value} is its name. */
    OWN,
    /**
     * Another open transaction, {@link #value}: it has staged a row with the key, or the deletion
     * of the row that has it.
     */
    INTENT
  }

  private final Kind[] kinds;
  private final long[] values;
  private int found;

  KeyMatches(int rows) {
    kinds = new Kind[rows];
    Arrays.fill(kinds, Kind.NONE);
    values = new long[rows];
  }

  void set(int index, Kind kind, long value) {
    found += kinds[index] == Kind.NONE ? 1 : 0;
    kinds[index] = kind;
    values[index] = value;
  }

  /** Whether no key is held. */
  public boolean isEmpty() {
    return found == 0;
  }

  /** What holds the key of the {@code index}th selected row. */
  public Kind kind(int index) {
    return kinds[index];
  }

  /** The row's name or the transaction. */
  public long value(int index) {
    return values[index];
  }
}
