package org.orrery.sql.session;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.orrery.base.setting.SettingView;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.FormatSettings.DateOrder;
import org.orrery.data.type.FormatSettings.DateStyle;
import org.orrery.data.type.FormatSettings.IntervalStyle;
import org.orrery.data.type.ObjectNames;

/** Reads the format settings out of a session's settings. */
final class SessionFormats {

  private SessionFormats() {}

  static FormatSettings of(SettingView settings, long currentMicros, ObjectNames names) {
    ZoneId zone = TimeZoneNames.resolve(settings.text("TimeZone"));
    String dateStyle = settings.text("DateStyle").toUpperCase(Locale.ROOT);
    return new FormatSettings(
        zone == null ? ZoneOffset.UTC : zone,
        style(dateStyle),
        order(dateStyle),
        intervalStyle(settings.text("IntervalStyle")),
        (int) settings.number("extra_float_digits"),
        settings.text("bytea_output").equals("hex"),
        currentMicros,
        names);
  }

  private static DateStyle style(String dateStyle) {
    for (DateStyle style : DateStyle.values()) {
      if (dateStyle.startsWith(style.name())) {
        return style;
      }
    }
    return DateStyle.ISO;
  }

  private static DateOrder order(String dateStyle) {
    for (DateOrder order : DateOrder.values()) {
      if (dateStyle.endsWith(order.name())) {
        return order;
      }
    }
    return DateOrder.MDY;
  }

  private static IntervalStyle intervalStyle(String text) {
    return switch (text) {
      case "postgres_verbose" -> IntervalStyle.POSTGRES_VERBOSE;
      case "sql_standard" -> IntervalStyle.SQL_STANDARD;
      case "iso_8601" -> IntervalStyle.ISO_8601;
      default -> IntervalStyle.POSTGRES;
    };
  }
}
