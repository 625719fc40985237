package org.orrery.sql.function.format;

import static org.orrery.sql.function.format.DateTemplate.isDigit;
import static org.orrery.sql.function.format.DateTemplate.isSeparator;
import static org.orrery.sql.function.format.DateTemplate.isSpace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.function.format.DateField.Calendar;
import org.orrery.sql.function.format.DateTemplate.Kind;
import org.orrery.sql.function.format.DateTemplate.Part;

/** Reads a text by a template for times. One object reads one text. */
final class DateScanner {

  private static final String HINT_FIXED_WIDTH =
      "If your source string is not fixed-width, try using the \"FM\" modifier.";

  private final String text;
  private final List<Part> template;
  private final ScannedDate date = new ScannedDate();
  private int at;
  private int index;

  /** Blanks skipped beyond those that the template has. */
  private int extraSkipped;

  private boolean isFixed;

  private DateScanner(String text, List<Part> template) {
    this.text = text;
    this.template = template;
  }

  static ScannedDate scan(String text, List<Part> template) {
    var scanner = new DateScanner(text, template);
    for (; scanner.index < template.size() && scanner.at < text.length(); scanner.index++) {
      scanner.part(template.get(scanner.index));
    }
    return scanner.date;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipCharacter() {
    if (at < text.length()) {
      at = text.offsetByCodePoints(at, 1);
    }
  }

  private void skipSpaces() {
    while (isSpace(peek())) {
      at++;
      extraSkipped++;
    }
  }

  private void part(Part part) {
    DateField field = part.field();
    if (!isFixed && field != DateField.FIXED && (field != null || index == 0)) {
      skipSpaces();
    }
    if (field == null) {
      character(part);
      return;
    }
    setCalendar(field);
    field(field, part);
    if (!isFixed) {
      extraSkipped = 0;
      skipSpaces();
    }
  }

  /** A character of the template passes over one of the text, whatever it is. */
  private void character(Part part) {
    if (isFixed) {
      skipCharacter();
    } else if (part.kind() == Kind.TEXT) {
      if (extraSkipped > 0) {
        extraSkipped--;
      } else {
        skipCharacter();
      }
    } else {
      extraSkipped--;
      if (isSpace(peek()) || isSeparator(peek())) {
        at++;
        extraSkipped++;
      }
    }
  }

  private void setCalendar(DateField field) {
    if (field.calendar() == Calendar.ANY) {
      return;
    }
    if (date.calendar != Calendar.ANY && date.calendar != field.calendar()) {
      throw OrreryException.of(
              SqlState.INVALID_DATETIME_FORMAT, "invalid combination of date conventions")
          .withHint("Do not mix Gregorian and ISO week date conventions in a formatting template.");
    }
    date.calendar = field.calendar();
  }

  private void field(DateField field, Part part) {
    switch (field) {
      case FIXED -> isFixed = true;
      case ZONE, OFFSET ->
          throw OrreryException.notSupported(
              "formatting field \"%s\" is only supported in to_char", part.text());
      case AM, AM_DOTS, AD, AD_DOTS, DAY_NAME, DAY_SHORT, MONTH_NAME, MONTH_SHORT, MONTH_ROMAN ->
          name(field, part);
      case HOUR_12,
          HOUR_24,
          MINUTE,
          SECOND,
          SECOND_OF_DAY,
          MILLISECOND,
          MICROSECOND,
          FRACTION,
          ZONE_HOUR,
          ZONE_MINUTE ->
          time(field, part);
      case YEAR, ISO_YEAR, YEAR_COMMA, CENTURY -> year(field, part);
      default -> day(field, part);
    }
    if (!part.ordinal().isEmpty() && field != DateField.FIXED) {
      skipCharacter();
      skipCharacter();
    }
  }

  private void name(DateField field, Part part) {
    switch (field) {
      case AM, AM_DOTS -> {
        boolean hasDots = field == DateField.AM_DOTS;
        int half = search(hasDots ? TemplateNames.HALVES_DOTS : TemplateNames.HALVES, part);
        date.isPm = set(date.isPm, half, part);
        date.isTwelveHour = true;
      }
      case AD, AD_DOTS -> {
        boolean hasDots = field == DateField.AD_DOTS;
        int era = search(hasDots ? TemplateNames.ERAS_DOTS : TemplateNames.ERAS, part);
        date.isBc = set(date.isBc, era, part);
      }
      case DAY_NAME ->
          date.dayOfWeek = set(date.dayOfWeek, search(TemplateNames.DAYS, part), part) + 1;
      case DAY_SHORT ->
          date.dayOfWeek = set(date.dayOfWeek, search(TemplateNames.DAYS_SHORT, part), part) + 1;
      case MONTH_NAME -> date.month = set(date.month, search(TemplateNames.MONTHS, part) + 1, part);
      case MONTH_SHORT ->
          date.month = set(date.month, search(TemplateNames.MONTHS_SHORT, part) + 1, part);
      default -> date.month = set(date.month, 12 - search(TemplateNames.MONTHS_ROMAN, part), part);
    }
  }

  private void time(DateField field, Part part) {
    switch (field) {
      case HOUR_12 -> {
        date.hour = number(date.hour, 2, part);
        date.isTwelveHour = true;
      }
      case HOUR_24 -> date.hour = number(date.hour, 2, part);
      case MINUTE -> date.minute = number(date.minute, 2, part);
      case SECOND -> date.second = number(date.second, 2, part);
      case SECOND_OF_DAY -> date.secondOfDay = number(date.secondOfDay, part.text().length(), part);
      case MILLISECOND -> {
        int start = at;
        int value = number(date.millis, 3, part);
        date.millis = scaled(value, at - start, 3);
      }
      case MICROSECOND, FRACTION -> {
        int digits = field == DateField.MICROSECOND ? 6 : part.text().charAt(2) - '0';
        int start = at;
        int value = number(date.micros, digits, part);
        date.micros = scaled(value, at - start, 6);
      }
      case ZONE_HOUR -> {
        char sign = peek();
        if (sign == '+' || sign == '-' || sign == ' ') {
          date.zoneSign = sign == '-' ? -1 : 1;
          at++;
        } else {
          // A minus may have been taken for a separator.
          boolean isMinus = extraSkipped > 0 && at > 0 && text.charAt(at - 1) == '-';
          date.zoneSign = isMinus ? -1 : 1;
        }
        date.zoneHour = number(date.zoneHour, 2, part);
      }
      default -> {
        date.zoneSign = date.zoneSign == 0 ? 1 : date.zoneSign;
        date.zoneMinute = number(date.zoneMinute, 2, part);
      }
    }
  }

  /** A fraction of a second of {@code read} digits as one of {@code digits}. */
  private static int scaled(int value, int read, int digits) {
    int result = value;
    for (int i = read; i < digits; i++) {
      result *= 10;
    }
    return result;
  }

  private void year(DateField field, Part part) {
    if (field == DateField.CENTURY) {
      date.century = number(date.century, 2, part);
    } else if (field == DateField.YEAR_COMMA) {
      yearWithComma(part);
    } else {
      int digits = part.text().length();
      int start = at;
      int year = number(date.year, digits, part);
      boolean isPartial = digits < 4 && at - start < 4;
      date.year = isPartial ? nearTo2020(year) : year;
      date.yearDigits = digits;
    }
  }

  /** The year within a window around 2020 that ends in these digits. */
  private static int nearTo2020(int year) {
    if (year < 70) {
      return year + 2000;
    }
    if (year < 100) {
      return year + 1900;
    }
    if (year < 520) {
      return year + 2000;
    }
    return year < 1000 ? year + 1000 : year;
  }

  private void yearWithComma(Part part) {
    int start = at;
    Integer thousands = plainNumber(10);
    Integer years = null;
    if (thousands != null && peek() == ',') {
      at++;
      years = plainNumber(3);
    }
    if (thousands == null || years == null) {
      at = start;
      throw OrreryException.of(
          SqlState.INVALID_DATETIME_FORMAT, "invalid input string for \"Y,YYY\"");
    }
    date.year = set(date.year, years + thousands * 1000, part);
    date.yearDigits = 4;
  }

  private @Nullable Integer plainNumber(int digits) {
    int start = at;
    int value = 0;
    while (isDigit(peek()) && at - start < digits) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    return at == start ? null : (Integer) value;
  }

  private void day(DateField field, Part part) {
    int width = part.text().length();
    switch (field) {
      case MONTH -> date.month = number(date.month, width, part);
      case DAY -> date.day = number(date.day, width, part);
      case DAY_OF_YEAR -> date.dayOfYear = number(date.dayOfYear, width, part);
      case ISO_DAY_OF_YEAR -> date.dayOfYear = number(date.dayOfYear, 3, part);
      case DAY_OF_WEEK -> date.dayOfWeek = number(date.dayOfWeek, width, part);
      case ISO_DAY -> {
        int day = number(date.dayOfWeek, 1, part) + 1;
        date.dayOfWeek = day > 7 ? 1 : day;
      }
      case WEEK, ISO_WEEK -> date.week = number(date.week, width, part);
      case WEEK_OF_MONTH -> date.weekOfMonth = number(date.weekOfMonth, width, part);
      case JULIAN -> date.julian = number(date.julian, width, part);
      // A quarter says no day; it is read and left.
      default -> number(0, width, part);
    }
  }

  private int search(List<String> names, Part part) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    int end = at;
    while (end < text.length() && !isSpace(text.charAt(end))) {
      end++;
    }
    throw invalid(text.substring(at, end), part)
        .withDetail("The given value did not match any of the allowed values for this field.");
  }

  private static OrreryException invalid(String value, Part part) {
    return OrreryException.of(
        SqlState.INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", value, part.text());
  }

  /** The value of a field that had {@code known} before, 0 for none. */
  private static int set(int known, int value, Part part) {
    if (known != 0 && known != value) {
      throw OrreryException.of(
              SqlState.INVALID_DATETIME_FORMAT,
              "conflicting values for \"%s\" field in formatting string",
              part.text())
          .withDetail("This value contradicts a previous setting for the same field type.");
    }
    return value;
  }

  /** Whether what follows in the template cannot be a digit, so that a number ends by itself. */
  private boolean endsByItself(Part part) {
    if (part.isFilled() || !part.ordinal().isEmpty() || index + 1 == template.size()) {
      return true;
    }
    Part next = template.get(index + 1);
    DateField field = next.field();
    return field != null ? !field.isDigits() : !isDigit(next.text().charAt(0));
  }

  private int number(int known, int width, Part part) {
    int start = at;
    while (isSpace(peek())) {
      at++;
    }
    int available = text.length() - at;
    String shown = text.substring(at, at + Math.min(width, available));
    boolean isFree = endsByItself(part);
    if (!isFree && available < width) {
      throw OrreryException.of(
              SqlState.INVALID_DATETIME_FORMAT,
              "source string too short for \"%s\" formatting field",
              part.text())
          .withDetail(
              "Field requires %d characters, but only %d remain.".formatted(width, available))
          .withHint(HINT_FIXED_WIDTH);
    }
    int end = numberEnd(isFree ? text.length() : at + width);
    int used = end - at;
    if (!isFree && used > 0 && used < width) {
      throw invalid(shown, part)
          .withDetail(
              "Field requires %d characters, but only %d could be parsed.".formatted(width, used))
          .withHint(HINT_FIXED_WIDTH);
    }
    if (used == 0) {
      at = start;
      throw invalid(shown, part).withDetail("Value must be an integer.");
    }
    String digits = text.substring(at, end);
    at = end;
    return set(known, toInt(digits, part), part);
  }

  /** Where an optional sign and digits from here end; here when there are none. */
  private int numberEnd(int limit) {
    int end = at;
    if (end < limit && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    int first = end;
    while (end < limit && isDigit(text.charAt(end))) {
      end++;
    }
    return end == first ? at : end;
  }

  private static int toInt(String digits, Part part) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw OrreryException.of(
              SqlState.DATETIME_FIELD_OVERFLOW,
              "value for \"%s\" in source string is out of range",
              part.text())
          .withDetail("Value must be in the range -2147483648 to 2147483647.")
          .causedBy(e);
    }
  }
}
