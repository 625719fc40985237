package org.orrery.base.setting;

import java.util.Locale;

/** When and by whom a setting may be changed, from never to always. */
public enum SettingContext {
  /** Never; shows a fact about the server. */
  INTERNAL,
  /** Only when the server starts. */
  POSTMASTER,
  /** In the configuration file, also while the server runs. */
  SIGHUP,
  /** When a superuser's connection starts. */
  SUPERUSER_BACKEND,
  /** When a connection starts. */
  BACKEND,
  /** At any time by a superuser. */
  SUPERUSER,
  /** At any time by anyone. */
  USER;

  /** The text in {@code pg_settings.context}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static SettingContext of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
