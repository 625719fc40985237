package org.orrery.data.type;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.time.Dates;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.data.type.DatetimeTokens.Token;

/**
 * Reads dates and times in every form that PostgreSQL accepts, field by field as its manual's
 * appendix B.1 describes. One object reads one text.
 */
final class DatetimeParser {

  private static final int YEAR = 1;
  private static final int MONTH = 2;
  private static final int DAY = 4;
  private static final int DATE = YEAR | MONTH | DAY;

  private static final long OFFSET_SECONDS_MAX = 15 * 3600 + 59 * 60 + 59;

  private final String typeName;
  private final String text;
  private final FormatSettings settings;
  private final boolean isTimeOnly;
  private final DatetimeFields fields = new DatetimeFields();

  private int seen;
  private long year;
  private int month;
  private int day;
  private int dayOfYear;
  private boolean isTwoDigitYear;
  private boolean isBc;
  private boolean hasTextMonth;
  private boolean isDaySet;
  private int clock;
  private DatetimeWords.@Nullable Role prefix;
  private List<Token> tokens = List.of();

  /** Roles of words that may occur once and forbid a date after them. */
  private final Set<DatetimeWords.Role> once = EnumSet.noneOf(DatetimeWords.Role.class);

  private DatetimeParser(
      String typeName, String text, FormatSettings settings, boolean isTimeOnly) {
    this.typeName = typeName;
    this.text = text;
    this.settings = settings;
    this.isTimeOnly = isTimeOnly;
  }

  /**
   * Reads a text.
   *
   * @param typeName what errors call the type
   * @param isTimeOnly whether the text is a time of day, in which a date is optional
   * @throws OrreryException {@code 22007}, {@code 22008}, {@code 22009} or {@code 22023}
   */
  static DatetimeFields parse(
      String typeName, String text, FormatSettings settings, boolean isTimeOnly) {
    return new DatetimeParser(typeName, text, settings, isTimeOnly).run();
  }

  private DatetimeFields run() {
    List<Token> split = DatetimeTokens.split(text.toLowerCase(Locale.ROOT));
    if (split == null || split.isEmpty()) {
      throw badFormat();
    }
    tokens = split;
    for (Token token : tokens) {
      switch (token.kind()) {
        case DATE -> dateToken(token.text());
        case TIME -> {
          if (prefix != null && prefix != DatetimeWords.Role.ISO_TIME) {
            throw badFormat();
          }
          prefix = null;
          setTime(ClockText.parse(token.text(), this));
        }
        case SIGNED -> setOffset(token.text());
        case NUMBER -> numberToken(token.text());
        case WORD, SIGNED_WORD -> word(token.text());
      }
    }
    if (prefix != null) {
      throw badFormat();
    }
    return finish();
  }

  OrreryException badFormat() {
    return TypeErrors.invalidDatetime(typeName, text);
  }

  OrreryException fieldOverflow() {
    return OrreryException.of(
        SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", text);
  }

  private void dateToken(String token) {
    boolean isDateKnown = (seen & DATE) == DATE || (isTimeOnly && !isDateExpected());
    boolean isZoneName = !Ascii.isDigit(token.charAt(0)) && prefix == null;
    if (isZoneName && isDateKnown) {
      setZone(token);
    } else if (isDateKnown || prefix != null) {
      // A time run together with its offset, such as 040506-08.
      int dash = token.indexOf('-');
      if (dash < 0) {
        throw badFormat();
      }
      setOffset(token.substring(dash));
      prefix = null;
      concatenated(token.substring(0, dash));
    } else {
      date(token);
    }
  }

  /** Whether a token with dashes is a date: before a time of day only where more follows it. */
  private boolean isDateExpected() {
    return !fields.hasTime
        && tokens.size() > 1
        && (tokens.getLast().kind() == DatetimeTokens.Kind.DATE
            || tokens.get(1).kind() == DatetimeTokens.Kind.TIME);
  }

  private void numberToken(String token) {
    if (prefix == DatetimeWords.Role.JULIAN) {
      julian(token);
      return;
    }
    if (prefix == DatetimeWords.Role.ISO_TIME) {
      prefix = null;
      concatenated(token);
      return;
    }
    int point = token.indexOf('.');
    boolean hasDate = (seen & DATE) == DATE;
    if (isTimeOnly && !hasDate) {
      concatenated(token);
    } else if (point >= 0 && !hasDate) {
      date(token);
    } else if (point > 2 || (token.length() >= 6 && (!hasDate || !fields.hasTime))) {
      concatenated(token);
    } else {
      number(token, hasTextMonth);
    }
  }

  private void julian(String token) {
    int point = token.indexOf('.');
    String whole = point < 0 ? token : token.substring(0, point);
    if (whole.length() > 10) {
      throw fieldOverflow();
    }
    setDays((whole.isEmpty() ? 0 : Long.parseLong(whole)) - Dates.JULIAN_EPOCH);
    if (point >= 0) {
      double fraction = Double.parseDouble("0" + token.substring(point));
      setTime(Math.round(fraction * Dates.MICROS_PER_DAY));
    }
    prefix = null;
  }

  private void setDays(long days) {
    if ((seen & DATE) != 0) {
      throw badFormat();
    }
    seen |= DATE;
    fields.days = days;
    isDaySet = true;
  }

  private void setTime(long micros) {
    if (fields.hasTime) {
      throw badFormat();
    }
    fields.hasTime = true;
    fields.time = micros;
  }

  private void date(String token) {
    int length = token.length();
    String[] parts = new String[3];
    int count = 0;
    for (int at = 0; at < length; ) {
      char c = token.charAt(at);
      if (!Ascii.isDigit(c) && !Ascii.isLetter(c)) {
        at++;
        continue;
      }
      int start = at;
      boolean isWord = Ascii.isLetter(c);
      while (at < length
          && (isWord ? Ascii.isLetter(token.charAt(at)) : Ascii.isDigit(token.charAt(at)))) {
        at++;
      }
      if (count == parts.length) {
        throw badFormat();
      }
      parts[count++] = token.substring(start, at);
    }
    boolean hasNamedMonth = false;
    for (int i = 0; i < count; i++) {
      if (Ascii.isLetter(parts[i].charAt(0))) {
        var meaning = DatetimeWords.meaning(parts[i]);
        if (meaning == null || meaning.role() != DatetimeWords.Role.MONTH) {
          throw badFormat();
        }
        take(MONTH);
        month = meaning.value();
        hasNamedMonth = true;
        parts[i] = "";
      }
    }
    for (int i = 0; i < count; i++) {
      if (!parts[i].isEmpty()) {
        number(parts[i], hasNamedMonth);
      }
    }
    if ((seen & DATE) != DATE || fields.hasTime || !once.isEmpty()) {
      throw badFormat();
    }
  }

  private void take(int field) {
    if ((seen & field) != 0) {
      throw badFormat();
    }
    seen |= field;
  }

  /** One number of a date, whose meaning follows from what is known and from the field order. */
  private void number(String token, boolean hasNamedMonth) {
    int digits = token.length();
    if (digits > 9 || token.indexOf('.') >= 0) {
      throw digits > 9 ? fieldOverflow() : badFormat();
    }
    int value = Integer.parseInt(token);
    if (digits == 3 && (seen & DATE) == YEAR && value >= 1 && value <= 366) {
      seen |= MONTH | DAY;
      dayOfYear = value;
      return;
    }
    boolean isYearFirst = settings.dateOrder() == FormatSettings.DateOrder.YMD;
    switch (seen & DATE) {
      case 0 -> {
        if (digits >= 3 || isYearFirst) {
          setYear(value, digits);
        } else if (settings.dateOrder() == FormatSettings.DateOrder.DMY) {
          setDay(value);
        } else {
          setMonth(value);
        }
      }
      case YEAR, DAY -> setMonth(value);
      case MONTH -> {
        if (hasNamedMonth && (digits >= 3 || isYearFirst)) {
          setYear(value, digits);
        } else {
          setDay(value);
        }
      }
      case YEAR | MONTH -> {
        if (hasNamedMonth && digits >= 3 && isTwoDigitYear) {
          setDay((int) year);
          seen &= ~YEAR;
          setYear(value, digits);
        } else {
          setDay(value);
        }
      }
      case MONTH | DAY -> setYear(value, digits);
      case DATE -> concatenated(token);
      default -> throw badFormat();
    }
  }

  private void setYear(int value, int digits) {
    take(YEAR);
    year = value;
    isTwoDigitYear = digits <= 2;
  }

  private void setMonth(int value) {
    take(MONTH);
    month = value;
  }

  private void setDay(int value) {
    take(DAY);
    day = value;
  }

  /** A date YYYYMMDD or YYMMDD, or a time HHMMSS or HHMM. */
  private void concatenated(String token) {
    int point = token.indexOf('.');
    String digits = point < 0 ? token : token.substring(0, point);
    int length = digits.length();
    if (!digits.chars().allMatch(Ascii::isDigit)) {
      throw badFormat();
    }
    if (point < 0 && (seen & DATE) != DATE && !isTimeOnly && length >= 6) {
      if (length > 12) {
        throw badFormat();
      }
      setYear(Integer.parseInt(digits.substring(0, length - 4)), length - 4);
      setMonth(Integer.parseInt(digits.substring(length - 4, length - 2)));
      setDay(Integer.parseInt(digits.substring(length - 2)));
      return;
    }
    if (fields.hasTime || (length != 6 && length != 4) || (point >= 0 && length == 4)) {
      throw badFormat();
    }
    String clockText =
        digits.substring(0, 2)
            + ":"
            + digits.substring(2, 4)
            + ":"
            + (length == 6 ? digits.substring(4) : "00")
            + (point < 0 ? "" : token.substring(point));
    setTime(ClockText.parse(clockText, this));
  }

  private void setOffset(String token) {
    if (fields.hasZone()) {
      throw badFormat();
    }
    long seconds = offsetSeconds(token);
    if (Math.abs(seconds) > OFFSET_SECONDS_MAX) {
      throw offsetOverflow();
    }
    fields.offsetSeconds = (int) seconds;
  }

  private long offsetSeconds(String token) {
    String[] parts = token.substring(1).split(":", -1);
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 4 || !part.chars().allMatch(Ascii::isDigit)) {
        throw badFormat();
      }
    }
    long hours = Integer.parseInt(parts[0]);
    long minutes = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    long seconds = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
    if (parts.length == 1 && parts[0].length() > 2) {
      minutes = hours % 100;
      hours /= 100;
    }
    if (parts.length > 3) {
      throw badFormat();
    }
    if (hours > 15 || minutes > 59 || seconds > 59) {
      throw offsetOverflow();
    }
    long total = hours * 3600 + minutes * 60 + seconds;
    return token.charAt(0) == '-' ? -total : total;
  }

  private OrreryException offsetOverflow() {
    return OrreryException.of(
        SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
        "time zone displacement out of range: \"%s\"",
        text);
  }

  private void setZone(String name) {
    if (fields.hasZone()) {
      throw badFormat();
    }
    ZoneId zone = TimeZoneNames.zone(name);
    if (zone == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", name);
    }
    fields.zone = zone;
  }

  private void word(String token) {
    boolean isNegative = token.startsWith("-");
    String bare = isNegative || token.startsWith("+") ? token.substring(1) : token;
    var meaning = DatetimeWords.meaning(bare);
    if (bare.length() != token.length()
        && (meaning == null || meaning.role() != DatetimeWords.Role.INFINITY)) {
      throw badFormat();
    }
    if (meaning == null) {
      zoneWord(bare);
      return;
    }
    switch (meaning.role()) {
      case MONTH -> textMonth(meaning.value());
      case AM, PM -> {
        takeOnce(DatetimeWords.Role.AM);
        clock = meaning.role() == DatetimeWords.Role.AM ? 1 : 2;
      }
      case AD, BC -> {
        takeOnce(DatetimeWords.Role.AD);
        isBc = meaning.role() == DatetimeWords.Role.BC;
      }
      case WEEKDAY -> takeOnce(DatetimeWords.Role.WEEKDAY);
      case IGNORED -> {}
      case ISO_TIME -> {
        if (!isTimeOnly && (seen & DATE) != DATE) {
          throw badFormat();
        }
        prefix = meaning.role();
      }
      case JULIAN -> prefix = meaning.role();
      case NOW, TODAY, TOMORROW, YESTERDAY -> current(meaning.role());
      case MIDNIGHT_UTC -> {
        setTime(0);
        fields.offsetSeconds = 0;
      }
      case EPOCH -> fields.special = DatetimeFields.Special.EPOCH;
      case INFINITY ->
          fields.special =
              isNegative
                  ? DatetimeFields.Special.NEGATIVE_INFINITY
                  : DatetimeFields.Special.INFINITY;
    }
  }

  private void takeOnce(DatetimeWords.Role role) {
    if (!once.add(role)) {
      throw badFormat();
    }
  }

  private void textMonth(int value) {
    // "08 Jan": what was taken for the month is the day.
    if ((seen & MONTH) != 0 && !hasTextMonth && (seen & DAY) == 0 && month >= 1 && month <= 31) {
      setDay(month);
      seen &= ~MONTH;
    }
    setMonth(value);
    hasTextMonth = true;
  }

  private void current(DatetimeWords.Role role) {
    long local = ZoneOffsets.of(settings.timeZone()).toLocal(settings.currentMicros());
    long shift =
        switch (role) {
          case TOMORROW -> 1;
          case YESTERDAY -> -1;
          default -> 0;
        };
    setDays(Dates.dayOf(local) + shift);
    if (role == DatetimeWords.Role.NOW) {
      setTime(Dates.timeOf(local));
      fields.offsetSeconds =
          ZoneOffsets.of(settings.timeZone()).offsetSeconds(settings.currentMicros());
    }
  }

  private void zoneWord(String name) {
    if (fields.hasZone()) {
      throw badFormat();
    }
    Integer seconds = TimeZoneNames.abbreviationSeconds(name);
    if (seconds != null) {
      fields.offsetSeconds = seconds;
      return;
    }
    ZoneId zone = TimeZoneNames.zone(name);
    if (zone == null) {
      throw badFormat();
    }
    fields.zone = zone;
  }

  private DatetimeFields finish() {
    if (fields.special != DatetimeFields.Special.NONE) {
      return fields;
    }
    fields.hasDate = (seen & DATE) == DATE;
    boolean isIncomplete = isTimeOnly ? !fields.hasTime : !fields.hasDate;
    if (isIncomplete || (!fields.hasDate && seen != 0)) {
      throw badFormat();
    }
    if (fields.hasDate && !isDaySet) {
      fields.days = validDate();
    }
    if (clock != 0) {
      applyClock();
    }
    if (fields.time > Dates.MICROS_PER_DAY) {
      throw fieldOverflow();
    }
    return fields;
  }

  private void applyClock() {
    long hour = fields.time / Dates.MICROS_PER_HOUR;
    if (hour > 12) {
      throw fieldOverflow();
    }
    if (clock == 2 && hour != 12) {
      fields.time += 12 * Dates.MICROS_PER_HOUR;
    } else if (clock == 1 && hour == 12) {
      fields.time -= 12 * Dates.MICROS_PER_HOUR;
    }
  }

  private long validDate() {
    if (isBc) {
      if (year <= 0) {
        throw fieldOverflow();
      }
      year = 1 - year;
    } else if (isTwoDigitYear) {
      year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
    } else if (year <= 0) {
      throw fieldOverflow();
    }
    if (dayOfYear > 0) {
      return Dates.daysFromCivil(year, 1, 1) + dayOfYear - 1;
    }
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      throw fieldOverflow().withHint("Perhaps you need a different \"datestyle\" setting.");
    }
    if (day > Dates.daysInMonth(year, month)) {
      throw fieldOverflow();
    }
    return Dates.daysFromCivil(year, month, day);
  }
}
