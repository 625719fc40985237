package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Interval;
import org.orrery.data.Vector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;

/** {@code OVERLAPS} of two periods, each a start with an end or a length. */
final class Overlaps {

  /** A start and a length to an end. */
  @FunctionalInterface
  private interface Addition {
    long plus(EvaluationContext context, long start, Interval length);
  }

  private Overlaps() {}

  static void bind(Bindings to) {
    bind(to, "timestamp", (_, start, length) -> Timestamps.plus(start, length));
    bind(
        to,
        "timestamptz",
        (context, start, length) -> {
          ZoneId zone = context.format().timeZone();
          return TimeArithmetic.plus(start, length, zone);
        });
    bind(
        to,
        "time",
        (_, start, length) ->
            Math.floorMod(start + length.micros() % Timestamps.DAY, Timestamps.DAY));
  }

  private static void bind(Bindings to, String type, Addition addition) {
    for (String second : new String[] {type, "interval"}) {
      for (String fourth : new String[] {type, "interval"}) {
        to.scalar(
            Kernels.rows(
                (context, a, row, result) -> result.set(row, of(context, addition, a, row))),
            "overlaps(" + String.join(",", type, second, type, fourth) + ")");
      }
    }
  }

  private static @Nullable Long of(
      EvaluationContext context, Addition addition, Vector[] a, int row) {
    Long start1 = start(a, 0, row);
    Long end1 = end(context, addition, a, 0, row);
    Long start2 = start(a, 2, row);
    Long end2 = end(context, addition, a, 2, row);
    if ((start1 == null && end1 == null) || (start2 == null && end2 == null)) {
      return null;
    }
    Boolean overlaps =
        overlaps(first(start1, end1), last(start1, end1), first(start2, end2), last(start2, end2));
    return overlaps == null ? null : (Long) (overlaps ? 1L : 0L);
  }

  private static @Nullable Long start(Vector[] a, int index, int row) {
    return a[index].isNull(row) ? null : (Long) longAt(a, index, row);
  }

  private static @Nullable Long end(
      EvaluationContext context, Addition addition, Vector[] a, int start, int row) {
    if (a[start + 1].isNull(row)) {
      return null;
    }
    if (!(a[start + 1] instanceof org.orrery.data.IntervalVector)) {
      return longAt(a, start + 1, row);
    }
    return a[start].isNull(row)
        ? null
        : (Long) addition.plus(context, longAt(a, start, row), intervalAt(a, start + 1, row));
  }

  /** The earlier of two ends of which one may be unknown. */
  private static long first(@Nullable Long a, @Nullable Long b) {
    if (a == null) {
      return b == null ? 0 : b;
    }
    return b == null ? a : Math.min(a, b);
  }

  /** The later of two ends; null when one is unknown. */
  private static @Nullable Long last(@Nullable Long a, @Nullable Long b) {
    return (a == null || b == null) ? null : (Long) Math.max(a, b);
  }

  /** Null when an unknown end decides. */
  private static @Nullable Boolean overlaps(
      long start1, @Nullable Long end1, long start2, @Nullable Long end2) {
    if (start1 > start2) {
      return overlaps(start2, end2, start1, end1);
    }
    if (start1 == start2) {
      return (end1 == null || end2 == null) ? null : (Boolean) true;
    }
    if (end1 == null) {
      return null;
    }
    if (start2 < end1) {
      return true;
    }
    return end2 == null ? null : (Boolean) false;
  }
}
