package org.orrery.sql.function.format;

import static org.orrery.sql.function.format.DateTemplate.isDigit;

import org.orrery.base.error.OrreryException;
import org.orrery.sql.function.format.NumberTemplate.Part;
import org.orrery.sql.function.format.NumberTemplate.SignPlace;

/** Reads the digits of a number from a text by a template. One object reads one text. */
final class NumberScanner {

  private final NumberTemplate template;
  private final String text;
  private final StringBuilder number = new StringBuilder();
  private char sign = ' ';
  private int at;
  private int integerRead;
  private int fractionRead;
  private boolean isPointRead;

  private NumberScanner(NumberTemplate template, String text) {
    this.template = template;
    this.text = text;
  }

  /**
   * What was read: a sign or blank, then digits with maybe a point.
   *
   * @param fractionDigits digits read behind the point
   */
  record Scanned(String number, int fractionDigits) {}

  static Scanned scan(NumberTemplate template, String text) {
    if (template.hasExponent()) {
      throw OrreryException.notSupported("\"EEEE\" not supported for input");
    }
    if (template.isRoman()) {
      throw OrreryException.notSupported("\"RN\" not supported for input");
    }
    var scanner = new NumberScanner(template, text);
    for (Part part : template.parts()) {
      if (scanner.isAtEnd()) {
        break;
      }
      scanner.part(part);
    }
    if (!scanner.number.isEmpty() && scanner.number.charAt(scanner.number.length() - 1) == '.') {
      scanner.number.setLength(scanner.number.length() - 1);
    }
    return new Scanned(scanner.sign + scanner.number.toString(), scanner.fractionRead);
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }

  private char peek() {
    return isAtEnd() ? 0 : text.charAt(at);
  }

  private void part(Part part) {
    NumberField field = part.field();
    if (field == null) {
      skipCharacter();
      return;
    }
    switch (field) {
      case NINE, ZERO, POINT, LOCAL_POINT -> {
        place(field);
        at++;
      }
      case COMMA, GROUP -> {
        if (!template.isFilled() && peek() == ',') {
          at++;
        }
      }
      case CURRENCY -> skipOther(1);
      case ORDINAL -> {
        if (!template.hasPoint()) {
          skipOther(2);
        }
      }
      case MINUS, PLUS, SIGN -> ownSign(field);
      default -> {}
    }
  }

  private void ownSign(NumberField field) {
    boolean isMinus = peek() == '-' && field != NumberField.PLUS;
    boolean isPlus = peek() == '+' && field != NumberField.MINUS;
    if (isMinus || isPlus) {
      sign = peek();
      at++;
    } else {
      skipOther(1);
    }
  }

  private void skipCharacter() {
    at = text.offsetByCodePoints(at, 1);
  }

  /** Passes over characters that cannot be of the number. */
  private void skipOther(int count) {
    for (int i = 0; i < count && !isAtEnd() && "0123456789.,+-".indexOf(peek()) < 0; i++) {
      skipCharacter();
    }
  }

  /** Reads one place; stops at its last character, which the caller passes over. */
  private void place(NumberField field) {
    if (peek() == ' ') {
      at++;
    }
    boolean isDigitPlace = field == NumberField.NINE || field == NumberField.ZERO;
    if (!isAtEnd() && sign == ' ' && isDigitPlace && integerRead + fractionRead == 0) {
      signBefore();
    }
    if (isAtEnd()) {
      return;
    }
    boolean isRead = false;
    if (isDigit(peek())) {
      if (isPointRead && fractionRead == template.fractionDigits()) {
        return;
      }
      number.append(peek());
      if (isPointRead) {
        fractionRead++;
      } else {
        integerRead++;
      }
      isRead = true;
    } else if (template.hasPoint() && !isPointRead && peek() == '.') {
      number.append('.');
      isPointRead = true;
      isRead = true;
    }
    if (sign == ' ' && integerRead + fractionRead > 0) {
      signBehind(isRead);
    }
  }

  private void signBefore() {
    if (template.hasLocalSign() && signPlace() == SignPlace.BEFORE) {
      if (peek() == '-' || peek() == '+') {
        sign = text.charAt(at++);
      }
    } else if (peek() == '-' || (template.hasBrackets() && peek() == '<')) {
      sign = '-';
      at++;
    } else if (peek() == '+') {
      sign = '+';
      at++;
    }
  }

  private SignPlace signPlace() {
    return template.signPlace();
  }

  private void signBehind(boolean isRead) {
    if (template.hasLocalSign()
        && isRead
        && at + 1 < text.length()
        && !isDigit(text.charAt(at + 1))) {
      char following = text.charAt(at + 1);
      if (following == '-' || following == '+') {
        sign = following;
        at++;
      }
    } else if (!isRead && !template.hasLocalSign() && (template.hasPlus() || template.hasMinus())) {
      if (peek() == '-' || peek() == '+') {
        sign = peek();
      }
    }
  }
}
