package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server as psql sees it. */
class PsqlTest {

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void queriesErrorsAndNoticesArePrinted() throws Exception {
    String printed =
        psql("ann", "", "", "series 2; notice be careful", "fail 5", "begin; series 1");

    assertThat(printed)
        .contains("1|row 1\n2|row 2\n")
        .contains("NOTICE:  be careful")
        .contains("ERROR:  column \"x\" does not exist\nLINE 1: fail 5\n             ^")
        .contains("DETAIL:  A detail.\nHINT:  A hint.");
  }

  @Test
  void passwordsAreChecked() throws Exception {
    assertThat(psql("scram", FakeBackend.PASSWORD, "", "series 1")).contains("1|row 1");
    assertThat(psql("scram", "wrong", "", "series 1"))
        .contains("FATAL:  password authentication failed for user \"scram\"");
  }

  @Test
  void copiesGoBothWays() throws Exception {
    assertThat(psql("ann", "", "one\ntwo\nthree\n", "\\copy in from pstdin")).contains("COPY 3");
    assertThat(psql("ann", "", "", "copy out 3")).contains("line 1\nline 2\nline 3\n");
  }

  private static String psql(String user, String password, String input, String... commands)
      throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "psql is not installed");
    List<String> words =
        new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-h", "127.0.0.1", "-U", user));
    words.addAll(List.of("-p", Integer.toString(server.port), "-d", "db"));
    for (String command : commands) {
      words.addAll(List.of("-c", command));
    }
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
    } catch (IOException notFound) {
      return false;
    }
  }
}
