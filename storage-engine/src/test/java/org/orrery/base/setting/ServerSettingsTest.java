package org.orrery.base.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {

  private final SettingsRegistry registry =
      SettingsRegistry.standard(new ServerFacts("0.1.0", "UTC"), List.of());

  @Test
  void laterLayersOverruleEarlierOnes() {
    var server =
        ServerSettings.at(
            registry,
            Map.of(
                SettingSource.COMMAND_LINE, Map.of("port", "5"),
                SettingSource.ENVIRONMENT, Map.of("port", "4", "work_mem", "4MB"),
                SettingSource.SYSTEM_FILE, Map.of("work_mem", "3MB", "fsync", "off"),
                SettingSource.FILE, Map.of("fsync", "on", "app.name", "x")));

    assertThat(server.number("port")).isEqualTo(5);
    assertThat(server.number("work_mem")).isEqualTo(4096);
    assertThat(server.isOn("fsync")).isFalse();
    assertThat(server.text("app.name")).isEqualTo("x");
    assertThat(server.value("work_mem").source().text()).isEqualTo("environment variable");
  }

  @Test
  void theEnvironmentSpellsNamesInCapitals() {
    var environment =
        Map.of("ORRERY_WORK_MEM", "1MB", "ORRERY_TIMESCALEDB_LICENSE", "apache", "PATH", "x");

    assertThat(ServerSettings.fromEnvironment(registry, environment))
        .isEqualTo(Map.of("work_mem", "1MB", "timescaledb.license", "apache"));
  }

  @Test
  void aReloadChangesWhatMayChangeAndNamesWhatWaits() {
    var server = ServerSettings.at(registry, Map.of(SettingSource.FILE, Map.of("port", "1")));

    List<String> pending = server.reload(Map.of("port", "2", "fsync", "off"), Map.of());

    assertThat(pending).containsExactly("port");
    assertThat(server.number("port")).isEqualTo(1);
    assertThat(server.isOn("fsync")).isFalse();
  }

  @Test
  void alterSystemWritesAFileThatReadsBack() {
    var server = ServerSettings.at(registry, Map.of());

    Map<String, String> values = server.afterAlterSystem("application_name", "it's \\ a");

    assertThat(ConfFile.parse("auto.conf", ConfFile.render(values)))
        .isEqualTo(Map.of("application_name", "it's \\ a"));
    assertThat(
            SessionSettingsTest.errorOf(() -> server.afterAlterSystem("data_directory", "x"))
                .message())
        .isEqualTo("parameter \"data_directory\" cannot be changed");
  }

  @Test
  void aConfigurationFileReadsAsPostgresReadsIt() {
    String file =
        """
        # comment
        port = 5433          # after a value
        Work_Mem 4MB
        log_line_prefix = 'it''s # \\'q\\' %m '
        port = 5434
        search_path=''
        """;

    assertThat(ConfFile.parse("orrery.conf", file))
        .isEqualTo(
            Map.of(
                "port", "5434",
                "work_mem", "4MB",
                "log_line_prefix", "it's # 'q' %m ",
                "search_path", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "port =|syntax error in file \"orrery.conf\" line 2, near end of line",
        "port = 1 2|syntax error in file \"orrery.conf\" line 2, near token \"2\"",
        "= 3|syntax error in file \"orrery.conf\" line 2, near token \"=\"",
        "port = 'a|syntax error in file \"orrery.conf\" line 2, near end of line",
        "include 'x'|\"include\" is not supported in file \"orrery.conf\" line 2",
      })
  void aBadLineIsNamed(String line, String message) {
    assertThat(
            SessionSettingsTest.errorOf(() -> ConfFile.parse("orrery.conf", "\n" + line)).message())
        .isEqualTo(message);
  }
}
