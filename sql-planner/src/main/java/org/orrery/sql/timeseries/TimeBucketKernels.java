package org.orrery.sql.timeseries;

import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.kernel.Kernels;
import org.orrery.sql.function.kernel.Kernels.RowToLong;
import org.orrery.sql.function.kernel.Timestamps;
import org.orrery.sql.function.kernel.Zones;

/** The overloads of {@code time_bucket}. */
final class TimeBucketKernels {

  private static final Interval NO_OFFSET = new Interval(0, 0, 0);

  private TimeBucketKernels() {}

  static void bind(OwnFunctions to) {
    bindTimestamps(to, BuiltinTypes.TIMESTAMP);
    bindTimestamps(to, BuiltinTypes.TIMESTAMPTZ);
    bindDates(to);
    bindZone(to);
    bindIntegers(to, BuiltinTypes.INT2, 16);
    bindIntegers(to, BuiltinTypes.INT4, 32);
    bindIntegers(to, BuiltinTypes.INT8, 64);
    bindUuids(to);
  }

  private static void bindTimestamps(OwnFunctions to, SqlType type) {
    SqlType width = BuiltinTypes.INTERVAL;
    to.strict("time_bucket", List.of(width, type), List.of("bucket_width", "ts"), type, plain());
    to.strict(
        "time_bucket",
        List.of(width, type, type),
        List.of("bucket_width", "ts", "origin"),
        type,
        Kernels.toLong(
            (_, a, row) -> TimeBucket.bucket(width(a, row), longAt(a, 1, row), longAt(a, 2, row))));
    to.strict(
        "time_bucket",
        List.of(width, type, width),
        List.of("bucket_width", "ts", "offset"),
        type,
        Kernels.toLong(
            (_, a, row) -> withOffset(width(a, row), longAt(a, 1, row), intervalAt(a, 2, row))));
  }

  private static TimeBucket.Width width(Vector[] arguments, int row) {
    return TimeBucket.Width.of(intervalAt(arguments, 0, row));
  }

  private static long withOffset(TimeBucket.Width width, long micros, Interval offset) {
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    long shifted = Timestamps.plus(micros, Timestamps.negate(offset));
    return Timestamps.plus(TimeBucket.bucket(width, shifted), offset);
  }

  /** Default origin; when all rows have the same fixed width, by runs of rows in one bucket. */
  private static ScalarKernel plain() {
    ScalarKernel general =
        Kernels.toLong((_, a, row) -> TimeBucket.bucket(width(a, row), longAt(a, 1, row)));
    return (context, arguments, selection, count, result) -> {
      var widths = (IntervalVector) arguments[0];
      if (count == 0) {
        return;
      }
      if (!isConstant(widths, selection, count)) {
        general.evaluate(context, arguments, selection, count, result);
        return;
      }
      int first = selection == null ? 0 : selection[0];
      TimeBucket.Width width = TimeBucket.Width.of(widths.getInterval(first));
      long[] times = ((LongVector) arguments[1]).values();
      long[] target = ((LongVector) result).values();
      if (width.isFixed()) {
        fixed(width.micros(), times, selection, count, target);
      } else {
        months(width, times, selection, count, target);
      }
    };
  }

  private static boolean isConstant(IntervalVector widths, int @Nullable [] selection, int count) {
    int first = selection == null ? 0 : selection[0];
    int[] months = widths.months();
    int[] days = widths.days();
    long[] micros = widths.micros();
    long difference = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      difference |=
          (months[row] ^ months[first]) | (days[row] ^ days[first]) | (micros[row] ^ micros[first]);
    }
    return difference == 0;
  }

  /** Rows mostly come in order of time, so most lie in the bucket of the row before. */
  private static void fixed(
      long width, long[] times, int @Nullable [] selection, int count, long[] target) {
    long phase = Math.floorMod(TimeBucket.DEFAULT_ORIGIN, width);
    long start = 0;
    long length = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      long time = times[row];
      long inside = time - start;
      if (inside >= 0 && inside < length && time != Timestamps.INFINITY) {
        target[row] = start;
      } else if (Timestamps.isFinite(time)) {
        start = TimeBucket.fixed(width, time, phase);
        length = width;
        target[row] = start;
      } else {
        target[row] = time;
      }
    }
  }

  private static void months(
      TimeBucket.Width width, long[] times, int @Nullable [] selection, int count, long[] target) {
    long start = 0;
    long end = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      long time = times[row];
      if (time >= start && time < end) {
        target[row] = start;
      } else {
        long bucket = TimeBucket.bucket(width, time);
        target[row] = bucket;
        if (Timestamps.isFinite(time) && time < Timestamps.INFINITY / 2) {
          start = bucket;
          end = TimeBucket.next(width, bucket);
        }
      }
    }
  }

  private static void bindDates(OwnFunctions to) {
    SqlType width = BuiltinTypes.INTERVAL;
    SqlType date = BuiltinTypes.DATE;
    to.strict(
        "time_bucket",
        List.of(width, date),
        List.of("bucket_width", "ts"),
        date,
        Kernels.toLong(
            (_, a, row) -> {
              TimeBucket.Width w = width(a, row);
              return TimeBucket.ofDate(w, longAt(a, 1, row), TimeBucket.defaultOriginDate(w));
            }));
    to.strict(
        "time_bucket",
        List.of(width, date, date),
        List.of("bucket_width", "ts", "origin"),
        date,
        Kernels.toLong(
            (_, a, row) -> TimeBucket.ofDate(width(a, row), longAt(a, 1, row), longAt(a, 2, row))));
    to.strict(
        "time_bucket",
        List.of(width, date, width),
        List.of("bucket_width", "ts", "offset"),
        date,
        Kernels.toLong(TimeBucketKernels::dateWithOffset));
  }

  private static long dateWithOffset(EvaluationContext context, Vector[] a, int row) {
    long date = longAt(a, 1, row);
    if (!Timestamps.isFiniteDate(date)) {
      return date;
    }
    Interval offset = intervalAt(a, 2, row);
    long shifted = Timestamps.plus(Timestamps.dateToMicros(date), Timestamps.negate(offset));
    TimeBucket.Width width = width(a, row);
    long start =
        TimeBucket.ofDate(width, Dates.dayOf(shifted), TimeBucket.defaultOriginDate(width));
    return Dates.dayOf(Timestamps.plus(Timestamps.dateToMicros(start), offset));
  }

  private static void bindZone(OwnFunctions to) {
    to.zoned("time_bucket", BuiltinTypes.TIMESTAMPTZ, zoned((_, a, row) -> longAt(a, 1, row)));
  }

  /** (width, time, timezone, origin, offset), where the last two may be NULL. */
  private static ScalarKernel zoned(RowToLong time) {
    return Kernels.rows(
        (context, a, row, result) -> {
          if (a[0].isNull(row) || a[1].isNull(row) || a[2].isNull(row)) {
            result.setNull(row);
            return;
          }
          TimeBucket.Width width = width(a, row);
          ZoneOffsets zone = zone(Kernels.textAt(a, 2, row));
          long origin =
              !a[3].isNull(row)
                  ? Zones.toLocal(longAt(a, 3, row), zone)
                  : width.isFixed() ? TimeBucket.DEFAULT_ORIGIN : Dates.POSTGRES_EPOCH_MICROS;
          Interval offset = a[4].isNull(row) ? NO_OFFSET : intervalAt(a, 4, row);
          long micros = time.apply(context, a, row);
          ((LongVector) result)
              .setLong(row, TimeBucket.inZone(width, micros, zone, origin, offset));
        });
  }

  private static ZoneOffsets zone(String name) {
    ZoneId zone = TimeZoneNames.resolve(name);
    if (zone == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", name);
    }
    return ZoneOffsets.of(zone);
  }

  private static void bindIntegers(OwnFunctions to, SqlType type, int bits) {
    to.strict(
        "time_bucket",
        List.of(type, type),
        List.of("bucket_width", "ts"),
        type,
        Kernels.toLong((_, a, row) -> integer(longAt(a, 0, row), longAt(a, 1, row), 0, bits)));
    to.strict(
        "time_bucket",
        List.of(type, type, type),
        List.of("bucket_width", "ts", "offset"),
        type,
        Kernels.toLong(
            (_, a, row) -> integer(longAt(a, 0, row), longAt(a, 1, row), longAt(a, 2, row), bits)));
  }

  private static long integer(long width, long value, long offset, int bits) {
    TimeBucket.checkPositive(width);
    long start = TimeBucket.floor(width, value, Math.floorMod(offset, width));
    if (start << (64 - bits) >> (64 - bits) != start) {
      throw TimeBucket.outOfRange();
    }
    return start;
  }

  private static void bindUuids(OwnFunctions to) {
    SqlType width = BuiltinTypes.INTERVAL;
    SqlType uuid = BuiltinTypes.UUID;
    SqlType result = BuiltinTypes.TIMESTAMPTZ;
    to.strict(
        "time_bucket",
        List.of(width, uuid),
        List.of("bucket_width", "ts"),
        result,
        Kernels.toLong((_, a, row) -> TimeBucket.bucket(width(a, row), uuidMicros(a, row))));
    to.strict(
        "time_bucket",
        List.of(width, uuid, result),
        List.of("bucket_width", "ts", "origin"),
        result,
        Kernels.toLong(
            (_, a, row) ->
                TimeBucket.bucket(width(a, row), uuidMicros(a, row), longAt(a, 2, row))));
    to.strict(
        "time_bucket",
        List.of(width, uuid, width),
        List.of("bucket_width", "ts", "offset"),
        result,
        Kernels.toLong(
            (_, a, row) -> withOffset(width(a, row), uuidMicros(a, row), intervalAt(a, 2, row))));
    to.zoned("time_bucket", uuid, zoned((_, a, row) -> uuidMicros(a, row)));
  }

  /** The timestamp of a version 7 UUID: its first 48 bits are milliseconds. */
  private static long uuidMicros(Vector[] arguments, int row) {
    var uuids = (BytesVector) arguments[1];
    byte[] data = uuids.data();
    int at = uuids.offsets()[row];
    if ((data[at + 6] & 0xf0) != 0x70) {
      var shown = new ByteSink(36);
      BuiltinTypes.UUID.codec().formatText(uuids, row, FormatSettings.DEFAULT, shown);
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "not a version 7 UUID: %s", shown);
    }
    long millis = 0;
    for (int i = 0; i < 6; i++) {
      millis = millis << 8 | (data[at + i] & 0xff);
    }
    return millis * 1000;
  }
}
