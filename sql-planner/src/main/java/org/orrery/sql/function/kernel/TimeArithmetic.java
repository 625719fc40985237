package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.doubleAt;
import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.time.ZoneId;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** {@code + - * /} of dates, times, timestamps and intervals. */
public final class TimeArithmetic {

  private TimeArithmetic() {}

  static void bind(Bindings to) {
    bindDates(to);
    bindTimestamps(to);
    bindTimes(to);
    bindIntervals(to);
  }

  private static void bindDates(Bindings to) {
    to.scalar(Kernels.longs((a, b) -> plusDays(a, b)), "date_pli(date,int4)");
    to.scalar(Kernels.longs((a, b) -> plusDays(b, a)), "integer_pl_date(int4,date)");
    to.scalar(Kernels.longs((a, b) -> plusDays(a, -b)), "date_mii(date,int4)");
    to.scalar(Kernels.longs(TimeArithmetic::daysBetween), "date_mi(date,date)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Timestamps.plus(Timestamps.dateToMicros(longAt(a, 0, row)), intervalAt(a, 1, row))),
        "date_pl_interval(date,interval)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Timestamps.plus(Timestamps.dateToMicros(longAt(a, 1, row)), intervalAt(a, 0, row))),
        "interval_pl_date(interval,date)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Timestamps.plus(
                    Timestamps.dateToMicros(longAt(a, 0, row)),
                    Timestamps.negate(intervalAt(a, 1, row)))),
        "date_mi_interval(date,interval)");
    to.scalar(
        Kernels.longs((date, time) -> atTime(date, time)),
        "datetime_pl(date,time)",
        "timestamp(date,time)");
    to.scalar(Kernels.longs((time, date) -> atTime(date, time)), "timedate_pl(time,date)");
  }

  static long plusDays(long date, long days) {
    return Timestamps.isFiniteDate(date) ? Timestamps.checkedDate(date + days) : date;
  }

  private static long daysBetween(long a, long b) {
    if (!Timestamps.isFiniteDate(a) || !Timestamps.isFiniteDate(b)) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
    }
    return a - b;
  }

  private static long atTime(long date, long time) {
    long midnight = Timestamps.dateToMicros(date);
    return Timestamps.isFinite(midnight) ? Timestamps.plus(midnight, time) : midnight;
  }

  private static void bindTimestamps(Bindings to) {
    to.scalar(timestampShift(0, 1, 1), "timestamp_pl_interval(timestamp,interval)");
    to.scalar(timestampShift(1, 0, 1), "interval_pl_timestamp(interval,timestamp)");
    to.scalar(timestampShift(0, 1, -1), "timestamp_mi_interval(timestamp,interval)");
    to.scalar(instantShift(0, 1, 1), "timestamptz_pl_interval(timestamptz,interval)");
    to.scalar(instantShift(1, 0, 1), "interval_pl_timestamptz(interval,timestamptz)");
    to.scalar(instantShift(0, 1, -1), "timestamptz_mi_interval(timestamptz,interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> Timestamps.minus(longAt(a, 0, row), longAt(a, 1, row))),
        "timestamp_mi(timestamp,timestamp)",
        "timestamptz_mi(timestamptz,timestamptz)");
  }

  /** Adds {@code sign × interval} to a timestamp; plain µs are the short way. */
  private static ScalarKernel timestampShift(int timestamp, int interval, int sign) {
    return (_, arguments, selection, count, result) -> {
      long[] values = ((LongVector) arguments[timestamp]).values();
      var shifts = (IntervalVector) arguments[interval];
      long[] target = ((LongVector) result).values();
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[row] = Timestamps.plus(values[row], signed(shifts, row, sign));
      }
    };
  }

  private static Interval signed(IntervalVector intervals, int row, int sign) {
    Interval interval = intervals.getInterval(row);
    return sign > 0 ? interval : Timestamps.negate(interval);
  }

  private static ScalarKernel instantShift(int timestamp, int interval, int sign) {
    return (context, arguments, selection, count, result) -> {
      long[] values = ((LongVector) arguments[timestamp]).values();
      var shifts = (IntervalVector) arguments[interval];
      long[] target = ((LongVector) result).values();
      ZoneId zone = context.format().timeZone();
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[row] = plus(values[row], signed(shifts, row, sign), zone);
      }
    };
  }

  /** Adds an interval to an instant: months and days in local time, then µs. */
  public static long plus(long micros, Interval interval, ZoneId zone) {
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    long result = micros;
    if (interval.months() != 0) {
      result =
          Zones.toUtc(
              Timestamps.shiftDays(Zones.toLocal(result, zone), interval.months(), 0), zone);
    }
    if (interval.days() != 0) {
      result =
          Zones.toUtc(Timestamps.shiftDays(Zones.toLocal(result, zone), 0, interval.days()), zone);
    }
    return Timestamps.plus(result, interval.micros());
  }

  private static void bindTimes(Bindings to) {
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Math.floorMod(
                    longAt(a, 0, row) + intervalAt(a, 1, row).micros() % Timestamps.DAY,
                    Timestamps.DAY)),
        "time_pl_interval(time,interval)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Math.floorMod(
                    longAt(a, 1, row) + intervalAt(a, 0, row).micros() % Timestamps.DAY,
                    Timestamps.DAY)),
        "interval_pl_time(interval,time)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                Math.floorMod(
                    longAt(a, 0, row) - intervalAt(a, 1, row).micros() % Timestamps.DAY,
                    Timestamps.DAY)),
        "time_mi_interval(time,interval)");
    to.scalar(
        Kernels.toInterval(
            (_, a, row) -> new Interval(0, 0, longAt(a, 0, row) - longAt(a, 1, row))),
        "time_mi_time(time,time)");
  }

  private static void bindIntervals(Bindings to) {
    to.scalar(
        Kernels.toInterval((_, a, row) -> plus(intervalAt(a, 0, row), intervalAt(a, 1, row))),
        "interval_pl(interval,interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> minus(intervalAt(a, 0, row), intervalAt(a, 1, row))),
        "interval_mi(interval,interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> Timestamps.negate(intervalAt(a, 0, row))),
        "interval_um(interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> multiply(intervalAt(a, 0, row), doubleAt(a, 1, row))),
        "interval_mul(interval,float8)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> multiply(intervalAt(a, 1, row), doubleAt(a, 0, row))),
        "mul_d_interval(float8,interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> divide(intervalAt(a, 0, row), doubleAt(a, 1, row))),
        "interval_div(interval,float8)");
    to.scalar(
        Kernels.toInterval(
            (_, a, row) -> {
              Interval x = intervalAt(a, 0, row);
              Interval y = intervalAt(a, 1, row);
              return x.compareTo(y) > 0 ? x : y;
            }),
        "interval_larger(interval,interval)");
    to.scalar(
        Kernels.toInterval(
            (_, a, row) -> {
              Interval x = intervalAt(a, 0, row);
              Interval y = intervalAt(a, 1, row);
              return x.compareTo(y) < 0 ? x : y;
            }),
        "interval_smaller(interval,interval)");
  }

  /** Adds part by part. */
  public static Interval plus(Interval a, Interval b) {
    try {
      return new Interval(
          Math.addExact(a.months(), b.months()),
          Math.addExact(a.days(), b.days()),
          Math.addExact(a.micros(), b.micros()));
    } catch (ArithmeticException e) {
      throw Errors.intervalOutOfRange().causedBy(e);
    }
  }

  public static Interval minus(Interval a, Interval b) {
    try {
      return new Interval(
          Math.subtractExact(a.months(), b.months()),
          Math.subtractExact(a.days(), b.days()),
          Math.subtractExact(a.micros(), b.micros()));
    } catch (ArithmeticException e) {
      throw Errors.intervalOutOfRange().causedBy(e);
    }
  }

  /** Multiplies; fractions of months become days of a 30-day month, of days µs. */
  public static Interval multiply(Interval span, double factor) {
    return scaled(
        span, span.months() * factor, span.days() * factor, span.micros() * factor, factor, false);
  }

  /** Divides; see {@link #multiply}. */
  public static Interval divide(Interval span, double divisor) {
    if (divisor == 0) {
      throw Errors.divisionByZero();
    }
    return scaled(
        span,
        span.months() / divisor,
        span.days() / divisor,
        span.micros() / divisor,
        divisor,
        true);
  }

  private static Interval scaled(
      Interval span, double months, double days, double micros, double factor, boolean isDivision) {
    int wholeMonths = checkedInt(months);
    int wholeDays = checkedInt(days);
    double monthRemainder =
        isDivision ? span.months() / factor - wholeMonths : span.months() * factor - wholeMonths;
    double monthDays = roundToMicro(monthRemainder * 30);
    double secondRemainder =
        roundToMicro((days - wholeDays + monthDays - (int) monthDays) * 86_400);
    if (Math.abs(secondRemainder) >= 86_400) {
      int carried = (int) (secondRemainder / 86_400);
      wholeDays = Errors.intervalPart((long) wholeDays + carried);
      secondRemainder -= carried * 86_400.0;
    }
    wholeDays = Errors.intervalPart((long) wholeDays + (int) monthDays);
    double total = Math.rint(micros + secondRemainder * 1e6);
    if (!(Math.abs(total) < 0x1p63)) {
      throw Errors.intervalOutOfRange();
    }
    return new Interval(wholeMonths, wholeDays, (long) total);
  }

  private static int checkedInt(double value) {
    if (!(value <= Integer.MAX_VALUE && value >= Integer.MIN_VALUE)) {
      throw Errors.intervalOutOfRange();
    }
    return (int) value;
  }

  private static double roundToMicro(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }
}
