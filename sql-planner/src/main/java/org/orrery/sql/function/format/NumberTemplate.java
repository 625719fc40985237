package org.orrery.sql.function.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** A parsed template for numbers: its parts and what they say together. */
final class NumberTemplate {

  /** A field and how it is written, or a character. */
  record Part(@Nullable NumberField field, String text) {}

  /** Where an {@code S} puts the sign. */
  enum SignPlace {
    NONE,
    BEFORE,
    BEHIND
  }

  private static final int NAME_LENGTH_MAX = 4;
  private static final Map<String, NumberField> FIELDS = new HashMap<>();

  static {
    for (NumberField field : NumberField.values()) {
      FIELDS.put(field.spelling(), field);
      FIELDS.put(field.spelling().toLowerCase(Locale.ROOT), field);
    }
  }

  private final List<Part> parts = new ArrayList<>();

  /** Digits before the point. */
  private int integerDigits;

  /** Digits behind the point. */
  private int fractionDigits;

  /** Digits behind V. */
  private int shiftDigits;

  /** Place of the first 0 before the point, when there is one. */
  private int zeroStart;

  /** Place of the last 0, counted from 1. */
  private int zeroEnd;

  private SignPlace signPlace = SignPlace.NONE;
  private int digitsBeforeSign;
  private boolean hasZero;
  private boolean hasPoint;
  private boolean hasBlank;
  private boolean hasShift;
  private boolean hasLocalSign;
  private boolean hasPlus;
  private boolean hasMinus;
  private boolean hasBrackets;
  private boolean hasExponent;
  private boolean isRoman;
  private boolean isFilled;

  private NumberTemplate() {}

  static NumberTemplate parse(String text) {
    var template = new NumberTemplate();
    int at = 0;
    while (at < text.length()) {
      String name = fieldName(text, at);
      if (name != null) {
        at += name.length();
        NumberField field = Objects.requireNonNull(FIELDS.get(name));
        template.take(field);
        template.parts.add(new Part(field, name));
      } else if (text.charAt(at) == '"') {
        at = template.quoted(text, at + 1);
      } else {
        at += text.startsWith("\\\"", at) ? 1 : 0;
        at = template.character(text, at);
      }
    }
    return template;
  }

  private static @Nullable String fieldName(String text, int at) {
    for (int length = NAME_LENGTH_MAX; length > 0; length--) {
      if (at + length <= text.length()) {
        String name = text.substring(at, at + length);
        if (FIELDS.containsKey(name)) {
          return name;
        }
      }
    }
    return null;
  }

  private int character(String text, int at) {
    int end = text.offsetByCodePoints(at, 1);
    parts.add(new Part(null, text.substring(at, end)));
    return end;
  }

  private int quoted(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
      at = character(text, at);
    }
    return Math.min(at + 1, text.length());
  }

  private static OrreryException error(String message) {
    return OrreryException.of(SqlState.SYNTAX_ERROR, "%s", message);
  }

  private static void refuse(boolean condition, String message) {
    if (condition) {
      throw error(message);
    }
  }

  private void take(NumberField field) {
    refuse(hasExponent && field != NumberField.EXPONENT, "\"EEEE\" must be the last pattern used");
    switch (field) {
      case NINE, ZERO -> digit(field);
      case BLANK -> hasBlank |= integerDigits == 0 && fractionDigits == 0 && !hasZero;
      case POINT, LOCAL_POINT -> {
        refuse(hasPoint, "multiple decimal points");
        refuse(hasShift, "cannot use \"V\" and decimal point together");
        hasPoint = true;
      }
      case FILLED -> isFilled = true;
      case LOCAL_SIGN, MINUS, PLUS, SIGN, BRACKETS -> sign(field);
      case ROMAN -> isRoman = true;
      case SHIFT -> {
        refuse(hasPoint, "cannot use \"V\" and decimal point together");
        hasShift = true;
      }
      case EXPONENT -> exponent();
      case CURRENCY, CURRENCY_CODE, GROUP, COMMA, ORDINAL, IGNORED -> {}
    }
  }

  private void digit(NumberField field) {
    refuse(hasBrackets, "\"" + field.spelling() + "\" must be ahead of \"PR\"");
    if (field == NumberField.NINE && hasShift) {
      shiftDigits++;
      return;
    }
    if (field == NumberField.ZERO && !hasZero && !hasPoint) {
      hasZero = true;
      zeroStart = integerDigits;
    }
    if (hasPoint) {
      fractionDigits++;
    } else {
      integerDigits++;
    }
    if (field == NumberField.ZERO) {
      zeroEnd = integerDigits + fractionDigits;
    }
  }

  private void sign(NumberField field) {
    if (field == NumberField.BRACKETS) {
      refuse(
          hasLocalSign || hasPlus || hasMinus,
          "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
      hasBrackets = true;
      return;
    }
    if (field == NumberField.LOCAL_SIGN) {
      refuse(hasLocalSign, "cannot use \"S\" twice");
      refuse(
          hasPlus || hasMinus || hasBrackets,
          "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
      hasLocalSign = true;
      signPlace = hasPoint ? SignPlace.BEHIND : SignPlace.BEFORE;
      digitsBeforeSign = integerDigits;
      return;
    }
    refuse(hasLocalSign, "cannot use \"S\" and \"" + field.spelling() + "\" together");
    hasMinus |= field != NumberField.PLUS;
    hasPlus |= field != NumberField.MINUS;
  }

  private void exponent() {
    refuse(hasExponent, "cannot use \"EEEE\" twice");
    if (hasBlank
        || isFilled
        || hasLocalSign
        || hasBrackets
        || hasMinus
        || hasPlus
        || isRoman
        || hasShift) {
      throw error("\"EEEE\" is incompatible with other formats")
          .withDetail("\"EEEE\" may only be used together with digit and decimal point patterns.");
    }
    hasExponent = true;
  }

  List<Part> parts() {
    return parts;
  }

  int integerDigits() {
    return integerDigits;
  }

  int fractionDigits() {
    return fractionDigits;
  }

  int shiftDigits() {
    return shiftDigits;
  }

  int zeroStart() {
    return zeroStart;
  }

  int zeroEnd() {
    return zeroEnd;
  }

  SignPlace signPlace() {
    return signPlace;
  }

  /** Whether the S stands behind all digits before the point. */
  boolean isSignLast() {
    return digitsBeforeSign == integerDigits;
  }

  boolean hasZero() {
    return hasZero;
  }

  boolean hasPoint() {
    return hasPoint;
  }

  boolean hasShift() {
    return hasShift;
  }

  boolean hasLocalSign() {
    return hasLocalSign;
  }

  boolean hasPlus() {
    return hasPlus;
  }

  boolean hasMinus() {
    return hasMinus;
  }

  boolean hasBrackets() {
    return hasBrackets;
  }

  boolean hasExponent() {
    return hasExponent;
  }

  boolean isRoman() {
    return isRoman;
  }

  boolean isFilled() {
    return isFilled;
  }
}
