package org.orrery.sql.function.aggregate;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/** An accumulator that ignores rows whose first argument is NULL. */
abstract class ColumnAccumulator implements Accumulator {

  private int[] rows = new int[0];
  private int[] rowGroups = new int[0];

  /** Makes arrays large enough for {@code count} groups. */
  abstract void grow(int count);

  /** Groups there is room for. */
  abstract int capacity();

  /** Adds rows whose first argument is not NULL. */
  abstract void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups);

  /** Adds rows whose first argument is not NULL to one group. */
  abstract void addRowsToGroup(
      Vector[] arguments, int @Nullable [] selection, int count, int group);

  @Override
  public final void ensureGroups(int count) {
    int capacity = capacity();
    if (count > capacity) {
      grow(Math.max(count, Math.max(16, capacity + (capacity >> 1))));
    }
  }

  @Override
  public final void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    Vector input = arguments[0];
    if (!input.mayHaveNulls()) {
      addRows(arguments, selection, count, groups);
      return;
    }
    reserve(count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (!input.isNull(row)) {
        rows[kept] = row;
        rowGroups[kept++] = groups[i];
      }
    }
    addRows(arguments, rows, kept, rowGroups);
  }

  @Override
  public final void addToGroup(
      Vector[] arguments, int @Nullable [] selection, int count, int group) {
    Vector input = arguments[0];
    if (!input.mayHaveNulls()) {
      addRowsToGroup(arguments, selection, count, group);
      return;
    }
    reserve(count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (!input.isNull(row)) {
        rows[kept++] = row;
      }
    }
    addRowsToGroup(arguments, rows, kept, group);
  }

  private void reserve(int count) {
    if (rows.length < count) {
      rows = new int[count];
      rowGroups = new int[count];
    }
  }
}
