package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.base.seam.system.SystemScheduler;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The server as pgjdbc sees it. */
class JdbcTest {

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "preferQueryMode=extended",
        "preferQueryMode=extended&prepareThreshold=-1",
        "preferQueryMode=extendedForPrepared"
      })
  void rowsArriveInEveryQueryMode(String options) throws SQLException {
    try (Connection connection = server.jdbc("ann", "", options);
        PreparedStatement statement = connection.prepareStatement("series 2500")) {
      for (int run = 0; run < 3; run++) {
        try (ResultSet rows = statement.executeQuery()) {
          int count = 0;
          while (rows.next()) {
            count++;
            assertThat(rows.getInt("n")).isEqualTo(count);
            assertThat(rows.getString(2)).isEqualTo(count % 3 == 0 ? null : "row " + count);
          }
          assertThat(count).isEqualTo(2500);
        }
      }
    }
  }

  @Test
  void parametersComeBack() throws SQLException {
    try (Connection connection = server.jdbc("ann", "", "");
        PreparedStatement statement = connection.prepareStatement("echo ?")) {
      for (String value : new String[] {"", "caf\u00e9 \ud83d\ude00", null, "x".repeat(300_000)}) {
        statement.setString(1, value);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void aFetchSizeReadsThroughASuspendedPortal() throws SQLException {
    try (Connection connection = server.jdbc("ann", "", "")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery("series 1050")) {
          int count = 0;
          while (rows.next()) {
            count++;
          }
          assertThat(count).isEqualTo(1050);
        }
      }
      connection.commit();
    }
  }

  @Test
  void copyGoesBothWays() throws SQLException, IOException {
    try (Connection connection = server.jdbc("ann", "", "")) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      byte[] data = "a line of data\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);

      assertThat(copies.copyIn("copy in", new ByteArrayInputStream(data))).isEqualTo(200_000);
      var lines = new StringWriter();
      assertThat(copies.copyOut("copy out 20000", lines)).isEqualTo(20_000);
      assertThat(lines.toString()).startsWith("line 1\nline 2\n").endsWith("line 20000\n");
      assertThatThrownBy(() -> copies.copyIn("copy bad", new ByteArrayInputStream(data)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("missing data")
          .hasMessageContaining("Where: COPY t, line 1");
      assertThat(copies.copyIn("copy in", new ByteArrayInputStream(data))).isEqualTo(200_000);
    }
  }

  @Test
  void aCancelStopsTheRunningStatementOnly() throws Exception {
    try (Connection connection = server.jdbc("ann", "", "");
        var scheduler = new SystemScheduler();
        Statement statement = connection.createStatement()) {
      int before = server.backend.cancels.get();
      var canceller =
          scheduler.after(
              Duration.ofMillis(100).toNanos(),
              "canceller",
              () -> {
                try {
                  statement.cancel();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThatThrownBy(() -> statement.execute("sleep"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      canceller.join();
      assertThat(server.backend.cancels.get()).isEqualTo(before + 1);
      assertThat(statement.execute("series 1")).isTrue();
    }
  }

  @Test
  void noticesBecomeWarnings() throws SQLException {
    try (Connection connection = server.jdbc("ann", "", "");
        Statement statement = connection.createStatement()) {
      statement.execute("notice table is empty, skipping");

      assertThat(statement.getWarnings().getMessage()).isEqualTo("table is empty, skipping");
    }
  }

  @Test
  void errorsKeepTheConnection() throws SQLException {
    try (Connection connection = server.jdbc("ann", "", "");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("fail 5"))
          .hasMessageContaining("column \"x\" does not exist")
          .hasMessageContaining("Position: 6");
      assertThatThrownBy(() -> statement.execute("crash")).hasMessageContaining("internal error");
      assertThat(statement.execute("series 1")).isTrue();
    }
  }

  @Test
  void theRightPasswordLogsInHoweverItIsTyped() throws SQLException {
    String composed = FakeBackend.PASSWORD.replace("\u212b", "\u00c5");
    for (String password : List.of(FakeBackend.PASSWORD, composed)) {
      try (Connection connection = server.jdbc("scram", password, "");
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("series 1")).isTrue();
      }
    }
  }

  @Test
  void wrongPasswordsAndUnknownUsersFailAlike() {
    for (String user : List.of("scram", "nobody")) {
      assertThatThrownBy(() -> server.jdbc(user, "wrong", ""))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
          .hasMessage("FATAL: password authentication failed for user \"" + user + "\"");
    }
  }

  @Test
  void oneConnectionTooManyIsRefused() throws Exception {
    var config = new PgServerConfig(2, 40, Duration.ofSeconds(30), Duration.ofSeconds(4));
    try (var small = new TestServer(config);
        Connection first = small.jdbc("a", "", "");
        Connection second = small.jdbc("b", "", "")) {
      assertThatThrownBy(() -> small.jdbc("c", "", ""))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"))
          .hasMessage("FATAL: sorry, too many clients already");
      second.abort(Runnable::run);
      Eventually.holds(() -> small.server().sessionCount() == 1);
      try (Connection third = small.jdbc("c", "", "")) {
        assertThat(third.isClosed()).isFalse();
      }
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void closingTheServerTellsItsSessions() throws Exception {
    List<Connection> connections = new ArrayList<>();
    try (var stopping = new TestServer()) {
      for (int i = 0; i < 3; i++) {
        connections.add(stopping.jdbc("ann", "", ""));
      }
      stopping.server().close();
      assertThat(stopping.backend.openSessions.get()).isZero();
    }
    for (Connection connection : connections) {
      try (connection;
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("series 1"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"))
            .hasMessageContaining("terminating connection due to administrator command");
      }
    }
  }
}
