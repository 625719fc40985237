package org.orrery.sql.function.format;

import java.time.ZoneId;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.DatetimeText;

/**
 * A time in parts, as templates print it.
 *
 * @param year astronomical: 0 is 1 BC; of an interval, years
 * @param month 1 to 12; of an interval, months
 * @param hour 0 to 23; of an interval any number
 * @param days days since 1970-01-01; of an interval, its length in days of twelve 30-day months
 * @param zone abbreviation of the zone; empty without one
 * @param offsetSeconds seconds east of UTC
 */
record Moment(
    boolean isInterval,
    int year,
    int month,
    int day,
    long hour,
    int minute,
    int second,
    int micros,
    long days,
    String zone,
    int offsetSeconds) {

  /** A timestamp without zone. */
  static Moment of(long localMicros) {
    return of(localMicros, "", 0);
  }

  /** A timestamp in a zone. */
  static Moment of(long utcMicros, ZoneId zone) {
    ZoneOffsets offsets = ZoneOffsets.of(zone);
    return of(
        offsets.toLocal(utcMicros),
        DatetimeText.zoneName(zone, utcMicros),
        offsets.offsetSeconds(utcMicros));
  }

  private static Moment of(long localMicros, String zone, int offsetSeconds) {
    long days = Dates.dayOf(localMicros);
    long civil = Dates.civil(days);
    long time = Dates.timeOf(localMicros);
    return new Moment(
        false,
        Dates.year(civil),
        Dates.month(civil),
        Dates.day(civil),
        time / Dates.MICROS_PER_HOUR,
        (int) (time / Dates.MICROS_PER_MINUTE % 60),
        (int) (time / Dates.MICROS_PER_SECOND % 60),
        (int) (time % Dates.MICROS_PER_SECOND),
        days,
        zone,
        offsetSeconds);
  }

  /** An interval. */
  static Moment of(Interval interval) {
    long time = interval.micros();
    return new Moment(
        true,
        interval.months() / 12,
        interval.months() % 12,
        interval.days(),
        time / Dates.MICROS_PER_HOUR,
        (int) (time / Dates.MICROS_PER_MINUTE % 60),
        (int) (time / Dates.MICROS_PER_SECOND % 60),
        (int) (time % Dates.MICROS_PER_SECOND),
        interval.months() * 30L + interval.days(),
        "",
        0);
  }

  /** The year as people count: 1 BC is 1. */
  int shownYear() {
    return shownYear(year);
  }

  /** The year of the ISO week, as people count. */
  int shownIsoYear() {
    return shownYear(Dates.isoYear(civilDays()));
  }

  private int shownYear(int astronomical) {
    return !isInterval && astronomical <= 0 ? 1 - astronomical : astronomical;
  }

  /** Days since 1970-01-01 of year, month and day, also of an interval, which need not be any. */
  long civilDays() {
    if (!isInterval) {
      return days;
    }
    int shiftedMonth = month > 2 ? month + 1 : month + 13;
    int shiftedYear = month > 2 ? year + 4800 : year + 4799;
    int century = shiftedYear / 100;
    int julian = shiftedYear * 365 - 32_167 + shiftedYear / 4 - century + century / 4;
    return julian + 7_834L * shiftedMonth / 256 + day - Dates.JULIAN_EPOCH;
  }

  int dayOfYear() {
    return isInterval ? (int) days : Dates.dayOfYear(days);
  }

  /** 0 for Sunday. */
  int dayOfWeek() {
    return Dates.dayOfWeek(days);
  }

  int isoDayOfYear() {
    long civilDays = civilDays();
    return (int) (civilDays - Dates.isoYearStart(Dates.isoYear(civilDays))) + 1;
  }
}
