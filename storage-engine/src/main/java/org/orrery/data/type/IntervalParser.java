package org.orrery.data.type;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.time.Dates;
import org.orrery.data.type.DatetimeTokens.Kind;
import org.orrery.data.type.DatetimeTokens.Token;

/**
 * Reads intervals: counts with units, {@code 1-2} years and months, times, {@code ago}; ISO 8601 is
 * {@link IsoIntervalParser}'s. Fields are read from the last to the first, since a unit follows its
 * number.
 */
final class IntervalParser {

  /** Units, and words that stand where one may. */
  enum Unit {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    AGO
  }

  private static final Map<String, Unit> UNITS = units();

  private final String text;
  private final IntervalSum sum = new IntervalSum();
  private final int range;
  private @Nullable Unit unit;
  private final Set<Unit> seen = EnumSet.noneOf(Unit.class);
  private boolean isAgo;
  private boolean isAllNegative;

  private IntervalParser(String text, int range) {
    this.text = text;
    this.range = range;
  }

  private static Map<String, Unit> units() {
    var units = new HashMap<String, Unit>();
    String table =
        """
        MICROSECOND us usec usecs useconds usecond microsecond microsecon microseconds
        MILLISECOND ms msec msecs mseconds msecond millisecond milliseconds
        SECOND s sec secs second seconds
        MINUTE m min mins minute minutes
        HOUR h hr hrs hour hours
        DAY d day days
        WEEK w week weeks
        MONTH mon mons month months
        YEAR y yr yrs year years
        DECADE dec decs decade decades
        CENTURY c cent century centuries
        MILLENNIUM mil mils millennia millennium
        AGO ago
        """;
    for (String line : table.lines().toList()) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        units.put(words[i], Unit.valueOf(words[0]));
      }
    }
    return Map.copyOf(units);
  }

  /**
   * The interval that a text means, without the modifier's rounding.
   *
   * @param typmod whose last field is the unit of a bare number
   * @throws OrreryException {@code 22007}, {@code 22008} or {@code 22015}
   */
  static Interval parse(String text, int typmod, FormatSettings.IntervalStyle style) {
    try {
      if (text.startsWith("P")) {
        Interval iso = IsoIntervalParser.parse(text);
        if (iso != null) {
          return iso;
        }
      }
      return new IntervalParser(text, IntervalTypmods.range(typmod)).run(style);
    } catch (ArithmeticException e) {
      throw OrreryException.of(
              SqlState.INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"%s\"", text)
          .causedBy(e);
    }
  }

  private Interval run(FormatSettings.IntervalStyle style) {
    List<Token> tokens = DatetimeTokens.split(text.toLowerCase(Locale.ROOT));
    if (tokens == null || tokens.isEmpty()) {
      throw badFormat();
    }
    isAllNegative = style == FormatSettings.IntervalStyle.SQL_STANDARD && leadsAlone(tokens);
    for (int i = tokens.size() - 1; i >= 0; i--) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case TIME -> time(token.text(), isAllNegative);
        case SIGNED -> {
          if (token.text().indexOf(':') >= 0) {
            time(token.text().substring(1), token.text().charAt(0) == '-');
          } else {
            number(token.text());
          }
        }
        case NUMBER, DATE -> number(token.text());
        case WORD -> unit(token.text());
        case SIGNED_WORD -> throw badFormat();
      }
    }
    if (seen.isEmpty()) {
      throw badFormat();
    }
    return sum.toInterval(isAgo);
  }

  /** Whether the text begins with the only sign: SQL then applies it to all fields. */
  private static boolean leadsAlone(List<Token> tokens) {
    if (!tokens.get(0).text().startsWith("-")) {
      return false;
    }
    return tokens.stream().filter(token -> token.kind() == Kind.SIGNED).count() == 1;
  }

  private OrreryException badFormat() {
    return TypeErrors.invalidDatetime("interval", text);
  }

  private void unit(String word) {
    Unit known = UNITS.get(word);
    if (known == null) {
      throw badFormat();
    }
    if (known == Unit.AGO) {
      isAgo = true;
    }
    unit = known;
  }

  private void take(Unit field) {
    if (!seen.add(field)) {
      throw badFormat();
    }
  }

  private void takeSeconds() {
    take(Unit.SECOND);
    take(Unit.MILLISECOND);
    take(Unit.MICROSECOND);
  }

  private void time(String token, boolean isNegative) {
    take(Unit.HOUR);
    take(Unit.MINUTE);
    takeSeconds();
    // A time replaces the time that fractions after it have given so far.
    sum.clearMicros();
    int point = token.indexOf('.');
    String[] parts = (point < 0 ? token : token.substring(0, point)).split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw badFormat();
    }
    long[] values = new long[3];
    boolean isMinuteSecond =
        parts.length == 2
            && (point >= 0 || range == (IntervalTypmods.MINUTE | IntervalTypmods.SECOND));
    int shift = isMinuteSecond ? 1 : 0;
    for (int i = 0; i < parts.length; i++) {
      values[i + shift] = parts[i].isEmpty() && i > 0 ? 0 : whole(parts[i]);
    }
    long fraction = point < 0 ? 0 : ClockText.fractionMicros(token.substring(point + 1));
    if (fraction < 0) {
      throw badFormat();
    }
    if (values[1] > 59 || values[2] > 60) {
      throw new ArithmeticException("time of interval");
    }
    int sign = isNegative ? -1 : 1;
    sum.addMicros(sign * values[0], Dates.MICROS_PER_HOUR);
    sum.addMicros(sign * values[1], Dates.MICROS_PER_MINUTE);
    sum.addMicros(sign * values[2], Dates.MICROS_PER_SECOND);
    sum.addMicros(sign * fraction, 1);
    unit = Unit.DAY;
  }

  private long whole(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(Ascii::isDigit)) {
      throw badFormat();
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = Math.addExact(Math.multiplyExact(value, 10L), digits.charAt(i) - '0');
    }
    return value;
  }

  private void number(String token) {
    boolean isSigned = token.startsWith("-") || token.startsWith("+");
    boolean isNegative = token.startsWith("-") || isAllNegative;
    String body = isSigned ? token.substring(1) : token;
    int sign = isNegative ? -1 : 1;
    int dash = body.indexOf('-');
    if (dash > 0) {
      long years = whole(body.substring(0, dash));
      long months = body.length() == dash + 1 ? 0 : whole(body.substring(dash + 1));
      if (months >= 12) {
        throw new ArithmeticException("months of a year");
      }
      take(Unit.MONTH);
      sum.addMonths(sign * (years * 12 + months));
      unit = Unit.MONTH;
      return;
    }
    Unit effective = unit == null ? defaultUnit() : unit;
    int point = body.indexOf('.');
    String whole = point < 0 ? body : body.substring(0, point);
    double fraction = 0;
    if (point >= 0 && point + 1 < body.length()) {
      if (!body.substring(point + 1).chars().allMatch(Ascii::isDigit)) {
        throw badFormat();
      }
      fraction = Double.parseDouble("0" + body.substring(point));
    }
    long value = whole.isEmpty() && point >= 0 ? 0 : whole(whole);
    if (effective == Unit.AGO) {
      throw badFormat();
    }
    if (effective == Unit.SECOND && fraction != 0) {
      takeSeconds();
    } else {
      take(effective);
    }
    if (!sum.add(effective, sign * value, sign * fraction)) {
      throw badFormat();
    }
    // A bare number before hours counts days.
    unit = effective == Unit.HOUR ? Unit.DAY : effective;
  }

  private Unit defaultUnit() {
    if (range == IntervalTypmods.FULL_RANGE) {
      return Unit.SECOND;
    }
    if (range == IntervalTypmods.YEAR) {
      return Unit.YEAR;
    }
    if ((range & IntervalTypmods.MONTH) != 0) {
      return Unit.MONTH;
    }
    return switch (Integer.highestOneBit(range)) {
      case IntervalTypmods.DAY -> Unit.DAY;
      case IntervalTypmods.HOUR -> Unit.HOUR;
      case IntervalTypmods.MINUTE -> Unit.MINUTE;
      default -> Unit.SECOND;
    };
  }
}
