package org.orrery.sql.function.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Interval;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.kernel.ArrayElements;
import org.orrery.sql.function.kernel.TimeArithmetic;

/**
 * Ordered-set aggregates: {@code percentile_cont}, {@code percentile_disc} and {@code mode}. Rows
 * come in the order of WITHIN GROUP; the last argument is the sorted value, one before it is the
 * fraction or array of fractions. NULL values do not count.
 */
final class OrderedSetAccumulator implements Accumulator {

  /** What is made of the sorted values. */
  enum Result {
    CONTINUOUS,
    DISCRETE,
    MODE
  }

  private final Result result;
  private final SqlType valueType;
  private final boolean isArray;
  private @Nullable List<Object>[] values = lists(0);
  private @Nullable Object[] fractions = new Object[0];
  private long valueCount;

  OrderedSetAccumulator(Result result, List<SqlType> argumentTypes) {
    this.result = result;
    this.valueType = argumentTypes.getLast();
    this.isArray = argumentTypes.getFirst().isArray() && argumentTypes.size() == 2;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Object>[] lists(int count) {
    return (@Nullable List<Object>[]) new List[count];
  }

  @Override
  public void ensureGroups(int count) {
    if (count > values.length) {
      int size = Math.max(count, Math.max(16, values.length + values.length / 2));
      values = Arrays.copyOf(values, size);
      fractions = Arrays.copyOf(fractions, size);
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
    Object value = arguments[arguments.length - 1].get(row);
    if (value == null) {
      return;
    }
    List<Object> list = values[group];
    if (list == null) {
      list = new ArrayList<>();
      values[group] = list;
      fractions[group] = arguments.length == 2 ? arguments[0].get(row) : null;
    }
    list.add(value);
    valueCount++;
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    throw org.orrery.base.error.Invariant.broken("sorted rows are not aggregated in parts");
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      List<Object> list = values[firstGroup + row];
      target.set(row, list == null ? null : result(list, fractions[firstGroup + row]));
    }
  }

  private @Nullable Object result(List<Object> list, @Nullable Object fraction) {
    if (result == Result.MODE) {
      return mode(list);
    }
    if (fraction == null) {
      return null;
    }
    return isArray ? array(list, (byte[]) fraction) : at(list, (Double) fraction);
  }

  /** An array of the shape of the fractions, NULL where they are. */
  private Object array(List<Object> list, byte[] fractionArray) {
    ArrayValue given = ArrayValue.read(BuiltinTypes.FLOAT8, fractionArray, 0, fractionArray.length);
    SqlType type = result == Result.CONTINUOUS ? resultType() : valueType;
    Vector elements = Vector.allocate(type.kind(), given.count());
    for (int i = 0; i < given.count(); i++) {
      Object fraction = given.elements().get(i);
      elements.set(i, fraction == null ? null : at(list, (Double) fraction));
    }
    var stored = new BytesVector(1);
    new ArrayValue(type, given.sizes(), given.lowerBounds(), elements).store(stored, 0);
    return stored.getBytes(0);
  }

  private SqlType resultType() {
    return valueType == BuiltinTypes.INTERVAL ? valueType : BuiltinTypes.FLOAT8;
  }

  private Object at(List<Object> list, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "percentile value %s is not between 0 and 1",
          shown(fraction));
    }
    if (result == Result.DISCRETE) {
      return list.get((int) Math.max(0, Math.ceil(fraction * list.size()) - 1));
    }
    double place = fraction * (list.size() - 1);
    int first = (int) Math.floor(place);
    int second = (int) Math.ceil(place);
    Object low = list.get(first);
    return first == second ? low : between(low, list.get(second), place - first);
  }

  /** As C's {@code %g} writes it. */
  private static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value).replaceFirst("\\.?0+$", "");
  }

  private static Object between(Object low, Object high, double proportion) {
    if (low instanceof Interval from && high instanceof Interval to) {
      return TimeArithmetic.plus(
          from, TimeArithmetic.multiply(TimeArithmetic.minus(to, from), proportion));
    }
    double from = (Double) low;
    return from + proportion * ((Double) high - from);
  }

  /** The most frequent value; of several the first in the order. */
  private Object mode(List<Object> list) {
    Vector previous = Vector.allocate(valueType.kind(), 1);
    Vector current = Vector.allocate(valueType.kind(), 1);
    Object best = list.getFirst();
    int bestCount = 0;
    int run = 0;
    for (Object value : list) {
      current.set(0, value);
      run = run > 0 && ArrayElements.compare(previous, 0, current, 0) == 0 ? run + 1 : 1;
      previous.set(0, value);
      if (run > bestCount) {
        bestCount = run;
        best = value;
      }
    }
    return Objects.requireNonNull(best);
  }

  @Override
  public long retainedBytes() {
    return 16L * values.length + valueCount * 32;
  }
}
