package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Turns the bounds of a scan into ranges when execution starts. */
final class ScanBounds {

  private ScanBounds() {}

  /** The ranges; null when a bound is NULL or two exclude each other, so that no row can match. */
  static @Nullable List<ColumnRange> ranges(
      PhysicalPlan.TableScan scan, ExpressionCompiler expressions) {
    Map<Integer, ColumnRange> ranges = new LinkedHashMap<>();
    for (Bound bound : scan.bounds()) {
      Object value = ExpressionCompiler.evaluateOnce(expressions.compile(bound.value()));
      if (value == null) {
        return null;
      }
      ColumnRange range = range(bound.column(), bound.comparison(), value);
      if (range == null) {
        return null;
      }
      ranges.merge(bound.column(), range, ScanBounds::intersect);
    }
    for (ColumnRange range : ranges.values()) {
      if (range.low() != null && range.high() != null && order(range.low(), range.high()) > 0) {
        return null;
      }
    }
    return new ArrayList<>(ranges.values());
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
    };
  }

  private static ColumnRange intersect(ColumnRange a, ColumnRange b) {
    return new ColumnRange(
        a.column(), pick(a.low(), b.low(), true), pick(a.high(), b.high(), false));
  }

  private static @Nullable Object pick(@Nullable Object a, @Nullable Object b, boolean greater) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return (order(a, b) > 0) == greater ? a : b;
  }

  private static int order(Object a, Object b) {
    return switch (a) {
      case Long number -> Long.compare(number, (Long) b);
      case Double number -> Double.compare(number, (Double) b);
      case byte[] bytes -> java.util.Arrays.compareUnsigned(bytes, (byte[]) b);
      default -> throw org.orrery.base.error.Invariant.broken("a bound of an unordered kind");
    };
  }
}
