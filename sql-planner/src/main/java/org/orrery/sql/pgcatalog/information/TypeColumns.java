package org.orrery.sql.pgcatalog.information;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;

/**
 * What the standard's views say of a type with its modifier (-1 for none). Null where the question
 * does not fit the type.
 */
final class TypeColumns {

  private static final int TEXT_OCTETS = 1 << 30;
  private static final int OCTETS_PER_CHARACTER = 4;
  private static final int MICROSECONDS = 6;
  private static final int INTERVAL_PRECISION_MASK = 0xffff;

  private TypeColumns() {}

  /** {@code data_type}. */
  static String name(SqlType type) {
    // int2vector and oidvector are arrays in this respect.
    return type.element() != null && type.length() == -1
        ? "ARRAY"
        : TypeNames.format(type, Typmods.NONE);
  }

  /** {@code character_maximum_length}. */
  static @Nullable Integer characters(SqlType type, int typmod) {
    boolean isLimited = type == BuiltinTypes.VARCHAR || type == BuiltinTypes.BPCHAR;
    return isLimited && typmod >= 0 ? Integer.valueOf(typmod - Typmods.HEADER) : null;
  }

  /** {@code character_octet_length}. */
  static @Nullable Integer octets(SqlType type, int typmod) {
    if (type != BuiltinTypes.VARCHAR && type != BuiltinTypes.BPCHAR && type != BuiltinTypes.TEXT) {
      return null;
    }
    Integer characters = characters(type, typmod);
    return characters == null ? TEXT_OCTETS : characters * OCTETS_PER_CHARACTER;
  }

  /** {@code numeric_precision}. */
  static @Nullable Integer precision(SqlType type, int typmod) {
    return switch (type.name()) {
      case "int2" -> 16;
      case "int4" -> 32;
      case "int8" -> 64;
      case "float4" -> 24;
      case "float8" -> 53;
      case "numeric" -> typmod < 0 ? null : Integer.valueOf(Typmods.numericPrecision(typmod));
      default -> null;
    };
  }

  /** {@code numeric_precision_radix}. */
  static @Nullable Integer radix(SqlType type) {
    return switch (type.name()) {
      case "int2", "int4", "int8", "float4", "float8" -> 2;
      case "numeric" -> 10;
      default -> null;
    };
  }

  /** {@code numeric_scale}. */
  static @Nullable Integer scale(SqlType type, int typmod) {
    return switch (type.name()) {
      case "int2", "int4", "int8" -> 0;
      case "numeric" -> typmod < 0 ? null : Integer.valueOf(Typmods.numericScale(typmod));
      default -> null;
    };
  }

  /** {@code datetime_precision}. */
  static @Nullable Integer fraction(SqlType type, int typmod) {
    return switch (type.name()) {
      case "date" -> 0;
      case "time", "timetz", "timestamp", "timestamptz" -> typmod < 0 ? MICROSECONDS : typmod;
      case "interval" -> {
        int precision = typmod & INTERVAL_PRECISION_MASK;
        yield typmod < 0 || precision == INTERVAL_PRECISION_MASK ? MICROSECONDS : precision;
      }
      default -> null;
    };
  }

  /** {@code interval_type}: the fields an interval is restricted to. */
  static @Nullable String fields(SqlType type, int typmod) {
    if (type != BuiltinTypes.INTERVAL || typmod < 0) {
      return null;
    }
    String fields = TypeNames.format(type, typmod).substring("interval".length());
    int precision = fields.indexOf('(');
    String words = (precision < 0 ? fields : fields.substring(0, precision)).trim();
    return words.isEmpty() ? null : words.toUpperCase(Locale.ROOT);
  }
}
