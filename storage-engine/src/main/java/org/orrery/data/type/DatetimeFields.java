package org.orrery.data.type;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;

/** What the text of a date or time says. Filled by {@link DatetimeParser}. */
final class DatetimeFields {

  /** Instants that are words. */
  enum Special {
    NONE,
    EPOCH,
    INFINITY,
    NEGATIVE_INFINITY
  }

  Special special = Special.NONE;
  boolean hasDate;
  boolean hasTime;

  /** Days since 1970. */
  long days;

  /** Microseconds since midnight, up to and including 24:00. */
  long time;

  /** Seconds east of UTC, when the text has a fixed offset. */
  @Nullable Integer offsetSeconds;

  /** The zone, when the text names one. */
  @Nullable ZoneId zone;

  /** Local microseconds since 1970. The day must be one of a timestamp. */
  long localMicros() {
    return days * Dates.MICROS_PER_DAY + time;
  }

  boolean hasZone() {
    return offsetSeconds != null || zone != null;
  }

  /** Seconds east of UTC that hold for the local time. */
  int resolveOffset(ZoneId sessionZone) {
    if (offsetSeconds != null) {
      return offsetSeconds;
    }
    ZoneId effective = zone != null ? zone : sessionZone;
    return ZoneOffsets.of(effective).localOffsetSeconds(localMicros());
  }
}
