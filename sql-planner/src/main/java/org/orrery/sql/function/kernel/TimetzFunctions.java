package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.time.ZoneId;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.TimePrecision;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/**
 * Comparison, casts and arithmetic of timetz, which is in memory as on the wire: µs of the day and
 * seconds west of UTC.
 */
public final class TimetzFunctions {

  /** A time of day in a zone of {@code west} seconds west of UTC. */
  private record Value(long micros, int west) {

    /** µs since midnight in UTC, which may be before or behind the day. */
    long utc() {
      return micros + west * Timestamps.SECOND;
    }
  }

  @FunctionalInterface
  private interface RowToValue {
    Value apply(EvaluationContext context, Vector[] arguments, int row);
  }

  private TimetzFunctions() {}

  static void bind(Bindings to) {
    for (Comparison comparison : Comparison.values()) {
      to.scalar(
          comparison.by((_, a, b, row) -> compare(a, row, b, row)),
          "timetz_" + comparison.suffix() + "(timetz,timetz)");
    }
    to.scalar(
        Kernels.toLong((_, a, row) -> compare(a[0], row, a[1], row)), "timetz_cmp(timetz,timetz)");
    bindCasts(to);
    bindArithmetic(to);
    bindZones(to);
  }

  private static Value at(Vector[] arguments, int index, int row) {
    return read(arguments[index], row);
  }

  private static Value read(Vector vector, int row) {
    var bytes = (BytesVector) vector;
    long micros =
        (long) ArrayElements.intAt(bytes, row, 0) << 32
            | Integer.toUnsignedLong(ArrayElements.intAt(bytes, row, 4));
    return new Value(micros, ArrayElements.intAt(bytes, row, 8));
  }

  private static ScalarKernel toValue(RowToValue function) {
    return Kernels.rows(
        (context, a, row, result) -> {
          Value value = function.apply(context, a, row);
          var sink = new ByteSink(12);
          sink.writeLong(value.micros());
          sink.writeInt(value.west());
          ((BytesVector) result).setBytes(row, sink.array(), 0, sink.length());
        });
  }

  /** PostgreSQL's order: by the time in UTC, then by zone. */
  public static int compare(Vector a, int rowA, Vector b, int rowB) {
    Value left = read(a, rowA);
    Value right = read(b, rowB);
    int order = Long.compare(left.utc(), right.utc());
    return order == 0 ? Integer.compare(left.west(), right.west()) : order;
  }

  private static void bindCasts(Bindings to) {
    to.scalar(Kernels.toLong((_, a, row) -> at(a, 0, row).micros()), "time(timetz)");
    to.scalar(
        toValue(
            (_, a, row) -> {
              Value value = at(a, 0, row);
              return new Value(TimePrecision.round(value.micros(), intAt(a, 1, row)), value.west());
            }),
        "timetz(timetz,int4)");
    to.scalar(
        toValue(
            (context, a, row) -> {
              ZoneId zone = context.format().timeZone();
              return new Value(longAt(a, 0, row), west(zone, context.transactionMicros()));
            }),
        "timetz(time)");
    to.scalar(
        Kernels.rows(
            (context, a, row, result) -> {
              long micros = longAt(a, 0, row);
              if (!Timestamps.isFinite(micros)) {
                result.setNull(row);
                return;
              }
              ZoneId zone = context.format().timeZone();
              var sink = new ByteSink(12);
              sink.writeLong(Dates.timeOf(Zones.toLocal(micros, zone)));
              sink.writeInt(west(zone, micros));
              ((BytesVector) result).setBytes(row, sink.array(), 0, sink.length());
            }),
        "timetz(timestamptz)");
  }

  private static int west(ZoneId zone, long utcMicros) {
    return -ZoneOffsets.of(zone).offsetSeconds(utcMicros);
  }

  private static void bindArithmetic(Bindings to) {
    to.scalar(
        Kernels.toLong((_, a, row) -> instant(longAt(a, 0, row), at(a, 1, row))),
        "datetimetz_pl(date,timetz)",
        "timestamptz(date,timetz)");
    to.scalar(
        toValue((_, a, row) -> shifted(at(a, 0, row), intervalAt(a, 1, row).micros())),
        "timetz_pl_interval(timetz,interval)");
    to.scalar(
        toValue((_, a, row) -> shifted(at(a, 0, row), -intervalAt(a, 1, row).micros())),
        "timetz_mi_interval(timetz,interval)");
  }

  private static long instant(long date, Value time) {
    return Timestamps.isFiniteDate(date)
        ? Timestamps.plus(Timestamps.dateToMicros(date), time.utc())
        : Timestamps.dateToMicros(date);
  }

  private static Value shifted(Value value, long micros) {
    return new Value(
        Math.floorMod(value.micros() + micros % Timestamps.DAY, Timestamps.DAY), value.west());
  }

  private static void bindZones(Bindings to) {
    to.scalar(
        toValue(
            (context, a, row) ->
                moved(
                    at(a, 1, row),
                    west(TimeFunctions.zone(textAt(a, 0, row)), context.transactionMicros()))),
        "timezone(text,timetz)");
    to.scalar(
        toValue(
            (_, a, row) -> {
              long offset = TimeFunctions.offset(intervalAt(a, 0, row));
              return moved(at(a, 1, row), (int) (-offset / Timestamps.SECOND));
            }),
        "timezone(interval,timetz)");
  }

  private static Value moved(Value value, int west) {
    return new Value(Math.floorMod(value.utc() - west * Timestamps.SECOND, Timestamps.DAY), west);
  }
}
