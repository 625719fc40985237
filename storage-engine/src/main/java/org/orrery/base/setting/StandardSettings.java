package org.orrery.base.setting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.setting.Setting.Flag;

/**
 * Declares the settings that PostgreSQL 15 and TimescaleDB have, from two tables of names, types,
 * limits and defaults, with the differences of this server.
 *
 * <p>Clients and dump files set many parameters that mean nothing here (planner switches, vacuum):
 * they are accepted, kept and shown, as PostgreSQL would.
 */
final class StandardSettings {

  private static final String NULL = "\\N";
  private static final String CLIENT = "Client Connection Defaults / Other Defaults";
  private static final String PRESET = "Preset Options";

  /** Columns of the tables; TimescaleDB's has no category. */
  private static final int CATEGORY_COLUMN = 8;

  private StandardSettings() {}

  static void declare(SettingsRegistry.Builder builder, ServerFacts facts) {
    read(builder, "postgresql.tsv", "");
    read(builder, "timescaledb.tsv", "Customized Options");
    declareUnlisted(builder);
    overrideDefaults(builder, facts);
    addFlags(builder);
    declareOwn(builder);
    addChecks(builder);
    addAliases(builder);
  }

  /** Settings that PostgreSQL and TimescaleDB do not have. */
  private static void declareOwn(SettingsRegistry.Builder builder) {
    builder.declare(
        new Setting(
            "orrery.serializable_as",
            SettingType.ENUM,
            null,
            SettingContext.USER,
            0,
            0,
            List.of("error", "snapshot"),
            Map.of(),
            "error",
            CLIENT,
            "What the isolation level SERIALIZABLE means: an error, or REPEATABLE READ.",
            Set.of(),
            Setting.ANY));
  }

  private static void read(SettingsRegistry.Builder builder, String table, String category) {
    try (InputStream in = StandardSettings.class.getResourceAsStream(table)) {
      if (in == null) {
        throw Invariant.broken("settings table is not in the jar");
      }
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        builder.declare(parse(line.split("\t", -1), category));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One row: name, type, unit, context, min, max, enum values, default, category. */
  private static Setting parse(String[] fields, String defaultCategory) {
    SettingType type = SettingType.of(fields[1]);
    String unit = orNull(fields[2]);
    String enumValues = orNull(fields[6]);
    String builtIn = orNull(fields[7]);
    return new Setting(
        fields[0],
        type,
        unit == null ? null : SettingUnit.of(unit),
        SettingContext.of(fields[3]),
        limit(fields[4], Double.NEGATIVE_INFINITY),
        limit(fields[5], Double.POSITIVE_INFINITY),
        enumValues == null ? List.of() : List.of(enumValues.split(",", -1)),
        Map.of(),
        builtIn == null ? "" : builtIn,
        fields.length > CATEGORY_COLUMN ? fields[CATEGORY_COLUMN] : defaultCategory,
        "",
        Set.of(),
        Setting.ANY);
  }

  private static @Nullable String orNull(String field) {
    return field.equals(NULL) ? null : field;
  }

  /** The tables round the largest double to six digits, which is beyond it. */
  private static double limit(String field, double none) {
    return field.equals(NULL) ? none : Double.parseDouble(field);
  }

  /** Settings that PostgreSQL has and does not list. */
  private static void declareUnlisted(SettingsRegistry.Builder builder) {
    builder.declare(
        Setting.bool("is_superuser", SettingContext.INTERNAL, true, CLIENT, "")
            .with(Flag.HIDDEN)
            .with(Flag.NO_RESET_ALL));
    builder.declare(
        Setting.text("session_authorization", SettingContext.USER, "", CLIENT, "")
            .with(Flag.HIDDEN)
            .with(Flag.NO_RESET_ALL));
    builder.declare(
        Setting.text("role", SettingContext.USER, "none", CLIENT, "")
            .with(Flag.HIDDEN)
            .with(Flag.NO_RESET_ALL));
  }

  private static void overrideDefaults(SettingsRegistry.Builder builder, ServerFacts facts) {
    var overrides =
        Map.ofEntries(
            Map.entry("server_version", facts.serverVersion()),
            Map.entry("server_version_num", Integer.toString(ServerFacts.POSTGRES_VERSION_NUM)),
            Map.entry("server_encoding", "UTF8"),
            Map.entry("client_encoding", "UTF8"),
            Map.entry("lc_collate", "C.UTF-8"),
            Map.entry("lc_ctype", "C.UTF-8"),
            Map.entry("lc_messages", "C.UTF-8"),
            Map.entry("lc_monetary", "C.UTF-8"),
            Map.entry("lc_numeric", "C.UTF-8"),
            Map.entry("lc_time", "C.UTF-8"),
            Map.entry("TimeZone", facts.timeZone()),
            Map.entry("log_timezone", facts.timeZone()),
            Map.entry("timezone_abbreviations", "Default"),
            Map.entry("default_text_search_config", "pg_catalog.english"),
            Map.entry("max_stack_depth", "2048"),
            Map.entry("data_checksums", "on"),
            Map.entry("data_directory", "data"),
            Map.entry("config_file", "orrery.conf"),
            Map.entry("hba_file", "pg_hba.conf"),
            Map.entry("ident_file", "pg_ident.conf"),
            Map.entry("external_pid_file", ""),
            Map.entry("unix_socket_directories", ""),
            Map.entry("ssl_library", ""),
            Map.entry("krb_server_keyfile", ""),
            Map.entry("shared_preload_libraries", "timescaledb"));
    overrides.forEach((name, value) -> builder.declare(builder.get(name).withBuiltIn(value)));
    // PostgreSQL's least port is 1; here 0 asks for a free one.
    Setting port = builder.get("port");
    builder.declare(
        Setting.integer(
            port.name(), null, port.context(), 0, (long) port.max(), 5432, port.category(), ""));
    // Shown as a fact; the tables carry it as text of another server.
    Setting version = builder.get("server_version");
    builder.declare(
        Setting.text(version.name(), SettingContext.INTERNAL, version.builtIn(), PRESET, ""));
  }

  private static void addFlags(SettingsRegistry.Builder builder) {
    flag(
        builder,
        Flag.REPORTED,
        "server_version",
        "server_encoding",
        "client_encoding",
        "application_name",
        "is_superuser",
        "session_authorization",
        "DateStyle",
        "IntervalStyle",
        "TimeZone",
        "integer_datetimes",
        "standard_conforming_strings",
        "default_transaction_read_only",
        "in_hot_standby");
    flag(
        builder,
        Flag.LIST,
        "DateStyle",
        "listen_addresses",
        "log_destination",
        "synchronous_standby_names",
        "wal_consistency_checking",
        "restrict_nonsystem_relation_kind");
    flag(
        builder,
        Flag.QUOTED_LIST,
        "search_path",
        "temp_tablespaces",
        "unix_socket_directories",
        "session_preload_libraries",
        "shared_preload_libraries",
        "local_preload_libraries");
    flag(
        builder,
        Flag.NO_RESET_ALL,
        "transaction_isolation",
        "transaction_read_only",
        "transaction_deferrable");
    flag(builder, Flag.OCTAL, "data_directory_mode", "log_file_mode", "unix_socket_permissions");
  }

  private static void flag(SettingsRegistry.Builder builder, Flag flag, String... names) {
    for (String name : names) {
      builder.declare(builder.get(name).with(flag));
    }
  }

  private static void addChecks(SettingsRegistry.Builder builder) {
    builder.declare(builder.get("TimeZone").withCheck(TextChecks::timeZone));
    builder.declare(builder.get("log_timezone").withCheck(TextChecks::logTimeZone));
    builder.declare(builder.get("DateStyle").withCheck(TextChecks::dateStyle));
    builder.declare(builder.get("client_encoding").withCheck(TextChecks::clientEncoding));
    builder.declare(builder.get("search_path").withCheck(TextChecks::searchPath));
    builder.declare(
        builder.get("default_table_access_method").withCheck(TextChecks::tableAccessMethod));
    builder.declare(builder.get("application_name").withCheck(TextChecks::printable));
  }

  private static void addAliases(SettingsRegistry.Builder builder) {
    var booleans =
        Map.of("true", "on", "yes", "on", "1", "on", "false", "off", "no", "off", "0", "off");
    for (String name :
        List.of(
            "archive_mode",
            "backslash_quote",
            "compute_query_id",
            "constraint_exclusion",
            "force_parallel_mode",
            "huge_pages",
            "recovery_prefetch",
            "synchronous_commit",
            "wal_compression")) {
      builder.declare(builder.get(name).withAliases(booleans));
    }
    for (String name :
        List.of("log_min_messages", "log_min_error_statement", "trace_recovery_messages")) {
      builder.declare(builder.get(name).withAliases(Map.of("debug", "debug2")));
    }
    builder.declare(
        builder.get("client_min_messages").withAliases(Map.of("debug", "debug2", "info", "info")));
  }
}
