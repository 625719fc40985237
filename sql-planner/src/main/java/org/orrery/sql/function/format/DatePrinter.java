package org.orrery.sql.function.format;

import static org.orrery.sql.function.format.TemplateNames.cased;

import java.util.List;
import java.util.Locale;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.time.Dates;
import org.orrery.sql.function.format.DateTemplate.Part;

/** Prints a time by a template. One object prints one time. */
final class DatePrinter {

  private static final int NAME_WIDTH = 9;
  private static final int ROMAN_WIDTH = 4;

  private final Moment moment;
  private final StringBuilder text = new StringBuilder();

  private DatePrinter(Moment moment) {
    this.moment = moment;
  }

  static String print(List<Part> template, Moment moment) {
    var printer = new DatePrinter(moment);
    for (Part part : template) {
      DateField field = part.field();
      if (field == null) {
        printer.text.append(part.text());
      } else {
        printer.field(field, part);
      }
    }
    return printer.text.toString();
  }

  private void field(DateField field, Part part) {
    switch (field) {
      case AD_DOTS, AD, AM_DOTS, AM -> era(field, part);
      case DAY_NAME, DAY_SHORT, MONTH_NAME, MONTH_SHORT, MONTH_ROMAN -> name(field, part);
      case ZONE, ZONE_HOUR, ZONE_MINUTE, OFFSET -> zone(field, part);
      case HOUR_24, HOUR_12, MINUTE, SECOND, MILLISECOND, MICROSECOND, FRACTION, SECOND_OF_DAY ->
          time(field, part);
      case CENTURY, YEAR, YEAR_COMMA, ISO_YEAR -> year(field, part);
      default -> date(field, part);
    }
  }

  private void refuseInterval() {
    if (moment.isInterval()) {
      throw OrreryException.of(
              SqlState.INVALID_DATETIME_FORMAT,
              "invalid format specification for an interval value")
          .withHint("Intervals are not tied to specific calendar dates.");
    }
  }

  private void era(DateField field, Part part) {
    boolean isDay = field == DateField.AM || field == DateField.AM_DOTS;
    if (!isDay) {
      refuseInterval();
    }
    List<String> names =
        switch (field) {
          case AM -> TemplateNames.HALVES;
          case AM_DOTS -> TemplateNames.HALVES_DOTS;
          case AD -> TemplateNames.ERAS;
          default -> TemplateNames.ERAS_DOTS;
        };
    boolean isSecond = isDay ? moment.hour() % 24 >= 12 : moment.year() <= 0;
    String name = names.get(isSecond ? 1 : 0);
    text.append(
        Character.isLowerCase(part.text().charAt(0)) ? name.toLowerCase(Locale.ROOT) : name);
  }

  private void name(DateField field, Part part) {
    if (field == DateField.MONTH_ROMAN) {
      if (moment.month() != 0 || moment.year() != 0) {
        padded(cased(TemplateNames.MONTHS_ROMAN.get(romanIndex()), part.text()), ROMAN_WIDTH, part);
      }
      return;
    }
    refuseInterval();
    String name =
        switch (field) {
          case DAY_NAME -> TemplateNames.DAYS.get(moment.dayOfWeek());
          case DAY_SHORT -> TemplateNames.DAYS_SHORT.get(moment.dayOfWeek());
          case MONTH_NAME -> TemplateNames.MONTHS.get(moment.month() - 1);
          default -> TemplateNames.MONTHS_SHORT.get(moment.month() - 1);
        };
    boolean isLong = field == DateField.DAY_NAME || field == DateField.MONTH_NAME;
    padded(cased(name, part.text()), isLong ? NAME_WIDTH : 0, part);
  }

  private int romanIndex() {
    int month = moment.month();
    if (month == 0) {
      return moment.year() >= 0 ? 0 : 11;
    }
    return month < 0 ? -month - 1 : 12 - month;
  }

  private void padded(String name, int width, Part part) {
    text.append(name);
    if (!part.isFilled() && !part.isTranslated()) {
      text.repeat(' ', Math.max(0, width - name.length()));
    }
  }

  private void zone(DateField field, Part part) {
    refuseInterval();
    int offset = moment.offsetSeconds();
    String hours = String.format(Locale.ROOT, "%02d", Math.abs(offset) / 3600);
    String minutes = String.format(Locale.ROOT, "%02d", Math.abs(offset) / 60 % 60);
    char sign = offset >= 0 ? '+' : '-';
    switch (field) {
      case ZONE ->
          text.append(
              Character.isLowerCase(part.text().charAt(0))
                  ? moment.zone().toLowerCase(Locale.ROOT)
                  : moment.zone());
      case ZONE_HOUR -> text.append(sign).append(hours);
      case ZONE_MINUTE -> text.append(minutes);
      default -> {
        text.append(sign).append(part.isFilled() ? "" + Math.abs(offset) / 3600 : hours);
        if (offset % 3600 != 0) {
          text.append(':').append(minutes);
        }
      }
    }
  }

  private void time(DateField field, Part part) {
    int micros = moment.micros();
    switch (field) {
      case HOUR_24 -> number(moment.hour(), moment.hour() >= 0 ? 2 : 3, part);
      case HOUR_12 -> {
        long hour = moment.hour() % 12 == 0 ? 12 : moment.hour() % 12;
        number(hour, moment.hour() >= 0 ? 2 : 3, part);
      }
      case MINUTE -> number(moment.minute(), moment.minute() >= 0 ? 2 : 3, part);
      case SECOND -> number(moment.second(), moment.second() >= 0 ? 2 : 3, part);
      case MILLISECOND -> fraction(micros / 1000, 3, part);
      case MICROSECOND -> fraction(micros, 6, part);
      case FRACTION -> {
        int digits = part.text().charAt(2) - '0';
        fraction(micros / (int) Math.pow(10, 6 - digits), digits, part);
      }
      default -> number(moment.hour() * 3600 + moment.minute() * 60L + moment.second(), 0, part);
    }
  }

  /** Fractions keep their width under FM. */
  private void fraction(int value, int width, Part part) {
    ordinal(zeroPadded(value, width), part);
  }

  private void year(DateField field, Part part) {
    if (field == DateField.CENTURY) {
      int year = moment.year();
      int century =
          moment.isInterval() ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
      number(century, century > 99 || century < -99 ? 0 : century >= 0 ? 2 : 3, part);
      return;
    }
    int shown = moment.shownYear();
    if (field == DateField.YEAR_COMMA) {
      ordinal(shown / 1000 + "," + zeroPadded(shown % 1000, 3), part);
      return;
    }
    int year = field == DateField.ISO_YEAR ? moment.shownIsoYear() : shown;
    int digits = part.text().length();
    int modulus = digits == 4 ? Integer.MAX_VALUE : (int) Math.pow(10, digits);
    number(year % modulus, digits == 1 ? 1 : shown >= 0 ? digits : digits + 1, part);
  }

  private void date(DateField field, Part part) {
    switch (field) {
      case MONTH -> number(moment.month(), moment.month() >= 0 ? 2 : 3, part);
      case DAY -> number(moment.day(), 2, part);
      case DAY_OF_YEAR -> number(moment.dayOfYear(), 3, part);
      case ISO_DAY_OF_YEAR -> number(moment.isoDayOfYear(), 3, part);
      case DAY_OF_WEEK -> {
        refuseInterval();
        number(moment.dayOfWeek() + 1, 0, part);
      }
      case ISO_DAY -> {
        refuseInterval();
        number(moment.dayOfWeek() == 0 ? 7 : moment.dayOfWeek(), 0, part);
      }
      case WEEK -> number((moment.dayOfYear() - 1) / 7 + 1, 2, part);
      case ISO_WEEK -> number(Dates.isoWeek(moment.civilDays()), 2, part);
      case QUARTER -> {
        if (moment.month() != 0) {
          number((moment.month() - 1) / 3 + 1, 0, part);
        }
      }
      case WEEK_OF_MONTH -> number((moment.day() - 1) / 7 + 1, 0, part);
      case JULIAN -> number(moment.civilDays() + Dates.JULIAN_EPOCH, 0, part);
      // FX is for reading.
      default -> {}
    }
  }

  private void number(long value, int width, Part part) {
    ordinal(zeroPadded(value, part.isFilled() ? 0 : width), part);
  }

  /** In C's {@code %0*d}: the sign counts to the width. */
  private static String zeroPadded(long value, int width) {
    String digits = Long.toString(Math.abs(value));
    String sign = value < 0 ? "-" : "";
    return sign + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits;
  }

  private void ordinal(String number, Part part) {
    text.append(number);
    if (!part.ordinal().isEmpty()) {
      text.append(TemplateNames.ordinal(number, part.ordinal()));
    }
  }
}
