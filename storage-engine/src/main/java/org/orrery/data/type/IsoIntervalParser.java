package org.orrery.data.type;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Interval;
import org.orrery.data.type.IntervalParser.Unit;

/** Reads ISO 8601 durations, {@code P1Y2M3DT4H5M6.7S} and {@code P0001-02-03T04:05:06}. */
final class IsoIntervalParser {

  private final String text;
  private final IntervalSum sum = new IntervalSum();
  private int at = 1;

  private IsoIntervalParser(String text) {
    this.text = text;
  }

  /** The interval, or null when the text, which begins with P, is no such duration. */
  static @Nullable Interval parse(String text) {
    var parser = new IsoIntervalParser(text);
    return parser.run() ? parser.sum.toInterval(false) : null;
  }

  private boolean run() {
    boolean isDate = true;
    boolean hasField = false;
    int alternative = 0;
    while (at < text.length()) {
      if (text.charAt(at) == 'T') {
        isDate = false;
        alternative = 0;
        hasField = false;
        at++;
        continue;
      }
      String number = number();
      char designator = at < text.length() ? text.charAt(at) : 0;
      boolean isLast = designator == 0 || designator == 'T';
      boolean isFirst = alternative == 0 && !hasField;
      if (isLast && isFirst && number.length() == (isDate ? 8 : 6)) {
        if (!addBasic(isDate, number)) {
          return false;
        }
        continue;
      }
      boolean isAlternative =
          alternative > 0 || (isFirst && (isLast || designator == (isDate ? '-' : ':')));
      Unit unit = isAlternative ? alternativeUnit(isDate, alternative++) : unit(isDate, designator);
      boolean isSeparated = isLast || !isAlternative || designator == (isDate ? '-' : ':');
      if (unit == null || !isSeparated || !add(unit, number)) {
        return false;
      }
      hasField = true;
      at += isLast ? 0 : 1;
    }
    return text.length() > 1;
  }

  private String number() {
    int start = at;
    if ("+-".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    while (at < text.length() && (Ascii.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Adds YYYYMMDD or HHMMSS. */
  private boolean addBasic(boolean isDate, String digits) {
    int split = digits.length() - 4;
    return add(isDate ? Unit.YEAR : Unit.HOUR, digits.substring(0, split))
        && add(isDate ? Unit.MONTH : Unit.MINUTE, digits.substring(split, split + 2))
        && add(isDate ? Unit.DAY : Unit.SECOND, digits.substring(split + 2));
  }

  private static @Nullable Unit unit(boolean isDate, char designator) {
    return switch (designator) {
      case 'Y' -> isDate ? Unit.YEAR : null;
      case 'M' -> isDate ? Unit.MONTH : Unit.MINUTE;
      case 'W' -> isDate ? Unit.WEEK : null;
      case 'D' -> isDate ? Unit.DAY : null;
      case 'H' -> isDate ? null : Unit.HOUR;
      case 'S' -> isDate ? null : Unit.SECOND;
      default -> null;
    };
  }

  private static @Nullable Unit alternativeUnit(boolean isDate, int index) {
    return switch (index) {
      case 0 -> isDate ? Unit.YEAR : Unit.HOUR;
      case 1 -> isDate ? Unit.MONTH : Unit.MINUTE;
      case 2 -> isDate ? Unit.DAY : Unit.SECOND;
      default -> null;
    };
  }

  private boolean add(Unit unit, String number) {
    boolean isNegative = number.startsWith("-");
    String body = isNegative || number.startsWith("+") ? number.substring(1) : number;
    int point = body.indexOf('.');
    String whole = point < 0 ? body : body.substring(0, point);
    if (body.isEmpty() || (point >= 0 && body.indexOf('.', point + 1) >= 0) || body.equals(".")) {
      return false;
    }
    if (whole.length() > 18) {
      throw new ArithmeticException("too many digits");
    }
    long value = whole.isEmpty() ? 0 : Long.parseLong(whole);
    double fraction =
        point < 0 || point + 1 == body.length() ? 0 : Double.parseDouble(body) - value;
    int sign = isNegative ? -1 : 1;
    return sum.add(unit, sign * value, sign * fraction);
  }
}
