package org.orrery.base.setting;

import java.util.Locale;

/** What values a setting has; the names are those of {@code pg_settings.vartype}. */
public enum SettingType {
  BOOL,
  INTEGER,
  REAL,
  STRING,
  ENUM;

  /** The text in {@code pg_settings.vartype}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SettingType of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
