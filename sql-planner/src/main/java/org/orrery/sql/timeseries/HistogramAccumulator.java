package org.orrery.sql.timeseries;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.function.Accumulator;

/**
 * {@code histogram(value, min, max, nbuckets)}: how many values lie below {@code min}, in each of
 * {@code nbuckets} equal parts, and at or above {@code max}.
 */
final class HistogramAccumulator implements Accumulator {

  private int[][] counts = new int[0][];

  @Override
  public void ensureGroups(int count) {
    if (count > counts.length) {
      int from = counts.length;
      counts = Arrays.copyOf(counts, Math.max(count, Math.max(16, from + (from >> 1))));
      Arrays.fill(counts, from, counts.length, new int[0]);
    }
  }

  @Override
  public void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  public void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], group);
    }
  }

  private void addRow(Vector[] arguments, int row, int group) {
    if (arguments[0].isNull(row)) {
      return;
    }
    if (arguments[1].isNull(row) || arguments[2].isNull(row) || arguments[3].isNull(row)) {
      throw invalid("histogram bounds and number of buckets must not be null");
    }
    double value = ((DoubleVector) arguments[0]).getDouble(row);
    double min = ((DoubleVector) arguments[1]).getDouble(row);
    double max = ((DoubleVector) arguments[2]).getDouble(row);
    int buckets = (int) ((LongVector) arguments[3]).getLong(row);
    int[] target = counts[group];
    if (target.length == 0) {
      target = empty(min, max, buckets);
      counts[group] = target;
    } else if (target.length != buckets + 2) {
      throw invalid("number of buckets must not change between calls");
    }
    target[index(value, min, max, buckets)]++;
  }

  private static int[] empty(double min, double max, int buckets) {
    if (buckets <= 0 || buckets > ArrayValue.ELEMENTS_MAX - 2) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, "count must be greater than zero");
    }
    if (!(min < max)) {
      throw invalid("lower bound cannot be greater than or equal to upper bound");
    }
    return new int[buckets + 2];
  }

  private static OrreryException invalid(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
  }

  private static int index(double value, double min, double max, int buckets) {
    if (value < min) {
      return 0;
    }
    if (!(value < max)) {
      return buckets + 1;
    }
    return Math.min(buckets, (int) ((value - min) / (max - min) * buckets) + 1);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    int[][] more = ((HistogramAccumulator) other).counts;
    for (int i = 0; i < groups.length && i < more.length; i++) {
      int[] source = more[i];
      int[] target = counts[groups[i]];
      if (source.length == 0) {
        continue;
      }
      if (target.length == 0) {
        counts[groups[i]] = source.clone();
        continue;
      }
      if (target.length != source.length) {
        throw invalid("number of buckets must not change between calls");
      }
      for (int bucket = 0; bucket < source.length; bucket++) {
        target[bucket] += source[bucket];
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      int[] buckets = counts[firstGroup + row];
      if (buckets.length == 0) {
        target.setNull(row);
        continue;
      }
      var elements = new LongVector(buckets.length);
      for (int i = 0; i < buckets.length; i++) {
        elements.setLong(i, buckets[i]);
      }
      ArrayValue.of(BuiltinTypes.INT4, elements, buckets.length).store((BytesVector) target, row);
    }
  }

  @Override
  public long retainedBytes() {
    long bytes = 8L * counts.length;
    for (int[] buckets : counts) {
      bytes += 4L * buckets.length;
    }
    return bytes;
  }
}
