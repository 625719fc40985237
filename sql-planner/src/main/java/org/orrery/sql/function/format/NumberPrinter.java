package org.orrery.sql.function.format;

import java.util.Locale;
import org.orrery.sql.function.format.NumberTemplate.Part;
import org.orrery.sql.function.format.NumberTemplate.SignPlace;

/** Puts the digits of a number into a template. One object prints one number. */
final class NumberPrinter {

  private static final int ROMAN_WIDTH = 15;
  private static final int NOTHING = -1;

  private final NumberTemplate template;
  private final String digits;
  private final char sign;
  private final int spacesBefore;
  private final boolean hasBrackets;
  private final SignPlace signPlace;
  private final int lastRelevant;
  private final int digitCount;
  private final StringBuilder text = new StringBuilder();
  private boolean isSignWritten;
  private boolean isInNumber;
  private int place;
  private int next;

  /**
   * A printer of a number.
   *
   * @param digits digits and maybe a point, without sign; as many behind the point as the template
   *     has or fewer
   * @param integerDigits places before the point
   * @param fractionDigits places behind the point
   */
  private NumberPrinter(
      NumberTemplate template, String digits, char sign, int integerDigits, int fractionDigits) {
    this.template = template;
    this.digits = digits;
    this.sign = sign;
    int point = digits.indexOf('.');
    int length = point < 0 ? digits.length() : point;
    this.spacesBefore = Math.max(0, integerDigits - length);
    boolean isOwnSign = template.hasPlus() || template.hasMinus();
    boolean isPlain = sign != '-' && template.isFilled();
    this.hasBrackets = template.hasBrackets() && !(isPlain && !isOwnSign);
    this.isSignWritten = isOwnSign ? template.hasMinus() : isPlain && !template.hasLocalSign();
    this.signPlace =
        !isOwnSign && template.signPlace() == SignPlace.BEFORE && isSignLast(integerDigits)
            ? SignPlace.BEHIND
            : template.signPlace();
    this.fractionDigits = fractionDigits;
    this.lastRelevant = lastRelevant();
    this.digitCount =
        fractionDigits + integerDigits - 1 + (!isSignWritten && spacesBefore == 0 ? 1 : 0);
  }

  private final int fractionDigits;

  private boolean isSignLast(int integerDigits) {
    return template.isSignLast() && integerDigits == template.integerDigits();
  }

  static String print(
      NumberTemplate template, String digits, char sign, int integerDigits, int fractionDigits) {
    var printer = new NumberPrinter(template, digits, sign, integerDigits, fractionDigits);
    for (Part part : template.parts()) {
      printer.part(part);
    }
    int end = printer.text.indexOf("\0");
    return end < 0 ? printer.text.toString() : printer.text.substring(0, end);
  }

  /** Prints a Roman number in place of all digits; only FM counts beside it. */
  static String printRoman(NumberTemplate template, String roman) {
    var text = new StringBuilder();
    for (Part part : template.parts()) {
      if (part.field() == NumberField.ROMAN) {
        if (!template.isFilled()) {
          text.repeat(' ', Math.max(0, ROMAN_WIDTH - roman.length()));
        }
        boolean isLower = part.text().equals("rn");
        text.append(isLower ? roman.toLowerCase(Locale.ROOT) : roman);
      } else if (part.field() == null) {
        text.append(part.text());
      } else {
        romanFiller(part.field(), template.isFilled(), text);
      }
    }
    return text.toString();
  }

  private static void romanFiller(NumberField field, boolean isFilled, StringBuilder text) {
    switch (field) {
      case COMMA, GROUP, MINUS, PLUS -> text.append(isFilled ? "" : " ");
      case CURRENCY -> text.append(' ');
      case SIGN -> text.append('\0');
      default -> {}
    }
  }

  /** Index of the last digit that FM keeps; {@link #NOTHING} when all digits count. */
  private int lastRelevant() {
    int point = digits.indexOf('.');
    if (!template.isFilled() || !template.hasPoint() || point < 0) {
      return NOTHING;
    }
    int last = point;
    for (int i = point + 1; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        last = i;
      }
    }
    if (template.zeroEnd() > spacesBefore) {
      last = Math.max(last, Math.min(digits.length() - 1, template.zeroEnd() - spacesBefore));
    }
    return last;
  }

  private boolean endsInPoint() {
    return lastRelevant != NOTHING && digits.charAt(lastRelevant) == '.';
  }

  private char digit() {
    return next < digits.length() ? digits.charAt(next) : 0;
  }

  private void part(Part part) {
    NumberField field = part.field();
    if (field == null) {
      text.append(part.text());
      return;
    }
    boolean isFilled = template.isFilled();
    switch (field) {
      case NINE, ZERO, POINT, LOCAL_POINT -> place(field);
      case COMMA, GROUP -> text.append(isInNumber ? "," : isFilled ? "" : " ");
      case CURRENCY -> text.append(' ');
      case ORDINAL -> {
        if (digits.charAt(0) != '#' && sign != '-' && !template.hasPoint()) {
          text.append(TemplateNames.ordinal(digits, part.text()));
        }
      }
      case MINUS -> text.append(sign == '-' ? "-" : isFilled ? "" : " ");
      case PLUS -> text.append(sign == '+' ? "+" : isFilled ? "" : " ");
      case SIGN -> text.append(sign);
      default -> {}
    }
  }

  /** A leading zero before the point that the template leaves out, as 9.9 does for 0.1. */
  private boolean isHiddenZero() {
    return !template.hasZero() && next == 0 && digit() == '0' && fractionDigits != 0;
  }

  private void place(NumberField field) {
    isInNumber = false;
    boolean isZeroFrom = template.hasZero() && template.zeroStart() == place;
    if (!isSignWritten
        && (place >= spacesBefore || isZeroFrom)
        && (!isHiddenZero() || endsInPoint())) {
      writeSign();
    }
    if (place < spacesBefore) {
      writePadding();
    } else {
      writeDigit(field);
    }
    int end = digitCount + (spacesBefore > 0 ? 1 : 0) + (template.hasPoint() ? 1 : 0);
    if (lastRelevant != NOTHING && lastRelevant == next) {
      end = place;
    }
    if (place + 1 == end) {
      writeEnd();
    }
    place++;
  }

  private void writeSign() {
    if (template.hasLocalSign()) {
      if (signPlace == SignPlace.BEFORE) {
        text.append(sign);
        isSignWritten = true;
      }
      return;
    }
    if (hasBrackets) {
      text.append(sign == '+' ? ' ' : '<');
    } else if (sign == '-') {
      text.append('-');
    } else if (!template.isFilled()) {
      text.append(' ');
    }
    isSignWritten = true;
  }

  private void writePadding() {
    if (template.hasZero() && template.zeroStart() <= place) {
      text.append('0');
      isInNumber = true;
    } else if (!template.isFilled()) {
      text.append(' ');
    }
  }

  private void writeDigit(NumberField field) {
    if (digit() == '.') {
      text.append('.');
    } else if (lastRelevant == NOTHING || next <= lastRelevant || field == NumberField.ZERO) {
      if (!isHiddenZero()) {
        text.append(digit());
        isInNumber = true;
      } else if (!template.isFilled()) {
        text.append(' ');
      } else if (endsInPoint()) {
        text.append('0');
      }
    }
    if (next < digits.length()) {
      next++;
    }
  }

  private void writeEnd() {
    if (isSignWritten && hasBrackets) {
      text.append(sign == '+' ? ' ' : '>');
    } else if (template.hasLocalSign() && signPlace == SignPlace.BEHIND) {
      text.append(sign);
    }
  }
}
