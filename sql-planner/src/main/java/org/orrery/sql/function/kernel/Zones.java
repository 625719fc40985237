package org.orrery.sql.function.kernel;

import java.time.ZoneId;
import org.orrery.data.time.ZoneOffsets;

/** Local time and UTC, with infinities kept and {@code 22008} past the limits of timestamps. */
public final class Zones {

  private Zones() {}

  /** Local time of an instant. */
  public static long toLocal(long utcMicros, ZoneId zone) {
    return toLocal(utcMicros, ZoneOffsets.of(zone));
  }

  /** Local time of an instant. */
  public static long toLocal(long utcMicros, ZoneOffsets zone) {
    if (!Timestamps.isFinite(utcMicros)) {
      return utcMicros;
    }
    return Timestamps.plus(utcMicros, zone.offsetSeconds(utcMicros) * Timestamps.SECOND);
  }

  /** The instant of a local time. */
  public static long toUtc(long localMicros, ZoneId zone) {
    return toUtc(localMicros, ZoneOffsets.of(zone));
  }

  /** The instant of a local time. */
  public static long toUtc(long localMicros, ZoneOffsets zone) {
    if (!Timestamps.isFinite(localMicros)) {
      return localMicros;
    }
    return Timestamps.plus(localMicros, -zone.localOffsetSeconds(localMicros) * Timestamps.SECOND);
  }
}
