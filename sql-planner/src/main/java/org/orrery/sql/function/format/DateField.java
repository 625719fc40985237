package org.orrery.sql.function.format;

import java.util.List;

/** The fields of a template for times. A name in lower case means the same unless listed apart. */
enum DateField {
  AD_DOTS(false, Calendar.ANY, "A.D.", "B.C."),
  AM_DOTS(false, Calendar.ANY, "A.M.", "P.M."),
  AD(false, Calendar.ANY, "AD", "BC"),
  AM(false, Calendar.ANY, "AM", "PM"),
  CENTURY(true, Calendar.ANY, "CC"),
  DAY_NAME(false, Calendar.ANY, "DAY", "Day"),
  DAY_OF_YEAR(true, Calendar.GREGORIAN, "DDD"),
  DAY(true, Calendar.GREGORIAN, "DD"),
  DAY_SHORT(false, Calendar.ANY, "DY", "Dy"),
  DAY_OF_WEEK(true, Calendar.GREGORIAN, "D"),
  FRACTION(false, Calendar.ANY, "FF1", "FF2", "FF3", "FF4", "FF5", "FF6"),
  FIXED(false, Calendar.ANY, "FX"),
  HOUR_24(true, Calendar.ANY, "HH24"),
  HOUR_12(true, Calendar.ANY, "HH12", "HH"),
  ISO_DAY_OF_YEAR(true, Calendar.ISO_WEEK, "IDDD"),
  ISO_DAY(true, Calendar.ISO_WEEK, "ID"),
  ISO_WEEK(true, Calendar.ISO_WEEK, "IW"),
  ISO_YEAR(true, Calendar.ISO_WEEK, "IYYY", "IYY", "IY", "I"),
  JULIAN(true, Calendar.ANY, "J"),
  MINUTE(true, Calendar.ANY, "MI"),
  MONTH(true, Calendar.GREGORIAN, "MM"),
  MONTH_NAME(false, Calendar.GREGORIAN, "MONTH", "Month"),
  MONTH_SHORT(false, Calendar.GREGORIAN, "MON", "Mon"),
  MILLISECOND(true, Calendar.ANY, "MS"),
  OFFSET(false, Calendar.ANY, "OF"),
  QUARTER(true, Calendar.ANY, "Q"),
  MONTH_ROMAN(false, Calendar.GREGORIAN, "RM"),
  SECOND_OF_DAY(true, Calendar.ANY, "SSSSS", "SSSS"),
  SECOND(true, Calendar.ANY, "SS"),
  ZONE_HOUR(false, Calendar.ANY, "TZH"),
  ZONE_MINUTE(true, Calendar.ANY, "TZM"),
  ZONE(false, Calendar.ANY, "TZ"),
  MICROSECOND(true, Calendar.ANY, "US"),
  WEEK(true, Calendar.GREGORIAN, "WW"),
  WEEK_OF_MONTH(true, Calendar.GREGORIAN, "W"),
  YEAR_COMMA(true, Calendar.GREGORIAN, "Y,YYY"),
  YEAR(true, Calendar.GREGORIAN, "YYYY", "YYY", "YY", "Y");

  /** Which way of counting days a field belongs to. */
  enum Calendar {
    ANY,
    GREGORIAN,
    ISO_WEEK
  }

  private final boolean isDigits;
  private final Calendar calendar;

  /** Names, a blank between. */
  private final String names;

  DateField(boolean isDigits, Calendar calendar, String... names) {
    this.isDigits = isDigits;
    this.calendar = calendar;
    this.names = String.join(" ", names);
  }

  /** Whether it is written in digits, so that a field before it must end by its width. */
  boolean isDigits() {
    return isDigits;
  }

  Calendar calendar() {
    return calendar;
  }

  List<String> names() {
    return List.of(names.split(" ", -1));
  }
}
