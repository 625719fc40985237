package org.orrery.sql.exec.operator;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** From one bucket to the next, in the unit of the bucket's type. */
final class BucketSteps {

  private final boolean isDate;
  private final int months;
  private final long fixed;
  private final @Nullable ZoneOffsets zone;

  /**
   * Steps of {@code width}.
   *
   * @param type type of the bucket column
   * @param width an {@link Interval}, or a {@link Long} for integer buckets
   * @param timeZone name of the zone to step in, in UTF-8; null for none
   */
  BucketSteps(SqlType type, Object width, byte @Nullable [] timeZone) {
    this.isDate = type == BuiltinTypes.DATE;
    this.zone = timeZone == null ? null : zone(new String(timeZone, StandardCharsets.UTF_8));
    if (width instanceof Interval interval) {
      this.months = interval.months();
      this.fixed = interval.days() * Dates.MICROS_PER_DAY + interval.micros();
    } else {
      this.months = 0;
      this.fixed = (Long) width;
    }
  }

  private static ZoneOffsets zone(String name) {
    ZoneId zone = TimeZoneNames.resolve(name);
    if (zone == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", name);
    }
    return ZoneOffsets.of(zone);
  }

  /** The bucket after {@code bucket}. */
  long next(long bucket) {
    if (isDate) {
      return months == 0
          ? bucket + fixed / Dates.MICROS_PER_DAY
          : addMonths(bucket * Dates.MICROS_PER_DAY) / Dates.MICROS_PER_DAY;
    }
    if (zone == null) {
      return months == 0 ? bucket + fixed : addMonths(bucket);
    }
    long local = zone.toLocal(bucket);
    return zone.toUtc(months == 0 ? local + fixed : addMonths(local));
  }

  private long addMonths(long micros) {
    long civil = Dates.civil(Dates.dayOf(micros));
    long monthNumber = Dates.year(civil) * 12L + Dates.month(civil) - 1 + months;
    long year = Math.floorDiv(monthNumber, 12L);
    int month = (int) Math.floorMod(monthNumber, 12L) + 1;
    int day = Math.min(Dates.day(civil), Dates.daysInMonth(year, month));
    return Dates.daysFromCivil(year, month, day) * Dates.MICROS_PER_DAY + Dates.timeOf(micros);
  }
}
