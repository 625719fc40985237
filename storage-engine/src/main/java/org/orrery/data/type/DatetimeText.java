package org.orrery.data.type;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.orrery.data.ByteSink;
import org.orrery.data.time.Dates;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.time.ZoneOffsets;

/** Writes dates and times in the styles of {@code DateStyle}. ISO output allocates nothing. */
public final class DatetimeText {

  private DatetimeText() {}

  static void date(long days, FormatSettings settings, ByteSink sink) {
    if (!Dates.isFiniteDate(days)) {
      sink.writeString(days > 0 ? "infinity" : "-infinity");
      return;
    }
    long civil = Dates.civil(days);
    civilDate(civil, settings, '-', sink);
    era(civil, sink);
  }

  /** Writes year, month and day in the style's order, without an era. */
  private static void civilDate(
      long civil, FormatSettings settings, int postgresSeparator, ByteSink sink) {
    boolean isDayFirst = settings.dateOrder() == FormatSettings.DateOrder.DMY;
    int month = Dates.month(civil);
    int day = Dates.day(civil);
    switch (settings.dateStyle()) {
      case ISO -> {
        year(civil, sink);
        sink.writeByte('-');
        twoDigits(month, sink);
        sink.writeByte('-');
        twoDigits(day, sink);
      }
      case SQL -> monthDayYear(civil, isDayFirst, '/', sink);
      case POSTGRES -> monthDayYear(civil, isDayFirst, postgresSeparator, sink);
      case GERMAN -> monthDayYear(civil, true, '.', sink);
    }
  }

  private static void monthDayYear(long civil, boolean isDayFirst, int separator, ByteSink sink) {
    twoDigits(isDayFirst ? Dates.day(civil) : Dates.month(civil), sink);
    sink.writeByte(separator);
    twoDigits(isDayFirst ? Dates.month(civil) : Dates.day(civil), sink);
    sink.writeByte(separator);
    year(civil, sink);
  }

  private static void year(long civil, ByteSink sink) {
    int year = Dates.year(civil);
    int shown = year > 0 ? year : 1 - year;
    if (shown < 10_000) {
      twoDigits(shown / 100, sink);
      twoDigits(shown % 100, sink);
    } else {
      sink.writeDecimal(shown);
    }
  }

  private static void era(long civil, ByteSink sink) {
    if (Dates.year(civil) <= 0) {
      sink.writeString(" BC");
    }
  }

  static void twoDigits(int value, ByteSink sink) {
    sink.writeByte('0' + value / 10);
    sink.writeByte('0' + value % 10);
  }

  /** Writes HH:MM:SS and decimals without trailing zeros. */
  static void time(long micros, ByteSink sink) {
    int seconds = (int) (micros / Dates.MICROS_PER_SECOND);
    twoDigits(seconds / 3600, sink);
    sink.writeByte(':');
    twoDigits(seconds / 60 % 60, sink);
    sink.writeByte(':');
    twoDigits(seconds % 60, sink);
    fraction((int) (micros % Dates.MICROS_PER_SECOND), sink);
  }

  /** Writes a point and up to six decimals; nothing for 0. */
  static void fraction(int micros, ByteSink sink) {
    if (micros == 0) {
      return;
    }
    sink.writeByte('.');
    int rest = micros;
    for (int unit = 100_000; rest != 0; unit /= 10) {
      sink.writeByte('0' + rest / unit);
      rest %= unit;
    }
  }

  /** Writes {@code ±HH[:MM[:SS]]}. */
  static void offset(int seconds, ByteSink sink) {
    sink.writeByte(seconds < 0 ? '-' : '+');
    int size = Math.abs(seconds);
    twoDigits(size / 3600, sink);
    if (size % 3600 != 0) {
      sink.writeByte(':');
      twoDigits(size / 60 % 60, sink);
    }
    if (size % 60 != 0) {
      sink.writeByte(':');
      twoDigits(size % 60, sink);
    }
  }

  /** Writes a timestamp, shown in the session's zone when {@code isZoned}. */
  static void timestamp(long micros, boolean isZoned, FormatSettings settings, ByteSink sink) {
    if (!Dates.isFinite(micros)) {
      sink.writeString(micros > 0 ? "infinity" : "-infinity");
      return;
    }
    int offset = isZoned ? ZoneOffsets.of(settings.timeZone()).offsetSeconds(micros) : 0;
    long days = Dates.dayOf(micros);
    long time = Dates.timeOf(micros) + offset * Dates.MICROS_PER_SECOND;
    if (time < 0) {
      time += Dates.MICROS_PER_DAY;
      days--;
    } else if (time >= Dates.MICROS_PER_DAY) {
      time -= Dates.MICROS_PER_DAY;
      days++;
    }
    long civil = Dates.civil(days);
    boolean isPostgres = settings.dateStyle() == FormatSettings.DateStyle.POSTGRES;
    if (isPostgres) {
      postgresDate(days, civil, settings, sink);
    } else {
      civilDate(civil, settings, '-', sink);
    }
    sink.writeByte(' ');
    time(time, sink);
    if (isPostgres) {
      sink.writeByte(' ');
      year(civil, sink);
    }
    if (isZoned) {
      zone(micros, offset, settings, sink);
    }
    era(civil, sink);
  }

  private static void postgresDate(long days, long civil, FormatSettings settings, ByteSink sink) {
    sink.writeString(DatetimeWords.DAYS[Dates.dayOfWeek(days)]);
    sink.writeByte(' ');
    String month = DatetimeWords.MONTHS[Dates.month(civil) - 1];
    if (settings.dateOrder() == FormatSettings.DateOrder.DMY) {
      twoDigits(Dates.day(civil), sink);
      sink.writeByte(' ');
      sink.writeString(month);
    } else {
      sink.writeString(month);
      sink.writeByte(' ');
      twoDigits(Dates.day(civil), sink);
    }
  }

  private static void zone(long micros, int offset, FormatSettings settings, ByteSink sink) {
    if (settings.dateStyle() == FormatSettings.DateStyle.ISO) {
      offset(offset, sink);
      return;
    }
    sink.writeByte(' ');
    sink.writeString(zoneName(settings.timeZone(), micros));
  }

  /** What is shown for a zone at a time: its abbreviation, or its offset when it has none. */
  public static String zoneName(ZoneId zone, long utcMicros) {
    String name = abbreviation(zone, utcMicros);
    if (name != null) {
      return name;
    }
    var sink = new ByteSink(8);
    int offset = ZoneOffsets.of(zone).offsetSeconds(utcMicros);
    if (zone instanceof ZoneOffset) {
      offset(offset, sink);
    } else {
      offsetDigits(offset, sink);
    }
    return sink.toString();
  }

  /** Writes {@code ±HH[MM]}, the abbreviation of zones that have no other. */
  private static void offsetDigits(int seconds, ByteSink sink) {
    sink.writeByte(seconds < 0 ? '-' : '+');
    twoDigits(Math.abs(seconds) / 3600, sink);
    if (seconds % 3600 != 0) {
      twoDigits(Math.abs(seconds) / 60 % 60, sink);
    }
  }

  private static @Nullable String abbreviation(ZoneId zone, long micros) {
    var offsets = ZoneOffsets.of(zone);
    return offsets.isLocalMeanTime(micros)
        ? "LMT"
        : TimeZoneNames.abbreviation(zone, offsets.isDaylight(micros));
  }
}
