package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Turns the bounds of a scan into ranges when execution starts. */
final class ScanBounds {

  private ScanBounds() {}

  /** The ranges; null when a bound is NULL or two exclude each other, so that no row can match. */
  static @Nullable List<ColumnRange> ranges(List<Bound> bounds, ExpressionCompiler expressions) {
    Map<Integer, ColumnRange> ranges = new LinkedHashMap<>();
    for (Bound bound : bounds) {
      Object value = ExpressionCompiler.evaluateOnce(expressions.compile(bound.value()));
      if (value == null) {
        return null;
      }
      ColumnRange range =
          bound.comparison() == Comparison.ANY
              ? anyOf(bound.column(), elements(bound.value().type(), (byte[]) value))
              : range(bound.column(), bound.comparison(), value);
      ColumnRange known = ranges.get(bound.column());
      ColumnRange both = range == null || known == null ? range : intersect(known, range);
      if (both == null) {
        return null;
      }
      ranges.put(bound.column(), both);
    }
    return new ArrayList<>(ranges.values());
  }

  /** The ranges and one more; null when no row can be in all. */
  static @Nullable List<ColumnRange> with(List<ColumnRange> ranges, ColumnRange range) {
    List<ColumnRange> all = new ArrayList<>();
    ColumnRange merged = range;
    for (ColumnRange each : ranges) {
      if (each.column() != range.column()) {
        all.add(each);
        continue;
      }
      merged = intersect(each, merged);
      if (merged == null) {
        return null;
      }
    }
    all.add(merged);
    return all;
  }

  /** What of an array is not NULL. */
  private static List<Object> elements(SqlType type, byte[] array) {
    SqlType element = Objects.requireNonNull(type.element());
    ArrayValue value = ArrayValue.read(element, array, 0, array.length);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < value.count(); i++) {
      Object each = value.elements().get(i);
      if (each != null) {
        elements.add(each);
      }
    }
    return elements;
  }

  /** A list of values of a column; null when there are none. */
  static @Nullable ColumnRange anyOf(int column, List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    List<Object> ascending = new ArrayList<>(values);
    ascending.sort(ScanBounds::order);
    return new ColumnRange(column, ascending.getFirst(), ascending.getLast(), ascending);
  }

  private static @Nullable ColumnRange range(int column, Comparison comparison, Object value) {
    return switch (comparison) {
      case EQUAL -> new ColumnRange(column, value, value);
      case GREATER_OR_EQUAL -> new ColumnRange(column, value, null);
      case LESS_OR_EQUAL -> new ColumnRange(column, null, value);
      case GREATER -> {
        if (value instanceof Long number) {
          yield number == Long.MAX_VALUE ? null : new ColumnRange(column, number + 1, null);
        }
        yield new ColumnRange(column, value, null);
      }
      case LESS -> {
        if (value instanceof Long number) {
          yield number == Long.MIN_VALUE ? null : new ColumnRange(column, null, number - 1);
        }
        yield new ColumnRange(column, null, value);
      }
      case ANY -> throw Invariant.broken("a range of a list");
    };
  }

  /** What satisfies both; null when nothing does. */
  static @Nullable ColumnRange intersect(ColumnRange a, ColumnRange b) {
    Object low = pick(a.low(), b.low(), true);
    Object high = pick(a.high(), b.high(), false);
    List<Object> anyOf = a.anyOf() == null ? b.anyOf() : a.anyOf();
    if (anyOf != null) {
      return anyOf(
          a.column(),
          anyOf.stream()
              .filter(value -> low == null || order(value, low) >= 0)
              .filter(value -> high == null || order(value, high) <= 0)
              .toList());
    }
    return low != null && high != null && order(low, high) > 0
        ? null
        : new ColumnRange(a.column(), low, high);
  }

  private static @Nullable Object pick(@Nullable Object a, @Nullable Object b, boolean greater) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return (order(a, b) > 0) == greater ? a : b;
  }

  /** The order of values of one kind, as storage has it. */
  static int order(Object a, Object b) {
    return switch (a) {
      case Long number -> Long.compare(number, (Long) b);
      case Double number -> Double.compare(number, (Double) b);
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) b);
      default -> throw Invariant.broken("a bound of an unordered kind");
    };
  }
}
