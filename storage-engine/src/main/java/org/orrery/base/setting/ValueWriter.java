package org.orrery.base.setting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes a setting's value as {@code SHOW} does. */
final class ValueWriter {

  private static final int SIGNIFICANT_DIGITS = 6;

  private ValueWriter() {}

  /** The value with its most readable unit. */
  static String show(Setting setting, SettingValue value) {
    SettingUnit unit = setting.unit();
    return switch (setting.type()) {
      case INTEGER, REAL -> {
        if (setting.is(Setting.Flag.OCTAL)) {
          yield octal(value);
        }
        if (unit == null || value.number() <= 0) {
          yield value.text();
        }
        SettingUnit.Shown shown = unit.show(value.number());
        yield setting.type() == SettingType.INTEGER
            ? Math.round(shown.value()) + shown.unit()
            : significant(shown.value()) + shown.unit();
      }
      case BOOL, STRING, ENUM -> value.text();
    };
  }

  /** The value as in {@code pg_settings.setting}: without unit, file modes in octal. */
  static String plain(Setting setting, SettingValue value) {
    return setting.is(Setting.Flag.OCTAL) ? octal(value) : value.text();
  }

  private static String octal(SettingValue value) {
    return "0" + Long.toOctalString((long) value.number());
  }

  /** C's {@code %g}: six significant digits, no trailing zeros, an exponent when far from one. */
  static String significant(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal stripped = rounded.stripTrailingZeros();
    if (exponent >= -4 && exponent < SIGNIFICANT_DIGITS) {
      return stripped.toPlainString();
    }
    String mantissa = stripped.scaleByPowerOfTen(-exponent).toPlainString();
    String digits = Integer.toString(Math.abs(exponent));
    return mantissa + (exponent < 0 ? "e-" : "e+") + (digits.length() < 2 ? "0" : "") + digits;
  }
}
