package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.bench.process.OrreryServer;

/**
 * Statements that ask for more than the server has: each gets an answer or the error of a resource
 * that ran out, and both its connection and the server go on.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStatementsIT {

  private static final String HEAP = "256m";

  /** Out of memory, of disk, of a limit, of stack; cancelled by the time limit. */
  private static final Set<String> REFUSALS = Set.of("53200", "53100", "54000", "54001", "57014");

  private static final int MEGABYTE = 1 << 20;

  private final OrreryServer server = OrreryServer.start(HEAP);

  @AfterAll
  void close() {
    server.close();
  }

  @AfterEach
  void theServerGoesOn() throws SQLException {
    assertThat(server.isAlive()).as(server.lastLog()).isTrue();
    try (Connection connection = connect()) {
      assertGoesOn(connection);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(server.url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '5s'");
    }
    return connection;
  }

  private static void assertGoesOn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM generate_series(1, 1000)")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(1000);
    }
  }

  private interface Request {
    void run(Connection connection) throws SQLException;
  }

  private void assertBounded(Request request) throws SQLException {
    try (Connection connection = connect()) {
      try {
        request.run(connection);
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as(e.getMessage()).isIn(REFUSALS);
      }
      assertGoesOn(connection);
    }
  }

  private void assertBounded(String sql) throws SQLException {
    assertBounded(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT length(array_agg(g)::text) FROM generate_series(1, 100000000) g",
        "SELECT length(string_agg(repeat('x', 1000), ',')) FROM generate_series(1, 1000000)",
        "SELECT length(jsonb_agg(g)::text) FROM generate_series(1, 100000000) g",
        "SELECT length(json_object_agg(g, g)::text) FROM generate_series(1, 100000000) g",
        "SELECT length(repeat('x', 1000000000))",
        "SELECT repeat('x', 40000000), repeat('y', 40000000), repeat('z', 40000000)",
        "SELECT length(lpad('x', 500000000, 'y'))",
        "SELECT length(replace(repeat('x', 10000000), 'x', repeat('y', 100)))",
        "SELECT array_length(array_fill(0, ARRAY[100000000]), 1)",
        "SELECT array_length(string_to_array(repeat('a,', 20000000), ','), 1)",
        "SELECT count(*) FROM regexp_split_to_table(repeat('a,', 20000000), ',')",
        "SELECT repeat('a', 10000) ~ '(.*)*(.*)*(.*)*b'",
        "SELECT (repeat('[', 10000) || repeat(']', 10000))::jsonb IS NULL",
        "SELECT (repeat('[', 10000) || repeat(']', 10000))::json IS NULL",
        "SELECT count(*) FROM (SELECT g FROM generate_series(1, 1000000000000) g ORDER BY g DESC)"
            + " s",
        "SELECT a, b FROM generate_series(1, 20000) a, generate_series(1, 20000) b"
            + " ORDER BY a * b DESC OFFSET 10000000",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION SELECT n + 1 FROM t) SELECT count(*) FROM t",
        "WITH t AS MATERIALIZED (SELECT g, g::text AS x FROM generate_series(1, 100000000) g)"
            + " SELECT max(a.x) FROM t a JOIN t b USING (g)",
        "SELECT count(DISTINCT g) FROM generate_series(1, 100000000) g",
        "SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY -g) AS r"
            + " FROM generate_series(1, 100000000) g) s",
        "SELECT ARRAY(SELECT g FROM generate_series(1, 100000000) g) IS NULL",
        "SELECT 1 WHERE 5 IN (SELECT g FROM generate_series(1, 100000000) g)"
      })
  void aStatementThatAsksForTooMuch(String sql) throws SQLException {
    assertBounded(sql);
  }

  @Test
  void aListOfMillionsOfConstants() throws SQLException {
    assertBounded("SELECT 1 WHERE 0 IN (" + "1,".repeat(7_000_000) + "1)");
    assertBounded("SELECT 1 WHERE 0 IN (" + "1,".repeat(200_000) + "1)");
  }

  @Test
  void aParameterOfNearlyAMessage() throws SQLException {
    for (int megabytes : new int[] {20, 40, 60}) {
      assertBounded(
          connection -> {
            try (PreparedStatement statement =
                connection.prepareStatement("SELECT length(?::text)")) {
              statement.setString(1, "x".repeat(megabytes * MEGABYTE));
              statement.execute();
            }
          });
    }
  }
}
