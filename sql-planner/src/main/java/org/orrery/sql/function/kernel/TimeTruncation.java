package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.sql.function.Bindings;

/** {@code date_trunc} and {@code date_bin}. */
final class TimeTruncation {

  private TimeTruncation() {}

  static void bind(Bindings to) {
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                local(textAt(a, 0, row), longAt(a, 1, row), "timestamp without time zone")),
        "date_trunc(text,timestamp)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) ->
                inZone(
                    textAt(a, 0, row),
                    longAt(a, 1, row),
                    ZoneOffsets.of(context.format().timeZone()))),
        "date_trunc(text,timestamptz)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) ->
                inZone(
                    textAt(a, 0, row),
                    longAt(a, 1, row),
                    ZoneOffsets.of(TimeFunctions.zone(textAt(a, 2, row))))),
        "date_trunc(text,timestamptz,text)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> ofInterval(textAt(a, 0, row), intervalAt(a, 1, row))),
        "date_trunc(text,interval)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> bin(intervalAt(a, 0, row), longAt(a, 1, row), longAt(a, 2, row))),
        "date_bin(interval,timestamp,timestamp)",
        "date_bin(interval,timestamptz,timestamptz)");
  }

  private static long local(String name, long micros, String type) {
    TimeUnit unit = TimeUnit.of(name, type);
    checkSupported(unit, name, type);
    return Timestamps.isFinite(micros) ? Timestamps.checked(truncate(unit, micros)) : micros;
  }

  private static void checkSupported(TimeUnit unit, String name, String type) {
    if (unit.compareTo(TimeUnit.MILLENNIUM) > 0) {
      throw unit.compareTo(TimeUnit.TIMEZONE) >= 0
          ? TimeUnit.notSupported(name, type)
          : TimeUnit.notRecognized(name, type);
    }
  }

  private static long inZone(String name, long micros, ZoneOffsets zone) {
    String type = "timestamp with time zone";
    TimeUnit unit = TimeUnit.of(name, type);
    checkSupported(unit, name, type);
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    long offset = zone.offsetSeconds(micros) * Timestamps.SECOND;
    long truncated = truncate(unit, micros + offset);
    // From a day on, the offset is that of the truncated time; below, that of the original.
    return unit.compareTo(TimeUnit.DAY) >= 0
        ? Zones.toUtc(truncated, zone)
        : Timestamps.checked(truncated - offset);
  }

  private static long truncate(TimeUnit unit, long micros) {
    return switch (unit) {
      case MICROSECOND -> micros;
      case MILLISECOND -> floor(micros, 1000);
      case SECOND -> floor(micros, Timestamps.SECOND);
      case MINUTE -> floor(micros, Timestamps.MINUTE);
      case HOUR -> floor(micros, Timestamps.HOUR);
      default -> truncateDate(unit, Dates.dayOf(micros)) * Timestamps.DAY;
    };
  }

  private static long floor(long micros, long unit) {
    return micros - Math.floorMod(micros, unit);
  }

  private static long truncateDate(TimeUnit unit, long day) {
    long civil = Dates.civil(day);
    int year = Dates.year(civil);
    int month = Dates.month(civil);
    return switch (unit) {
      case DAY -> day;
      case WEEK -> day - Math.floorMod(day + 3, 7L);
      case MONTH -> Dates.daysFromCivil(year, month, 1);
      case QUARTER -> Dates.daysFromCivil(year, (month - 1) / 3 * 3 + 1, 1);
      case YEAR -> Dates.daysFromCivil(year, 1, 1);
      case DECADE -> Dates.daysFromCivil(Math.floorDiv(year, 10) * 10L, 1, 1);
      case CENTURY -> Dates.daysFromCivil(Math.floorDiv(year - 1, 100) * 100L + 1, 1, 1);
      default -> Dates.daysFromCivil(Math.floorDiv(year - 1, 1000) * 1000L + 1, 1, 1);
    };
  }

  private static Interval ofInterval(String name, Interval interval) {
    TimeUnit unit = TimeUnit.of(name, "interval");
    int months = interval.months();
    return switch (unit) {
      case MICROSECOND -> interval;
      case MILLISECOND -> truncated(interval, 1000);
      case SECOND -> truncated(interval, Timestamps.SECOND);
      case MINUTE -> truncated(interval, Timestamps.MINUTE);
      case HOUR -> truncated(interval, Timestamps.HOUR);
      case DAY -> new Interval(months, interval.days(), 0);
      case MONTH -> new Interval(months, 0, 0);
      case QUARTER -> new Interval(months - months % 3, 0, 0);
      case YEAR -> new Interval(months - months % 12, 0, 0);
      case DECADE -> new Interval(months - months % 120, 0, 0);
      case CENTURY -> new Interval(months - months % 1200, 0, 0);
      case MILLENNIUM -> new Interval(months - months % 12_000, 0, 0);
      case WEEK ->
          throw TimeUnit.notSupported(name, "interval")
              .withDetail("Months usually have fractional weeks.");
      default -> throw TimeUnit.notSupported(name, "interval");
    };
  }

  private static Interval truncated(Interval interval, long unit) {
    return new Interval(
        interval.months(), interval.days(), interval.micros() - interval.micros() % unit);
  }

  private static long bin(Interval stride, long micros, long origin) {
    if (!Timestamps.isFinite(micros)) {
      return micros;
    }
    if (!Timestamps.isFinite(origin)) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "origin out of range");
    }
    if (stride.months() != 0) {
      throw OrreryException.notSupported(
          "timestamps cannot be binned into intervals containing months or years");
    }
    long width = Timestamps.width(stride);
    if (width <= 0) {
      throw OrreryException.of(
          SqlState.DATETIME_FIELD_OVERFLOW, "stride must be greater than zero");
    }
    try {
      long difference = Math.subtractExact(micros, origin);
      return Timestamps.plus(origin, difference - Math.floorMod(difference, width));
    } catch (ArithmeticException e) {
      throw Errors.intervalOutOfRange().causedBy(e);
    }
  }
}
