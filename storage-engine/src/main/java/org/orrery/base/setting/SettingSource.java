package org.orrery.base.setting;

/** Where a value came from; a later constant wins over an earlier one. */
public enum SettingSource {
  /** Built in. */
  DEFAULT("default"),
  /** Worked out at start, such as the system's time zone. */
  COMPUTED("override"),
  /** {@code orrery.conf}. */
  FILE("configuration file"),
  /** What {@code ALTER SYSTEM} wrote; overrules the file by hand. */
  SYSTEM_FILE("configuration file"),
  /** A variable {@code ORRERY_NAME}. */
  ENVIRONMENT("environment variable"),
  /** {@code -c name=value} and the options that stand for one. */
  COMMAND_LINE("command line"),
  /** {@code ALTER DATABASE … SET}. */
  DATABASE("database"),
  /** {@code ALTER ROLE … SET}. */
  USER("user"),
  /** {@code ALTER ROLE … IN DATABASE … SET}. */
  DATABASE_USER("database user"),
  /** The start-up packet. */
  CLIENT("client"),
  /** {@code SET}. */
  SESSION("session");

  private final String text;

  SettingSource(String text) {
    this.text = text;
  }

  /** The text in {@code pg_settings.source}. */
  public String text() {
    return text;
  }
}
