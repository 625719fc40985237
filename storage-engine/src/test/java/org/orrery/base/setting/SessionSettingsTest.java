package org.orrery.base.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;

class SessionSettingsTest {

  private final SettingsRegistry registry =
      SettingsRegistry.standard(new ServerFacts("0.1.0", "Europe/Rome"), List.of());
  private final ServerSettings server = ServerSettings.at(registry, Map.of());
  private final SessionSettings session = new SessionSettings(server, true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "work_mem | 0.1GB | 102MB",
        "work_mem | 30.5MB | 31232kB",
        "statement_timeout | 1.5min | 90s",
        "statement_timeout | 90500us | 90ms",
        "statement_timeout | ' 10 s ' | 10s",
        "statement_timeout | 0 | 0",
        "seq_page_cost | 1e10 | 1e+10",
        "vacuum_cost_delay | 1.5ms | 1500us",
        "extra_float_digits | 0x2 | 2",
        "extra_float_digits | 1.4 | 1",
        "enable_seqscan | of | off",
        "enable_seqscan | Tr | on",
        "synchronous_commit | TRUE | on",
        "client_min_messages | debug | debug2",
        "datestyle | german | German, DMY",
        "datestyle | postgres, us | Postgres, MDY",
        "datestyle | ymd | ISO, YMD",
        "timezone | america/new_york | America/New_York",
        "timezone | -8 | <-08>+08",
        "timezone | 5.5 | <+05:30>-05:30",
        "timezone | +05:30 | +05:30",
        "timezone | UTC+3 | UTC+3",
        "client_encoding | 'utf-8' | UTF8",
        "application_name | é | ??",
        "foo.bar | 1 | 1",
      })
  void aValueShowsAsInPostgres(String name, String text, String shown) {
    session.set(name, text, false);

    assertThat(session.show(name)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "work_mem|12XB|22023|invalid value for parameter \"work_mem\": \"12XB\"",
        "work_mem|3TB|22023|invalid value for parameter \"work_mem\": \"3TB\"",
        "work_mem|1|22023|1 kB is outside the valid range for parameter \"work_mem\" (64 .."
            + " 2147483647)",
        "seq_page_cost|-1|22023|-1 is outside the valid range for parameter \"seq_page_cost\" (0 .."
            + " 1.79769e+308)",
        "seq_page_cost|1e400|22023|invalid value for parameter \"seq_page_cost\": \"1e400\"",
        "vacuum_cost_delay|200|22023|200 ms is outside the valid range for parameter"
            + " \"vacuum_cost_delay\" (0 .. 100)",
        "extra_float_digits|010|22023|8 is outside the valid range for parameter"
            + " \"extra_float_digits\" (-15 .. 3)",
        "enable_seqscan|o|22023|parameter \"enable_seqscan\" requires a Boolean value",
        "intervalstyle|x|22023|invalid value for parameter \"intervalstyle\": \"x\"",
        "datestyle|iso,sql|22023|invalid value for parameter \"DateStyle\": \"iso,sql\"",
        "timezone|Nowhere|22023|invalid value for parameter \"TimeZone\": \"Nowhere\"",
        "client_encoding|mule_internal|0A000|invalid value for parameter \"client_encoding\":"
            + " \"mule_internal\"",
        "foo|1|42704|unrecognized configuration parameter \"foo\"",
        "foo.1x|1|42602|invalid configuration parameter name \"foo.1x\"",
        "port|1|55P02|parameter \"port\" cannot be changed without restarting the server",
        "server_version|x|55P02|parameter \"server_version\" cannot be changed",
        "fsync|off|55P02|parameter \"fsync\" cannot be changed now",
        "log_connections|on|55P02|parameter \"log_connections\" cannot be set after connection"
            + " start",
      })
  void aBadValueIsRefusedInPostgresWords(String name, String text, String code, String message) {
    OrreryException error = errorOf(() -> session.set(name, text, false));

    assertThat(error.state().code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo(message);
  }

  @Test
  void hintsListUnitsAndValues() {
    assertThat(errorOf(() -> session.set("work_mem", "12XB", false)).hint())
        .isEqualTo("Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".");
    assertThat(errorOf(() -> session.set("work_mem", "3TB", false)).hint())
        .isEqualTo("Value exceeds integer range.");
    assertThat(errorOf(() -> session.set("wal_compression", "x", false)).hint())
        .isEqualTo("Available values: pglz, lz4, zstd, on, off.");
  }

  @Test
  void everyDeclaredDefaultIsAValueOfItsSetting() {
    for (Setting setting : registry.all()) {
      if (setting.builtIn().isEmpty()) {
        continue;
      }
      SettingValue read =
          ValueReader.read(
              setting, setting.name(), setting.builtIn(), "ISO, MDY", SettingSource.DEFAULT);
      assertThat(read.text()).as(setting.name()).isEqualTo(setting.builtIn());
    }
  }

  @Test
  void theServerSaysWhatItIs() {
    assertThat(session.show("server_version")).isEqualTo("15.20 (Orrery 0.1.0)");
    assertThat(session.show("SERVER_VERSION_NUM")).isEqualTo("150020");
    assertThat(session.show("timezone")).isEqualTo("Europe/Rome");
    assertThat(session.show("data_directory_mode")).isEqualTo("0700");
    assertThat(session.show("shared_buffers")).isEqualTo("128MB");
    assertThat(session.plain("shared_buffers")).isEqualTo("16384");
    assertThat(session.show("timescaledb.license")).isEqualTo("timescale");
  }

  @Test
  void limitsShowAsInPgSettings() {
    assertThat(session.setting("seq_page_cost").maxText()).isEqualTo("1.79769e+308");
    assertThat(session.setting("data_directory_mode").maxText()).isEqualTo("511");
    assertThat(session.setting("extra_float_digits").minText()).isEqualTo("-15");
    assertThat(session.setting("DateStyle").minText()).isNull();
  }

  @Test
  void listsAreJoinedAndQuoted() {
    session.set("search_path", List.of("a", "B c", "$user"), false);
    assertThat(session.show("search_path")).isEqualTo("a, \"B c\", \"$user\"");

    session.set("search_path", List.of(""), false);
    assertThat(session.show("search_path")).isEqualTo("\"\"");

    assertThat(errorOf(() -> session.set("work_mem", List.of("1", "2"), false)).message())
        .isEqualTo("SET work_mem takes only one argument");
  }

  @Test
  void rollbackUndoesSetAndCommitUndoesOnlySetLocal() {
    session.set("work_mem", "1MB", false);

    session.push();
    session.set("work_mem", "2MB", false);
    session.rollback();
    assertThat(session.show("work_mem")).isEqualTo("1MB");

    session.push();
    session.set("work_mem", "3MB", true);
    session.set("statement_timeout", "5s", false);
    assertThat(session.show("work_mem")).isEqualTo("3MB");
    session.commit();
    assertThat(session.show("work_mem")).isEqualTo("1MB");
    assertThat(session.show("statement_timeout")).isEqualTo("5s");
  }

  @Test
  void aSavepointUndoesItsOwnChangesOnly() {
    session.push();
    session.set("work_mem", "2MB", true);
    session.push();
    session.set("work_mem", "3MB", true);
    session.rollback();
    assertThat(session.show("work_mem")).isEqualTo("2MB");

    session.push();
    session.set("work_mem", "4MB", true);
    session.commit();
    assertThat(session.show("work_mem")).isEqualTo("4MB");
    session.commit();
    assertThat(session.show("work_mem")).isEqualTo("4MB");
  }

  @Test
  void resetGoesBackToTheStartUpPacket() {
    session.setInitial("TimeZone", "UTC", SettingSource.CLIENT);
    session.set("timezone", "Asia/Tokyo", false);
    session.set("foo.bar", "1", false);

    session.resetAll();

    assertThat(session.show("timezone")).isEqualTo("UTC");
    assertThat(session.value("timezone").source()).isEqualTo(SettingSource.CLIENT);
  }

  @Test
  void clientsAreToldOfReportedChangesOnce() {
    assertThat(session.drainReports())
        .containsEntry("server_version", "15.20 (Orrery 0.1.0)")
        .containsEntry("integer_datetimes", "on")
        .containsKeys("is_superuser", "session_authorization", "in_hot_standby")
        .hasSize(13);

    session.set("datestyle", "german", false);
    session.set("work_mem", "1MB", false);

    assertThat(session.drainReports()).containsOnly(Map.entry("DateStyle", "German, DMY"));
    assertThat(session.drainReports()).isEmpty();
  }

  @Test
  void onlySuperusersSetSuperuserSettings() {
    var other = new SessionSettings(server, false);

    assertThat(errorOf(() -> other.set("log_statement", "all", false)).state().code())
        .isEqualTo("42501");
  }

  static OrreryException errorOf(ThrowingCallable call) {
    var caught = new OrreryException[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(OrreryException.class, e -> caught[0] = e);
    return caught[0];
  }
}
