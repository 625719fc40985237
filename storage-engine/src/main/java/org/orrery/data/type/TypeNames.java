package org.orrery.data.type;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL spelling of types, as PostgreSQL's {@code format_type} gives it. */
public final class TypeNames {

  private static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("bool", "boolean"),
          Map.entry("char", "\"char\""),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("varchar", "character varying"),
          Map.entry("bpchar", "character"),
          Map.entry("any", "\"any\""),
          Map.entry("time", "time without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"));

  private TypeNames() {}

  /** The spelling of a type with its modifier (-1 for none), such as {@code numeric(10,2)}. */
  public static String format(SqlType type, int typmod) {
    // int2vector and oidvector have elements too, but names of their own.
    SqlType element = type.name().startsWith("_") ? type.element() : null;
    return element == null ? scalar(type, typmod) : scalar(element, typmod) + "[]";
  }

  /** The spelling of an OID without modifier; {@code ???} when it is no built-in type. */
  static String formatOid(int oid) {
    return formatType(oid, null);
  }

  /**
   * The function {@code format_type(oid, typmod)} for built-in types: a null modifier means that it
   * does not matter, -1 that there is none, where character alone would mean character(1).
   */
  public static String formatType(int oid, @Nullable Integer typmod) {
    SqlType type = BuiltinTypes.find(oid);
    if (type == null) {
      return oid == 0 ? "-" : "???";
    }
    if (typmod == null) {
      return format(type, Typmods.NONE);
    }
    if (typmod == Typmods.NONE && type == BuiltinTypes.BPCHAR) {
      return "bpchar";
    }
    if (typmod == Typmods.NONE && type == BuiltinTypes.BPCHAR_ARRAY) {
      return "bpchar[]";
    }
    return format(type, typmod.intValue());
  }

  private static String scalar(SqlType type, int typmod) {
    String spelling = SPELLINGS.getOrDefault(type.name(), type.name());
    if (typmod < 0) {
      return spelling;
    }
    return switch (type.name()) {
      case "varchar", "bpchar" ->
          typmod > Typmods.HEADER ? spelling + "(" + (typmod - Typmods.HEADER) + ")" : spelling;
      case "numeric" ->
          typmod < Typmods.HEADER
              ? spelling
              : "numeric("
                  + Typmods.numericPrecision(typmod)
                  + ","
                  + Typmods.numericScale(typmod)
                  + ")";
      case "time" -> "time(" + typmod + ") without time zone";
      case "timetz" -> "time(" + typmod + ") with time zone";
      case "timestamp" -> "timestamp(" + typmod + ") without time zone";
      case "timestamptz" -> "timestamp(" + typmod + ") with time zone";
      case "interval" -> spelling + interval(typmod);
      default -> spelling;
    };
  }

  private static String interval(int typmod) {
    int range = IntervalTypmods.range(typmod);
    int precision = IntervalTypmods.precision(typmod);
    String fields = range == IntervalTypmods.FULL_RANGE ? "" : " " + fields(range);
    return precision == IntervalTypmods.FULL_PRECISION ? fields : fields + "(" + precision + ")";
  }

  private static String fields(int range) {
    int[] bits = {
      IntervalTypmods.YEAR,
      IntervalTypmods.MONTH,
      IntervalTypmods.DAY,
      IntervalTypmods.HOUR,
      IntervalTypmods.MINUTE,
      IntervalTypmods.SECOND
    };
    String[] names = {"year", "month", "day", "hour", "minute", "second"};
    String first = "";
    String last = "";
    for (int i = 0; i < bits.length; i++) {
      if ((range & bits[i]) != 0) {
        first = first.isEmpty() ? names[i] : first;
        last = names[i];
      }
    }
    return first.equals(last) ? first : first + " to " + last;
  }
}
