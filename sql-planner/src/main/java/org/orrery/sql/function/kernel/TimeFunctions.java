package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.doubleAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.time.ZoneId;
import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.IntervalTypmods;
import org.orrery.sql.function.Bindings;

/** The clock, zones, {@code age}, {@code justify_…} and {@code make_…}. */
public final class TimeFunctions {

  private TimeFunctions() {}

  static void bind(Bindings to) {
    bindClock(to);
    bindZones(to);
    bindIntervals(to);
    bindMakers(to);
    to.scalar(
        Kernels.test((_, a, row) -> Timestamps.isFiniteDate(longAt(a, 0, row))), "isfinite(date)");
    to.scalar(
        Kernels.test((_, a, row) -> Timestamps.isFinite(longAt(a, 0, row))),
        "isfinite(timestamp)",
        "isfinite(timestamptz)");
    to.scalar(Kernels.test((_, _, _) -> true), "isfinite(interval)");
    to.scalar(
        Kernels.toLong((_, a, row) -> fromEpoch(doubleAt(a, 0, row))), "to_timestamp(float8)");
  }

  private static void bindClock(Bindings to) {
    to.scalar(
        Kernels.toLong((context, _, _) -> context.transactionMicros()),
        "now()",
        "transaction_timestamp()");
    to.scalar(
        Kernels.toLong((context, _, _) -> context.statementMicros()), "statement_timestamp()");
    to.scalar(Kernels.toLong((context, _, _) -> context.clock().wallMicros()), "clock_timestamp()");
  }

  private static void bindZones(Bindings to) {
    to.scalar(
        Kernels.toLong((_, a, row) -> Zones.toLocal(longAt(a, 1, row), zone(textAt(a, 0, row)))),
        "timezone(text,timestamptz)");
    to.scalar(
        Kernels.toLong((_, a, row) -> Zones.toUtc(longAt(a, 1, row), zone(textAt(a, 0, row)))),
        "timezone(text,timestamp)");
    to.scalar(
        Kernels.toLong((_, a, row) -> shift(longAt(a, 1, row), offset(intervalAt(a, 0, row)))),
        "timezone(interval,timestamptz)");
    to.scalar(
        Kernels.toLong((_, a, row) -> shift(longAt(a, 1, row), -offset(intervalAt(a, 0, row)))),
        "timezone(interval,timestamp)");
  }

  /**
   * The zone that {@code AT TIME ZONE} means.
   *
   * @throws OrreryException {@code 22023} when there is none of that name
   */
  public static ZoneId zone(String name) {
    ZoneId zone = TimeZoneNames.resolve(name);
    if (zone == null && !name.isEmpty() && "+-0123456789".indexOf(name.charAt(0)) >= 0) {
      // A bare offset is a POSIX zone, which counts west.
      zone = TimeZoneNames.resolve("UTC" + (Character.isDigit(name.charAt(0)) ? "+" : "") + name);
    }
    if (zone == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", name);
    }
    return zone;
  }

  private static long shift(long micros, long offset) {
    return Timestamps.isFinite(micros) ? Timestamps.plus(micros, offset) : micros;
  }

  static long offset(Interval interval) {
    if (interval.months() != 0 || interval.days() != 0) {
      var shown = new IntervalVector(1);
      shown.setInterval(0, interval.months(), interval.days(), interval.micros());
      var text = new ByteSink(32);
      BuiltinTypes.INTERVAL.codec().formatText(shown, 0, FormatSettings.DEFAULT, text);
      throw Errors.invalidParameter(
          "interval time zone \"" + text + "\" must not include months or days");
    }
    return interval.micros();
  }

  private static void bindIntervals(Bindings to) {
    to.scalar(
        Kernels.toInterval(
            (_, a, row) -> IntervalTypmods.apply(intervalAt(a, 0, row), intAt(a, 1, row))),
        "interval(interval,int4)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> age(longAt(a, 0, row), longAt(a, 1, row))),
        "age(timestamp,timestamp)");
    to.scalar(
        Kernels.toInterval(
            (context, a, row) -> {
              ZoneId zone = context.format().timeZone();
              return age(
                  Zones.toLocal(longAt(a, 0, row), zone), Zones.toLocal(longAt(a, 1, row), zone));
            }),
        "age(timestamptz,timestamptz)");
    to.scalar(
        Kernels.toInterval(
            (context, a, row) ->
                age(
                    today(context.transactionMicros(), context.format().timeZone()),
                    longAt(a, 0, row))),
        "age(timestamp)");
    to.scalar(
        Kernels.toInterval(
            (context, a, row) -> {
              ZoneId zone = context.format().timeZone();
              return age(
                  today(context.transactionMicros(), zone), Zones.toLocal(longAt(a, 0, row), zone));
            }),
        "age(timestamptz)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> Timestamps.justifyHours(intervalAt(a, 0, row))),
        "justify_hours(interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> justifyDays(intervalAt(a, 0, row))),
        "justify_days(interval)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> justify(intervalAt(a, 0, row))),
        "justify_interval(interval)");
  }

  private static long today(long micros, ZoneId zone) {
    return Dates.dayOf(Zones.toLocal(micros, zone)) * Timestamps.DAY;
  }

  /** The difference in years, months, days and time, as a calendar shows it. */
  private static Interval age(long a, long b) {
    if (!Timestamps.isFinite(a) || !Timestamps.isFinite(b)) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }
    if (a < b) {
      return Timestamps.negate(ageForward(b, a));
    }
    return ageForward(a, b);
  }

  /**
   * The age from {@code earlier} to {@code later}. Days that are missing are those of the earlier
   * time's month.
   */
  private static Interval ageForward(long later, long earlier) {
    long to = Dates.civil(Dates.dayOf(later));
    long from = Dates.civil(Dates.dayOf(earlier));
    long months =
        (Dates.year(to) - (long) Dates.year(from)) * 12 + Dates.month(to) - Dates.month(from);
    int days = Dates.day(to) - Dates.day(from);
    long micros = Dates.timeOf(later) - Dates.timeOf(earlier);
    if (micros < 0) {
      micros += Timestamps.DAY;
      days--;
    }
    while (days < 0) {
      days += Dates.daysInMonth(Dates.year(from), Dates.month(from));
      months--;
    }
    return new Interval(Errors.intervalPart(months), days, micros);
  }

  private static Interval justifyDays(Interval interval) {
    long months = interval.months() + (long) (interval.days() / 30);
    int days = interval.days() % 30;
    if (months > 0 && days < 0) {
      days += 30;
      months--;
    } else if (months < 0 && days > 0) {
      days -= 30;
      months++;
    }
    return new Interval(Errors.intervalPart(months), days, interval.micros());
  }

  private static Interval justify(Interval interval) {
    long wholeDays = interval.days() + interval.micros() / Timestamps.DAY;
    long micros = interval.micros() % Timestamps.DAY;
    long months = interval.months() + wholeDays / 30;
    long days = wholeDays % 30;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += 30;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= 30;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Timestamps.DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Timestamps.DAY;
      days++;
    }
    return new Interval(Errors.intervalPart(months), (int) days, micros);
  }

  private static void bindMakers(Bindings to) {
    to.scalar(
        Kernels.toLong((_, a, row) -> date(intAt(a, 0, row), intAt(a, 1, row), intAt(a, 2, row))),
        "make_date(int4,int4,int4)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> time(intAt(a, 0, row), intAt(a, 1, row), doubleAt(a, 2, row))),
        "make_time(int4,int4,float8)");
    to.scalar(
        Kernels.toLong((_, a, row) -> timestamp(a, row)),
        "make_timestamp(int4,int4,int4,int4,int4,float8)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) -> Zones.toUtc(timestamp(a, row), context.format().timeZone())),
        "make_timestamptz(int4,int4,int4,int4,int4,float8)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> Zones.toUtc(timestamp(a, row), ZoneOffsets.of(zone(textAt(a, 6, row))))),
        "make_timestamptz(int4,int4,int4,int4,int4,float8,text)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> interval(a, row)),
        "make_interval(int4,int4,int4,int4,int4,int4,float8)");
  }

  private static long date(int year, int month, int day) {
    int astronomical = year < 0 ? year + 1 : year;
    boolean isValid =
        year != 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= Dates.daysInMonth(astronomical, month);
    if (!isValid) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW,
          "date field value out of range: %d-%02d-%02d",
          year,
          month,
          day);
    }
    return Timestamps.checkedDate(Dates.daysFromCivil(astronomical, month, day));
  }

  private static long time(int hour, int minute, double second) {
    boolean isValid =
        hour >= 0
            && minute >= 0
            && minute <= 59
            && second >= 0
            && second <= 60
            && hour * Timestamps.HOUR + minute * Timestamps.MINUTE + Math.rint(second * 1e6)
                <= Timestamps.DAY;
    if (!isValid) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW,
          "time field value out of range: %d:%02d:%s",
          hour,
          minute,
          second == Math.rint(second)
              ? String.format(Locale.ROOT, "%02d", (long) second)
              : Double.toString(second));
    }
    return hour * Timestamps.HOUR + minute * Timestamps.MINUTE + (long) Math.rint(second * 1e6);
  }

  private static long timestamp(Vector[] a, int row) {
    long date = date(intAt(a, 0, row), intAt(a, 1, row), intAt(a, 2, row));
    long time = time(intAt(a, 3, row), intAt(a, 4, row), doubleAt(a, 5, row));
    if (!Dates.isTimestampDay(date)) {
      throw Timestamps.outOfRange();
    }
    return Timestamps.plus(date * Timestamps.DAY, time);
  }

  private static Interval interval(Vector[] a, int row) {
    double seconds = doubleAt(a, 6, row);
    double micros = Math.rint(seconds * 1e6);
    if (!(Math.abs(micros) < 0x1p62)) {
      throw Errors.intervalOutOfRange();
    }
    return new Interval(
        Errors.intervalPart(intAt(a, 0, row) * 12L + intAt(a, 1, row)),
        Errors.intervalPart(intAt(a, 2, row) * 7L + intAt(a, 3, row)),
        intAt(a, 4, row) * Timestamps.HOUR + intAt(a, 5, row) * Timestamps.MINUTE + (long) micros);
  }

  private static long fromEpoch(double seconds) {
    if (Double.isInfinite(seconds)) {
      return seconds < 0 ? Timestamps.NEGATIVE_INFINITY : Timestamps.INFINITY;
    }
    if (Double.isNaN(seconds)) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
    }
    double micros = Math.rint(seconds * 1e6);
    if (!(micros >= Timestamps.MIN && micros < 0x1p63)) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range: \"%s\"", seconds);
    }
    return (long) micros;
  }
}
