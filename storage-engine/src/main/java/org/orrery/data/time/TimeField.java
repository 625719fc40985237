package org.orrery.data.time;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that {@code extract}, {@code date_part} and {@code date_trunc} name. */
public enum TimeField {
  MICROSECONDS("microseconds", "us usec usecs useconds usecond microsecond microsecon"),
  MILLISECONDS("milliseconds", "ms msec msecs mseconds msecond millisecond"),
  SECOND("second", "s sec secs seconds"),
  MINUTE("minute", "m min mins minutes"),
  HOUR("hour", "h hr hrs hours"),
  DAY("day", "d days"),
  WEEK("week", "w weeks"),
  MONTH("month", "mon mons months"),
  QUARTER("quarter", "qtr"),
  YEAR("year", "y yr yrs years"),
  DECADE("decade", "dec decs decades"),
  CENTURY("century", "c cent centuries"),
  MILLENNIUM("millennium", "mil mils millennia"),
  DAY_OF_WEEK("dow", ""),
  ISO_DAY_OF_WEEK("isodow", ""),
  DAY_OF_YEAR("doy", ""),
  ISO_YEAR("isoyear", ""),
  JULIAN("julian", "j jd"),
  EPOCH("epoch", ""),
  TIMEZONE("timezone", ""),
  TIMEZONE_HOUR("timezone_hour", "timezone_h"),
  TIMEZONE_MINUTE("timezone_minute", "timezone_m");

  private static final Map<String, TimeField> BY_NAME = byName();

  private final String word;
  private final String synonyms;

  TimeField(String word, String synonyms) {
    this.word = word;
    this.synonyms = synonyms;
  }

  private static Map<String, TimeField> byName() {
    var fields = new HashMap<String, TimeField>();
    for (TimeField field : values()) {
      fields.put(field.word, field);
      if (!field.synonyms.isEmpty()) {
        for (String synonym : field.synonyms.split(" ")) {
          fields.put(synonym, field);
        }
      }
    }
    return Map.copyOf(fields);
  }

  /** The field's name in lower case. */
  public String word() {
    return word;
  }

  /** The field of a name in any case, or null. */
  public static @Nullable TimeField of(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }
}
