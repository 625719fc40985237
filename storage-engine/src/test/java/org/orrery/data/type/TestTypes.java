package org.orrery.data.type;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.orrery.data.type.FormatSettings.DateOrder;
import org.orrery.data.type.FormatSettings.DateStyle;
import org.orrery.data.type.FormatSettings.IntervalStyle;

/** SQL spellings of types and settings, for tables of cases. */
final class TestTypes {

  private static final Map<String, Integer> FIELDS =
      Map.of(
          "year", IntervalTypmods.YEAR,
          "month", IntervalTypmods.MONTH,
          "day", IntervalTypmods.DAY,
          "hour", IntervalTypmods.HOUR,
          "minute", IntervalTypmods.MINUTE,
          "second", IntervalTypmods.SECOND);

  record Parsed(SqlType type, int typmod) {}

  private TestTypes() {}

  /** A type such as {@code numeric(5,2)}, {@code interval day to hour} or {@code varchar(2)[]}. */
  static Parsed type(String spelling) {
    boolean isArray = spelling.endsWith("[]");
    String scalar = isArray ? spelling.substring(0, spelling.length() - 2) : spelling;
    int open = scalar.indexOf('(');
    String head = open < 0 ? scalar : scalar.substring(0, open);
    int[] numbers = {};
    if (open >= 0) {
      String[] words = scalar.substring(open + 1, scalar.length() - 1).split(",");
      numbers = new int[words.length];
      for (int i = 0; i < words.length; i++) {
        numbers[i] = Integer.parseInt(words[i].strip());
      }
    }
    String[] words = head.split(" ");
    SqlType type = Objects.requireNonNull(BuiltinTypes.byName(words[0].replace("\"", "")));
    int typmod = typmod(type, words, numbers);
    return new Parsed(isArray ? Objects.requireNonNull(BuiltinTypes.arrayOf(type)) : type, typmod);
  }

  private static int typmod(SqlType type, String[] words, int[] numbers) {
    if (type == BuiltinTypes.INTERVAL && (words.length > 1 || numbers.length > 0)) {
      int precision = numbers.length > 0 ? numbers[0] : IntervalTypmods.FULL_PRECISION;
      return IntervalTypmods.encode(range(words), precision);
    }
    if (numbers.length == 0) {
      return Typmods.NONE;
    }
    return switch (type.name()) {
      case "numeric" -> Typmods.numeric(numbers[0], numbers.length > 1 ? numbers[1] : 0);
      case "varchar", "bpchar" -> Typmods.length(numbers[0]);
      default -> numbers[0];
    };
  }

  private static int range(String[] words) {
    if (words.length == 1) {
      return IntervalTypmods.FULL_RANGE;
    }
    int[] bits = {
      IntervalTypmods.YEAR,
      IntervalTypmods.MONTH,
      IntervalTypmods.DAY,
      IntervalTypmods.HOUR,
      IntervalTypmods.MINUTE,
      IntervalTypmods.SECOND
    };
    int first = Objects.requireNonNull(FIELDS.get(words[1]));
    int last = Objects.requireNonNull(FIELDS.get(words[words.length - 1]));
    int range = 0;
    boolean isInside = false;
    for (int bit : bits) {
      isInside |= bit == first;
      range |= isInside ? bit : 0;
      isInside &= bit != last;
    }
    return range;
  }

  /** Settings such as {@code timezone=UTC;datestyle=ISO, DMY} over the defaults. */
  static FormatSettings settings(String text) {
    ZoneId zone = ZoneOffset.UTC;
    DateStyle style = DateStyle.ISO;
    DateOrder order = DateOrder.MDY;
    IntervalStyle intervalStyle = IntervalStyle.POSTGRES;
    for (String setting : text.isEmpty() ? new String[0] : text.split(";")) {
      String value = setting.substring(setting.indexOf('=') + 1);
      String upper = value.toUpperCase(Locale.ROOT);
      if (setting.startsWith("timezone")) {
        zone = value.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(value);
      } else if (setting.startsWith("datestyle")) {
        style = DateStyle.valueOf(upper.split(", ")[0]);
        order = DateOrder.valueOf(upper.split(", ")[1]);
      } else {
        intervalStyle = IntervalStyle.valueOf(upper);
      }
    }
    return new FormatSettings(
        zone, style, order, intervalStyle, 1, true, 1_714_566_615_000_000L, ObjectNames.NONE);
  }
}
