package org.orrery.base.setting;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as declared.
 *
 * @param name as shown; looked up without regard to case
 * @param type what values it has
 * @param unit base unit of a number, null when it has none
 * @param context when it may change
 * @param min least number (base unit); negative infinity when it is no number
 * @param max greatest number (base unit); positive infinity when it is no number
 * @param enumValues spellings that are listed, for an enum
 * @param enumAliases further spellings that are understood, with what each stands for
 * @param builtIn default in the form of {@link SettingValue#text()}
 * @param category heading in {@code pg_settings}
 * @param description one sentence for {@code pg_settings.short_desc}; may be empty
 * @param flags how it differs from the plain setting
 * @param check further check and canonical form of text
 */
public record Setting(
    String name,
    SettingType type,
    @Nullable SettingUnit unit,
    SettingContext context,
    double min,
    double max,
    List<String> enumValues,
    Map<String, String> enumAliases,
    String builtIn,
    String category,
    String description,
    Set<Flag> flags,
    Check check) {

  /** Copies what can change. */
  public Setting {
    enumValues = List.copyOf(enumValues);
    enumAliases = Map.copyOf(enumAliases);
    flags = Set.copyOf(flags);
  }

  /** How a setting differs from the plain one. */
  public enum Flag {
    /** Clients are told of each change (ParameterStatus). */
    REPORTED,
    /** A comma-separated list: {@code SET x = a, b}. */
    LIST,
    /** A list of identifiers, quoted where needed. */
    QUOTED_LIST,
    /** Left out of {@code SHOW ALL} and {@code pg_settings}. */
    HIDDEN,
    /** Untouched by {@code RESET ALL}. */
    NO_RESET_ALL,
    /** Shown in octal, as file modes are. */
    OCTAL,
    /** Named by an application, not declared. */
    CUSTOM
  }

  /** A check beyond type and range. */
  @FunctionalInterface
  public interface Check {

    /**
     * Returns the canonical form of {@code value}.
     *
     * @param value what is to be set
     * @param current what counts now
     * @throws org.orrery.base.error.OrreryException {@code 22023} when it is not a value of the
     *     setting
     */
    String canonical(String value, String current);
  }

  static final Check ANY = (value, _) -> value;

  /** A text setting. */
  public static Setting text(
      String name, SettingContext context, String builtIn, String category, String description) {
    return numeric(name, SettingType.STRING, null, context, 0, 0, builtIn, category, description);
  }

  /** A switch. */
  public static Setting bool(
      String name, SettingContext context, boolean builtIn, String category, String description) {
    return numeric(
        name, SettingType.BOOL, null, context, 0, 0, builtIn ? "on" : "off", category, description);
  }

  /** A whole number, limits included. */
  public static Setting integer(
      String name,
      @Nullable SettingUnit unit,
      SettingContext context,
      long min,
      long max,
      long builtIn,
      String category,
      String description) {
    return numeric(
        name,
        SettingType.INTEGER,
        unit,
        context,
        (double) min,
        (double) max,
        Long.toString(builtIn),
        category,
        description);
  }

  private static Setting numeric(
      String name,
      SettingType type,
      @Nullable SettingUnit unit,
      SettingContext context,
      double min,
      double max,
      String builtIn,
      String category,
      String description) {
    return new Setting(
        name,
        type,
        unit,
        context,
        min,
        max,
        List.of(),
        Map.of(),
        builtIn,
        category,
        description,
        Set.of(),
        ANY);
  }

  /** Whether the flag is set. */
  public boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /** {@code pg_settings.min_val}; null unless the setting is a number. */
  public @Nullable String minText() {
    return limitText(min);
  }

  /** {@code pg_settings.max_val}; null unless the setting is a number. */
  public @Nullable String maxText() {
    return limitText(max);
  }

  private @Nullable String limitText(double limit) {
    return switch (type) {
      case INTEGER -> Long.toString((long) limit);
      case REAL -> ValueWriter.significant(limit);
      case BOOL, STRING, ENUM -> null;
    };
  }

  /** The same setting with another default. */
  public Setting withBuiltIn(String newBuiltIn) {
    return copy(newBuiltIn, enumAliases, flags, check);
  }

  /** The same setting with a further flag. */
  public Setting with(Flag flag) {
    Set<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return copy(builtIn, enumAliases, more, check);
  }

  /** The same setting with a check. */
  public Setting withCheck(Check newCheck) {
    return copy(builtIn, enumAliases, flags, newCheck);
  }

  Setting withAliases(Map<String, String> newAliases) {
    return copy(builtIn, newAliases, flags, check);
  }

  private Setting copy(
      String newBuiltIn, Map<String, String> newAliases, Set<Flag> newFlags, Check newCheck) {
    return new Setting(
        name,
        type,
        unit,
        context,
        min,
        max,
        enumValues,
        newAliases,
        newBuiltIn,
        category,
        description,
        newFlags,
        newCheck);
  }
}
