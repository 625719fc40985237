package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.Counter;

/** {@code count(*)} and {@code count(x)}. */
final class CountAccumulator implements Counter {

  private final boolean countsRows;
  private long[] counts = new long[16];

  /** Counts rows, or values that are not NULL. */
  CountAccumulator(boolean countsRows) {
    this.countsRows = countsRows;
  }

  @Override
  public void ensureGroups(int count) {
    if (count > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(count, counts.length + (counts.length >> 1)));
    }
  }

  @Override
  public void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    if (countsRows || !arguments[0].mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        counts[groups[i]]++;
      }
      return;
    }
    Vector input = arguments[0];
    for (int i = 0; i < count; i++) {
      counts[groups[i]] += input.isNull(selection == null ? i : selection[i]) ? 0 : 1;
    }
  }

  @Override
  public void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    if (countsRows || !arguments[0].mayHaveNulls()) {
      counts[group] += count;
      return;
    }
    Vector input = arguments[0];
    long found = 0;
    for (int i = 0; i < count; i++) {
      found += input.isNull(selection == null ? i : selection[i]) ? 0 : 1;
    }
    counts[group] += found;
  }

  @Override
  public void addCount(long count, int group) {
    counts[group] += count;
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    long[] more = ((CountAccumulator) other).counts;
    for (int i = 0; i < groups.length && i < more.length; i++) {
      counts[groups[i]] += more[i];
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    System.arraycopy(counts, firstGroup, ((LongVector) target).values(), 0, count);
  }

  @Override
  public long retainedBytes() {
    return 8L * counts.length;
  }
}
