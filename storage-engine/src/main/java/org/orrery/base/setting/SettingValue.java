package org.orrery.base.setting;

/**
 * A checked value.
 *
 * @param text as in {@code pg_settings.setting}: numbers in the setting's base unit, {@code on} and
 *     {@code off}, an enum's own spelling
 * @param number the number; 1 and 0 for a boolean; 0 for text
 * @param source where it came from
 */
public record SettingValue(String text, double number, SettingSource source) {

  SettingValue from(SettingSource other) {
    return new SettingValue(text, number, other);
  }
}
