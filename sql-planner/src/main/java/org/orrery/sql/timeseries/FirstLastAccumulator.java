package org.orrery.sql.timeseries;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Accumulator;

/**
 * {@code first(value, time)} and {@code last(value, time)}: the value of the row with the least or
 * greatest time. Rows whose time is NULL count only while there is no other; of equal times the
 * first row seen stays. The value may be NULL.
 */
final class FirstLastAccumulator implements Accumulator {

  private final int sign;
  private final boolean isTimeLong;
  private final GroupValues values;
  private final GroupValues times;
  private boolean[] isSet = new boolean[0];

  private FirstLastAccumulator(boolean isLast, PhysicalKind value, PhysicalKind time) {
    this.sign = isLast ? -1 : 1;
    this.isTimeLong = time == PhysicalKind.LONG;
    this.values = new GroupValues(value);
    this.times = new GroupValues(time);
  }

  static FirstLastAccumulator of(boolean isLast, SqlType value, SqlType time) {
    return new FirstLastAccumulator(isLast, value.kind(), time.kind());
  }

  @Override
  public void ensureGroups(int count) {
    int capacity = isSet.length;
    if (count > capacity) {
      int larger = Math.max(count, Math.max(16, capacity + (capacity >> 1)));
      isSet = Arrays.copyOf(isSet, larger);
      values.grow(larger);
      times.grow(larger);
    }
  }

  @Override
  public void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    Vector value = arguments[0];
    Vector time = arguments[1];
    if (isTimeLong && !time.mayHaveNulls()) {
      addByLongs(value, ((LongVector) time).values(), time, selection, count, groups);
      return;
    }
    for (int i = 0; i < count; i++) {
      offer(value, time, selection == null ? i : selection[i], groups[i]);
    }
  }

  private void addByLongs(
      Vector value,
      long[] input,
      Vector time,
      int @Nullable [] selection,
      int count,
      int[] groups) {
    long[] best = times.longs();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      int group = groups[i];
      boolean isWorse = sign > 0 ? input[row] >= best[group] : input[row] <= best[group];
      if (isWorse && isSet[group] && !times.isNull(group)) {
        continue;
      }
      take(value, time, row, group);
    }
  }

  @Override
  public void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    Vector value = arguments[0];
    Vector time = arguments[1];
    if (!isTimeLong || time.mayHaveNulls() || count == 0) {
      for (int i = 0; i < count; i++) {
        offer(value, time, selection == null ? i : selection[i], group);
      }
      return;
    }
    long[] input = ((LongVector) time).values();
    int best = selection == null ? 0 : selection[0];
    for (int i = 1; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (sign > 0 ? input[row] < input[best] : input[row] > input[best]) {
        best = row;
      }
    }
    offer(value, time, best, group);
  }

  private void offer(Vector value, Vector time, int row, int group) {
    if (isSet[group]) {
      if (time.isNull(row)) {
        return;
      }
      if (!times.isNull(group) && times.compare(time, row, group) * sign >= 0) {
        return;
      }
    }
    take(value, time, row, group);
  }

  private void take(Vector value, Vector time, int row, int group) {
    isSet[group] = true;
    values.set(group, value, row);
    times.set(group, time, row);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (FirstLastAccumulator) other;
    for (int i = 0; i < groups.length && i < from.isSet.length; i++) {
      int group = groups[i];
      if (!from.isSet[i] || (isSet[group] && from.times.isNull(i))) {
        continue;
      }
      boolean isKept =
          isSet[group] && !times.isNull(group) && times.compare(from.times, i, group) * sign >= 0;
      if (!isKept) {
        isSet[group] = true;
        values.set(group, from.values, i);
        times.set(group, from.times, i);
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      if (isSet[firstGroup + row]) {
        values.get(firstGroup + row, target, row);
      } else {
        target.setNull(row);
      }
    }
  }

  @Override
  public long retainedBytes() {
    return isSet.length + values.retainedBytes() + times.retainedBytes();
  }
}
