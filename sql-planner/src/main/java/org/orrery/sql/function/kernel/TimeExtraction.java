package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.intervalAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.orrery.data.DoubleVector;
import org.orrery.data.Interval;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** {@code extract} (numeric) and {@code date_part} (double) of dates and times. */
final class TimeExtraction {

  private static final String TIMESTAMP = "timestamp without time zone";
  private static final String TIMESTAMPTZ = "timestamp with time zone";
  private static final String DATE = "date";
  private static final String TIME = "time without time zone";
  private static final String INTERVAL = "interval";

  /** A field as {@code mantissa × 10^-scale}. */
  private record Field(long mantissa, int scale) {

    static Field whole(long value) {
      return new Field(value, 0);
    }

    Numeric toNumeric() {
      return Numeric.of(BigDecimal.valueOf(mantissa, scale));
    }
  }

  /** A field of a row's value; null for NULL. */
  @FunctionalInterface
  private interface Extractor {
    @Nullable Numeric extract(ZoneId zone, Vector[] arguments, int row);
  }

  private TimeExtraction() {}

  static void bind(Bindings to) {
    bind(to, "timestamp", (_, a, row) -> ofTimestamp(textAt(a, 0, row), longAt(a, 1, row), null));
    bind(
        to,
        "timestamptz",
        (zone, a, row) -> ofTimestamp(textAt(a, 0, row), longAt(a, 1, row), zone));
    bind(to, "time", (_, a, row) -> ofTime(textAt(a, 0, row), longAt(a, 1, row)));
    bind(to, "interval", (_, a, row) -> ofInterval(textAt(a, 0, row), intervalAt(a, 1, row)));
    to.scalar(
        toNumeric((_, a, row) -> ofDate(textAt(a, 0, row), longAt(a, 1, row))),
        "extract(text,date)");
    to.scalar(
        toDouble(
            (_, a, row) ->
                ofTimestamp(textAt(a, 0, row), Timestamps.dateToMicros(longAt(a, 1, row)), null)),
        "date_part(text,date)");
  }

  private static void bind(Bindings to, String type, Extractor extractor) {
    to.scalar(toNumeric(extractor), "extract(text," + type + ")");
    to.scalar(toDouble(extractor), "date_part(text," + type + ")");
  }

  private static ScalarKernel toNumeric(Extractor extractor) {
    return Kernels.rows(
        (context, a, row, result) -> {
          Numeric value = extractor.extract(context.format().timeZone(), a, row);
          if (value == null) {
            result.setNull(row);
          } else {
            ((NumericVector) result).setNumeric(row, value);
          }
        });
  }

  private static ScalarKernel toDouble(Extractor extractor) {
    return Kernels.rows(
        (context, a, row, result) -> {
          Numeric value = extractor.extract(context.format().timeZone(), a, row);
          if (value == null) {
            result.setNull(row);
          } else {
            ((DoubleVector) result).setDouble(row, Numerics.toDouble(value));
          }
        });
  }

  private static @Nullable Numeric infinite(TimeUnit unit, boolean isNegative) {
    if (!unit.isMonotonic()) {
      return null;
    }
    return isNegative ? Numeric.NEGATIVE_INFINITY : Numeric.INFINITY;
  }

  /** Of a timestamp; with a zone it is an instant whose fields are local. */
  private static @Nullable Numeric ofTimestamp(String name, long micros, @Nullable ZoneId zone) {
    String type = zone == null ? TIMESTAMP : TIMESTAMPTZ;
    TimeUnit unit = TimeUnit.of(name, type);
    if (!Timestamps.isFinite(micros)) {
      return infinite(unit, micros == Timestamps.NEGATIVE_INFINITY);
    }
    int offset = zone == null ? 0 : ZoneOffsets.of(zone).offsetSeconds(micros);
    long local = micros + offset * Timestamps.SECOND;
    long day = Dates.dayOf(local);
    long time = Dates.timeOf(local);
    if (unit == TimeUnit.JULIAN) {
      return julian(day, time);
    }
    Field field =
        switch (unit) {
          case EPOCH -> new Field(micros, 6);
          case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> zone == null ? null : zone(unit, offset);
          default -> {
            Field ofTime = timeField(unit, time);
            yield ofTime == null ? dateField(unit, day) : ofTime;
          }
        };
    if (field == null) {
      throw TimeUnit.notSupported(name, type);
    }
    return field.toNumeric();
  }

  private static Field zone(TimeUnit unit, int offset) {
    return Field.whole(
        switch (unit) {
          case TIMEZONE_HOUR -> offset / 3600;
          case TIMEZONE_MINUTE -> offset / 60 % 60;
          default -> offset;
        });
  }

  private static Numeric julian(long day, long time) {
    var whole = BigDecimal.valueOf(day + Dates.JULIAN_EPOCH);
    if (time == 0) {
      return Numeric.of(whole);
    }
    BigDecimal dividend = BigDecimal.valueOf(time);
    BigDecimal divisor = BigDecimal.valueOf(Timestamps.DAY);
    return Numeric.of(whole.add(Numerics.divide(dividend, divisor)));
  }

  private static @Nullable Field timeField(TimeUnit unit, long time) {
    return switch (unit) {
      case MICROSECOND -> Field.whole(time % Timestamps.MINUTE);
      case MILLISECOND -> new Field(time % Timestamps.MINUTE, 3);
      case SECOND -> new Field(time % Timestamps.MINUTE, 6);
      case MINUTE -> Field.whole(time / Timestamps.MINUTE % 60);
      case HOUR -> Field.whole(time / Timestamps.HOUR);
      default -> null;
    };
  }

  private static @Nullable Field dateField(TimeUnit unit, long day) {
    long civil = Dates.civil(day);
    int year = Dates.year(civil);
    int month = Dates.month(civil);
    return switch (unit) {
      case DAY -> Field.whole(Dates.day(civil));
      case MONTH -> Field.whole(month);
      case QUARTER -> Field.whole((month - 1) / 3 + 1);
      case WEEK -> Field.whole(Dates.isoWeek(day));
      case YEAR -> Field.whole(year > 0 ? year : year - 1);
      case DECADE -> Field.whole(Math.floorDiv(year, 10));
      case CENTURY -> Field.whole(year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100));
      case MILLENNIUM -> Field.whole(year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000));
      case DOW -> Field.whole(Dates.dayOfWeek(day));
      case ISODOW -> Field.whole(Dates.dayOfWeek(day) == 0 ? 7 : Dates.dayOfWeek(day));
      case DOY -> Field.whole(Dates.dayOfYear(day));
      case ISOYEAR -> {
        int isoYear = Dates.isoYear(day);
        yield Field.whole(isoYear > 0 ? isoYear : isoYear - 1);
      }
      default -> null;
    };
  }

  private static @Nullable Numeric ofDate(String name, long date) {
    TimeUnit unit = TimeUnit.of(name, DATE);
    Field field =
        switch (unit) {
          case EPOCH -> Field.whole(date * 86_400);
          case JULIAN -> Field.whole(date + Dates.JULIAN_EPOCH);
          default -> dateField(unit, Timestamps.isFiniteDate(date) ? date : 0);
        };
    if (field == null) {
      throw TimeUnit.notSupported(name, DATE);
    }
    return Timestamps.isFiniteDate(date)
        ? field.toNumeric()
        : infinite(unit, date == Timestamps.DATE_NEGATIVE_INFINITY);
  }

  private static Numeric ofTime(String name, long time) {
    TimeUnit unit = TimeUnit.of(name, TIME);
    Field field = unit == TimeUnit.EPOCH ? new Field(time, 6) : timeField(unit, time);
    if (field == null) {
      throw TimeUnit.notSupported(name, TIME);
    }
    return field.toNumeric();
  }

  private static Numeric ofInterval(String name, Interval interval) {
    TimeUnit unit = TimeUnit.of(name, INTERVAL);
    int year = interval.months() / 12;
    int month = interval.months() % 12;
    Field field =
        switch (unit) {
          case EPOCH -> null;
          case DAY -> Field.whole(interval.days());
          case MONTH -> Field.whole(month);
          case QUARTER -> Field.whole(month / 3 + 1);
          case YEAR -> Field.whole(year);
          case DECADE -> Field.whole(year / 10);
          case CENTURY -> Field.whole(year / 100);
          case MILLENNIUM -> Field.whole(year / 1000);
          default -> timeField(unit, interval.micros());
        };
    if (unit == TimeUnit.EPOCH) {
      return Numeric.of(epoch(interval));
    }
    if (field == null) {
      throw TimeUnit.notSupported(name, INTERVAL);
    }
    return field.toNumeric();
  }

  /** Seconds of an interval: years of 365.25 days, months of 30. */
  static BigDecimal epoch(Interval interval) {
    long quarterDays =
        1461L * (interval.months() / 12) + 120L * (interval.months() % 12) + 4L * interval.days();
    return BigDecimal.valueOf(quarterDays * 21_600)
        .add(BigDecimal.valueOf(interval.micros(), 6))
        .setScale(6, RoundingMode.UNNECESSARY);
  }
}
