package org.orrery.sql.function.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Accumulator;

/** {@code array_agg} of plain values, NULLs included, in the order they come. */
final class ArrayAccumulator implements Accumulator {

  private final SqlType elementType;
  private @Nullable List<@Nullable Object>[] elements;
  private long retained;

  ArrayAccumulator(SqlType elementType) {
    if (elementType.isArray()) {
      throw OrreryException.notSupported("array_agg of arrays is not supported");
    }
    this.elementType = elementType;
    this.elements = lists(0);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<@Nullable Object>[] lists(int count) {
    return (@Nullable List<@Nullable Object>[]) new List[count];
  }

  @Override
  public void ensureGroups(int count) {
    if (count > elements.length) {
      elements =
          Arrays.copyOf(
              elements, Math.max(count, Math.max(16, elements.length + elements.length / 2)));
    }
  }

  @Override
  public void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    for (int i = 0; i < count; i++) {
      addRow(arguments[0], selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  public void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    for (int i = 0; i < count; i++) {
      addRow(arguments[0], selection == null ? i : selection[i], group);
    }
  }

  private void addRow(Vector input, int row, int group) {
    Object value = input.get(row);
    list(group).add(value);
    retained += 24 + (value instanceof byte[] bytes ? bytes.length : 0);
  }

  private List<@Nullable Object> list(int group) {
    List<@Nullable Object> list = elements[group];
    if (list == null) {
      list = new ArrayList<>();
      elements[group] = list;
    }
    return list;
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (ArrayAccumulator) other;
    for (int i = 0; i < groups.length && i < from.elements.length; i++) {
      List<@Nullable Object> more = from.elements[i];
      if (more != null) {
        list(groups[i]).addAll(more);
      }
    }
    retained += from.retained;
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      List<@Nullable Object> list = elements[firstGroup + row];
      if (list == null) {
        target.setNull(row);
        continue;
      }
      Vector values = Vector.allocate(elementType.kind(), list.size());
      for (int i = 0; i < list.size(); i++) {
        values.set(i, list.get(i));
      }
      ArrayValue.of(elementType, values, list.size()).store((BytesVector) target, row);
    }
  }

  @Override
  public long retainedBytes() {
    return 8L * elements.length + retained;
  }
}
