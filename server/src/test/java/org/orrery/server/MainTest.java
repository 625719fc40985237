package org.orrery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();
  private final List<ServerConfig> started = new ArrayList<>();
  private final NodeLauncher refuse =
      config -> {
        started.add(config);
        config.close();
        throw OrreryException.of(SqlState.SYSTEM_ERROR, "port 5432 is in use");
      };

  @TempDir private Path directory = Path.of("");

  private int run(Map<String, String> environment, String... arguments) {
    return Main.commandLine(
            refuse, environment, new PrintWriter(out, true), new PrintWriter(error, true))
        .execute(arguments);
  }

  @Test
  void versionNamesOrreryAndJava() {
    assertThat(run(Map.of(), "--version")).isZero();

    assertThat(out.toString()).startsWith("Orrery ").contains("Java " + Runtime.version());
  }

  @Test
  void helpListsCommandsAndEachHasItsOwn() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(run(Map.of(), "help", "server")).isZero();

    assertThat(out.toString()).contains("Usage: orrery [").contains("Usage: orrery server");
  }

  @Test
  void checkRefusesWhatIsNoDataDirectory() {
    assertThat(run(Map.of(), "check", "-D", directory.resolve("none").toString())).isEqualTo(1);
    assertThat(run(Map.of(), "check", "-D", directory.toString())).isEqualTo(1);

    assertThat(error.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("it does not exist"),
            line -> assertThat(line).endsWith("is not a data directory"));
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void aFailureIsOneLineAndExitCodeOne() {
    assertThat(run(Map.of(), "-D", directory.toString())).isEqualTo(1);

    assertThat(error.toString().lines()).containsExactly("orrery: port 5432 is in use");
  }

  @Test
  void aBadSettingIsNamed() {
    assertThat(run(Map.of(), "-D", directory.toString(), "-c", "no_such=1")).isEqualTo(1);
    assertThat(run(Map.of("ORRERY_WORK_MEM", "much"), "-D", directory.toString())).isEqualTo(1);
    assertThat(run(Map.of(), "--no-such-option")).isEqualTo(1);

    assertThat(error.toString().lines())
        .hasSize(3)
        .first()
        .isEqualTo("orrery: unrecognized configuration parameter \"no_such\"");
    assertThat(error.toString()).contains("\"work_mem\": \"much\"").contains("--no-such-option");
    assertThat(started).isEmpty();
  }

  @Test
  void optionsOverruleEnvironmentAndFile() throws IOException {
    Files.writeString(
        directory.resolve("orrery.conf"), "port = 1\nwork_mem = 1MB\nlisten_addresses = '*'\n");

    run(
        Map.of("ORRERY_PORT", "2", "ORRERY_WORK_MEM", "2MB", "ORRERY_PASSWORD", "secret"),
        "server",
        "-D",
        directory.toString(),
        "-p",
        "3");

    ServerConfig config = started.getFirst();
    assertThat(config.settings().number("port")).isEqualTo(3);
    assertThat(config.settings().show("work_mem")).isEqualTo("2MB");
    assertThat(config.settings().text("listen_addresses")).isEqualTo("*");
    assertThat(config.settings().text("data_directory")).isEqualTo(directory.toString());
    assertThat(config.initialPassword()).isEqualTo("secret");
  }

  @Test
  void aDataDirectoryInUseIsRefused() throws Exception {
    var files = DataDirectory.open(directory.toString());
    try (var _ = DataDirectory.lock(files, directory.toString())) {
      assertThat(run(Map.of(), "-D", directory.toString())).isEqualTo(1);
    }

    assertThat(error.toString()).contains("is in use by another process");
  }
}
