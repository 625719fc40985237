package org.orrery.sql.function.format;

import java.util.List;
import java.util.Locale;

/** Names that templates print and read, and endings of ordinal numbers. */
final class TemplateNames {

  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  static final List<String> MONTHS_SHORT =
      MONTHS.stream().map(month -> month.substring(0, 3)).toList();
  static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
  static final List<String> DAYS_SHORT = DAYS.stream().map(day -> day.substring(0, 3)).toList();

  /** Roman months, the last first: so no name is hidden by one that it begins with. */
  static final List<String> MONTHS_ROMAN =
      List.of("XII", "XI", "X", "IX", "VIII", "VII", "VI", "V", "IV", "III", "II", "I");

  static final List<String> ERAS = List.of("AD", "BC");
  static final List<String> ERAS_DOTS = List.of("A.D.", "B.C.");
  static final List<String> HALVES = List.of("AM", "PM");
  static final List<String> HALVES_DOTS = List.of("A.M.", "P.M.");

  private TemplateNames() {}

  /**
   * A name in the letters that a field is written in: {@code MONTH}, {@code Month}, {@code month}.
   */
  static String cased(String name, String field) {
    if (Character.isLowerCase(field.charAt(0))) {
      return name.toLowerCase(Locale.ROOT);
    }
    return field.length() > 1 && Character.isLowerCase(field.charAt(1))
        ? name
        : name.toUpperCase(Locale.ROOT);
  }

  /** The ending of an ordinal number in the letters of {@code style}: TH or th. */
  static String ordinal(String number, String style) {
    int length = number.length();
    char last = number.charAt(length - 1);
    boolean isTeen = length > 1 && number.charAt(length - 2) == '1';
    String ending =
        switch (isTeen ? '0' : last) {
          case '1' -> "st";
          case '2' -> "nd";
          case '3' -> "rd";
          default -> "th";
        };
    return style.equals("TH") ? ending.toUpperCase(Locale.ROOT) : ending;
  }
}
