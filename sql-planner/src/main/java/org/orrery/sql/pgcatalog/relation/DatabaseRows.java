package org.orrery.sql.pgcatalog.relation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import org.orrery.base.setting.SessionSettings;
import org.orrery.base.setting.Setting;
import org.orrery.base.setting.SettingSource;
import org.orrery.base.setting.SettingUnit;
import org.orrery.base.setting.SettingValue;
import org.orrery.data.Interval;
import org.orrery.data.time.TimeZoneNames;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionInfo;

/** The database, its extensions and settings. */
final class DatabaseRows {

  /** OID of the one database. */
  private static final int UTF8 = 6;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final String LOCALE = "C.UTF-8";

  private DatabaseRows() {}

  static void addTo(Fillers to) {
    to.session("pg_catalog.pg_database", DatabaseRows::databases);
    to.session("pg_catalog.pg_settings", DatabaseRows::settings);
    to.pg("pg_extension", DatabaseRows::extensions);
    to.session("pg_catalog.pg_timezone_names", DatabaseRows::zones);
  }

  private static void databases(EvaluationContext context, RowWriter rows) {
    rows.row()
        .set("oid", SystemSchemas.POSTGRES_DATABASE)
        .set("datname", SessionInfo.of(context).databaseName())
        .set("datdba", ClassRows.SYSTEM_OWNER)
        .set("encoding", UTF8)
        .set("datlocprovider", 'c')
        .set("datallowconn", true)
        .set("datconnlimit", -1)
        .set("dattablespace", StaticRows.DEFAULT_TABLESPACE)
        .set("datcollate", LOCALE)
        .set("datctype", LOCALE);
  }

  private static void extensions(Catalog catalog, RowWriter rows) {
    for (ExtensionEntry extension : catalog.extensions()) {
      rows.row()
          .set("oid", extension.oid())
          .set("extname", extension.name())
          .set("extowner", ClassRows.SYSTEM_OWNER)
          .set("extnamespace", extension.schemaOid())
          .set("extversion", extension.version());
    }
  }

  /** The zones with what is in force now. */
  private static void zones(EvaluationContext context, RowWriter rows) {
    Instant now = Instant.EPOCH.plus(context.statementMicros(), ChronoUnit.MICROS);
    for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = TimeZoneNames.zone(name);
      if (zone == null) {
        continue;
      }
      boolean isDaylight = zone.getRules().isDaylightSavings(now);
      long seconds = zone.getRules().getOffset(now).getTotalSeconds();
      rows.row()
          .set("name", name)
          .set("abbrev", TimeZoneNames.abbreviation(zone, isDaylight))
          .set("utc_offset", new Interval(0, 0, seconds * MICROS_PER_SECOND))
          .set("is_dst", isDaylight);
    }
  }

  private static void settings(EvaluationContext context, RowWriter rows) {
    SessionSettings settings = SessionInfo.of(context).settings();
    for (Setting setting : settings.listed()) {
      String name = setting.name();
      SettingUnit unit = setting.unit();
      SettingValue reset = settings.resetValue(setting);
      SettingSource source = settings.value(name).source();
      rows.row()
          .set("name", name)
          .set("setting", settings.plain(name))
          .set("unit", unit == null ? null : unit.text())
          .set("category", setting.category())
          .set("short_desc", setting.description())
          .set("context", setting.context().text())
          .set("vartype", setting.type().text())
          .set("source", source.text())
          .set("min_val", setting.minText())
          .set("max_val", setting.maxText())
          .set("enumvals", setting.enumValues().isEmpty() ? null : setting.enumValues())
          .set("boot_val", setting.builtIn())
          .set("reset_val", reset == null ? null : reset.text())
          .set("pending_restart", false);
    }
  }
}
