package org.orrery.base.setting;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Reads a setting's text by PostgreSQL's rules, with its messages (PostgreSQL 15, §20.1.1).
 *
 * <p>Thread: any; holds no state.
 */
final class ValueReader {

  private static final Pattern NUMBER =
      Pattern.compile(
          "\\s*([+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?))"
              + "\\s*([A-Za-z]*)\\s*");

  /** Spellings of which any unambiguous beginning is understood. */
  private static final Map<String, Boolean> WORDS =
      Map.of("true", true, "false", false, "yes", true, "no", false);

  private ValueReader() {}

  /** Reads, checks and puts into canonical form; errors carry the name as it was given. */
  static SettingValue read(
      Setting setting, String name, String text, String current, SettingSource source) {
    return switch (setting.type()) {
      case BOOL -> bool(name, text, source);
      case INTEGER -> integer(setting, name, text, source);
      case REAL -> real(setting, name, text, source);
      case ENUM -> new SettingValue(enumValue(setting, name, text), 0, source);
      case STRING -> new SettingValue(setting.check().canonical(text, current), 0, source);
    };
  }

  /** PostgreSQL's booleans: on, off, 1, 0 and beginnings of true, false, yes, no; else null. */
  static @Nullable Boolean parseBool(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "on", "1" -> true;
      case "of", "off", "0" -> false;
      case "" -> null;
      default -> {
        for (Map.Entry<String, Boolean> word : WORDS.entrySet()) {
          if (word.getKey().startsWith(lower)) {
            yield word.getValue();
          }
        }
        yield null;
      }
    };
  }

  private static SettingValue bool(String name, String text, SettingSource source) {
    Boolean value = parseBool(text);
    if (value == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "parameter \"%s\" requires a Boolean value", name);
    }
    return new SettingValue(value ? "on" : "off", value ? 1 : 0, source);
  }

  private static SettingValue integer(
      Setting setting, String name, String text, SettingSource source) {
    double value = Math.rint(number(setting, name, text, true));
    if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw invalid(name, text).withHint("Value exceeds integer range.");
    }
    if (value < setting.min() || value > setting.max()) {
      String unit = unitSuffix(setting);
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "%d%s is outside the valid range for parameter \"%s\" (%d .. %d)",
          (long) value,
          unit,
          name,
          (long) setting.min(),
          (long) setting.max());
    }
    return new SettingValue(Long.toString((long) value), value, source);
  }

  private static SettingValue real(
      Setting setting, String name, String text, SettingSource source) {
    double value = number(setting, name, text, false);
    if (Double.isInfinite(value)) {
      throw invalid(name, text);
    }
    if (value < setting.min() || value > setting.max()) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "%s%s is outside the valid range for parameter \"%s\" (%s .. %s)",
          ValueWriter.significant(value),
          unitSuffix(setting),
          name,
          ValueWriter.significant(setting.min()),
          ValueWriter.significant(setting.max()));
    }
    return new SettingValue(ValueWriter.significant(value), value, source);
  }

  private static String unitSuffix(Setting setting) {
    SettingUnit unit = setting.unit();
    return unit == null ? "" : " " + unit.text();
  }

  private static double number(Setting setting, String name, String text, boolean isInteger) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      throw invalid(name, text);
    }
    double value = parseNumber(matcher.group(1), isInteger);
    String spelling = matcher.group(2);
    if (spelling.isEmpty()) {
      return value;
    }
    SettingUnit unit = setting.unit();
    if (unit == null) {
      throw invalid(name, text);
    }
    Double converted = unit.toBase(value, spelling);
    if (converted == null) {
      throw invalid(name, text).withHint(unit.hint());
    }
    return converted;
  }

  /** Whole numbers as C reads them: 0x for base 16, a leading 0 for base 8. */
  private static double parseNumber(String digits, boolean isInteger) {
    boolean isNegative = digits.startsWith("-");
    String magnitude = isNegative || digits.startsWith("+") ? digits.substring(1) : digits;
    String lower = magnitude.toLowerCase(Locale.ROOT);
    double value;
    if (lower.startsWith("0x")) {
      value = new BigInteger(lower.substring(2), 16).doubleValue();
    } else if (isInteger && lower.length() > 1 && lower.matches("0[0-7]+")) {
      value = new BigInteger(lower, 8).doubleValue();
    } else {
      value = Double.parseDouble(lower);
    }
    return isNegative ? -value : value;
  }

  private static String enumValue(Setting setting, String name, String text) {
    for (String known : setting.enumValues()) {
      if (known.equalsIgnoreCase(text)) {
        return known;
      }
    }
    String canonical = setting.enumAliases().get(text.toLowerCase(Locale.ROOT));
    if (canonical != null) {
      return canonical;
    }
    List<String> listed = setting.enumValues();
    throw invalid(name, text).withHint("Available values: " + String.join(", ", listed) + ".");
  }

  /** {@code 22023 invalid value for parameter "x": "y"}. */
  static OrreryException invalid(String name, String text) {
    return OrreryException.of(
        SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", name, text);
  }
}
