package org.orrery.sql.function;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;

/**
 * The states of one aggregate call, one for each group, numbered from 0. Used by one thread. NULL
 * arguments arrive and are the aggregate's business (most ignore them); FILTER, DISTINCT and ORDER
 * BY are the operator's.
 */
public interface Accumulator {

  /** Makes room for groups 0 to {@code count - 1}; new ones are empty. Grows only. */
  void ensureGroups(int count);

  /**
   * Adds rows, each to its group.
   *
   * @param arguments one vector per argument
   * @param selection positions of the rows, null for 0 to {@code count - 1}
   * @param count how many rows
   * @param groups the group of the {@code i}th selected row
   */
  void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups);

  /** Adds rows to one group; same result as {@link #add} with that group for all. */
  void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group);

  /**
   * Adds the states of another accumulator of the same call.
   *
   * @param other the accumulator that is merged in and not used afterwards
   * @param groups for each group of {@code other}, the group here
   */
  void merge(Accumulator other, int[] groups);

  /** Writes the results of {@code count} groups from {@code firstGroup} on to rows from 0 on. */
  void results(int firstGroup, int count, Vector target);

  /** Bytes of heap held, roughly. */
  long retainedBytes();
}
