package org.orrery.base.setting;

import java.util.Collection;

/** Settings and the values that count for whoever asks. */
public interface SettingView {

  /** What exists. */
  SettingsRegistry registry();

  /**
   * The value that counts.
   *
   * @throws org.orrery.base.error.OrreryException {@code 42704} for a name that is neither declared
   *     nor set
   */
  SettingValue value(String name);

  /** The setting that {@code name} stands for; {@code 42704} as {@link #value}. */
  Setting setting(String name);

  /** Settings that {@code SHOW ALL} and {@code pg_settings} list, an application's own included. */
  Collection<Setting> listed();

  /** As {@code SHOW} shows it: with the most readable unit. */
  default String show(String name) {
    return ValueWriter.show(setting(name), value(name));
  }

  /** As in {@code pg_settings.setting}: in base units. */
  default String plain(String name) {
    return ValueWriter.plain(setting(name), value(name));
  }

  /** The text of a text or enum setting. */
  default String text(String name) {
    return value(name).text();
  }

  /** Whether a switch is on. */
  default boolean isOn(String name) {
    return value(name).number() != 0;
  }

  /** A whole number in its base unit. */
  default long number(String name) {
    return (long) value(name).number();
  }

  /** A number in its base unit. */
  default double real(String name) {
    return value(name).number();
  }
}
