package org.orrery.sql.function.kernel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Fields of dates and times, by PostgreSQL's names and abbreviations. */
enum TimeUnit {
  MICROSECOND("microsecond microseconds us usec usecs usecond useconds"),
  MILLISECOND("millisecond milliseconds ms msec msecs msecond mseconds"),
  SECOND("second seconds s sec secs"),
  MINUTE("minute minutes m min mins"),
  HOUR("hour hours h hr hrs"),
  DAY("day days d"),
  WEEK("week weeks w"),
  MONTH("month months mon mons"),
  QUARTER("quarter qtr"),
  YEAR("year years y yr yrs"),
  DECADE("decade decades dec decs"),
  CENTURY("century centuries c cent"),
  MILLENNIUM("millennium millennia mil mils"),
  DOW("dow"),
  ISODOW("isodow"),
  DOY("doy"),
  ISOYEAR("isoyear"),
  JULIAN("julian j jd"),
  EPOCH("epoch"),
  TIMEZONE("timezone"),
  TIMEZONE_HOUR("timezone_hour timezone_h"),
  TIMEZONE_MINUTE("timezone_minute timezone_m");

  private static final Map<String, TimeUnit> BY_NAME = new HashMap<>();

  static {
    for (TimeUnit unit : values()) {
      for (String name : unit.names.split(" ")) {
        BY_NAME.put(name, unit);
      }
    }
  }

  private final String names;

  TimeUnit(String names) {
    this.names = names;
  }

  /** Whether the unit only grows with time, so that it is infinite for infinite times. */
  boolean isMonotonic() {
    return switch (this) {
      case YEAR, DECADE, CENTURY, MILLENNIUM, ISOYEAR, JULIAN, EPOCH -> true;
      default -> false;
    };
  }

  static @Nullable TimeUnit find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /** The unit of a name; {@code 22023} when there is none. */
  static TimeUnit of(String name, String type) {
    TimeUnit unit = find(name);
    if (unit == null) {
      throw notRecognized(name, type);
    }
    return unit;
  }

  static OrreryException notRecognized(String name, String type) {
    return OrreryException.of(
        SqlState.INVALID_PARAMETER_VALUE,
        "unit \"%s\" not recognized for type %s",
        name.toLowerCase(Locale.ROOT),
        type);
  }

  static OrreryException notSupported(String name, String type) {
    return OrreryException.notSupported(
        "unit \"%s\" not supported for type %s", name.toLowerCase(Locale.ROOT), type);
  }
}
