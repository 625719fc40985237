package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.orrery.bench.process.OrreryServer;
import org.orrery.it.harness.RowSet;

/**
 * Continuous aggregates after any history of writes: what was refreshed is what the query gives,
 * and a real-time read after a refresh of everything is too. How much: {@code
 * -Dorrery.it.histories}.
 */
@Timeout(600)
class AggregateHistoryIT {

  private static final int HISTORIES = Integer.getInteger("orrery.it.histories", 3);
  private static final long SEED = Long.getLong("orrery.seed", 20260101);
  private static final int STEPS = 60;
  private static final int WRITERS = 3;
  private static final int HOURS = 24 * 20;
  private static final String QUERY =
      "SELECT time_bucket('%s', time) AS b, dev, count(*) AS n, sum(v) AS s, max(v) AS m FROM m"
          + " %s GROUP BY 1, 2";

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final OrreryServer server = OrreryServer.start("768m");

  @BeforeEach
  void makeTables() throws SQLException {
    run(
        "CREATE TABLE m (time timestamptz NOT NULL, dev int, v int, UNIQUE (dev, time))",
        "SELECT create_hypertable('m', 'time', chunk_time_interval => interval '2 days')",
        "CREATE MATERIALIZED VIEW hours WITH (timescaledb.continuous,"
            + " timescaledb.materialized_only = false) AS "
            + QUERY.formatted("3 hours", "")
            + " WITH NO DATA",
        "CREATE MATERIALIZED VIEW days WITH (timescaledb.continuous,"
            + " timescaledb.materialized_only = false) AS SELECT time_bucket('1 day', b) AS d, dev,"
            + " sum(n) AS n, sum(s) AS s, max(m) AS m FROM hours GROUP BY 1, 2 WITH NO DATA");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(server.url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String time(int hour) {
    return "timestamptz '2026-01-01 00:00+00' + interval '1 hour' * " + hour;
  }

  /** A change of the table: mostly the newest times, sometimes any. */
  private static List<String> change(SplittableRandom random, int step) {
    int front = Math.min(HOURS - 30, 24 + step * 6);
    int hour = random.nextInt(3) == 0 ? random.nextInt(HOURS) : front + random.nextInt(20);
    String range = "time >= " + time(hour) + " AND time < " + time(hour + 1 + random.nextInt(12));
    String insert =
        "INSERT INTO m SELECT "
            + time(hour)
            + " + interval '1 minute' * n, n % 3, n FROM generate_series(1, "
            + (1 + random.nextInt(200))
            + ") AS n ON CONFLICT (dev, time) DO ";
    return switch (random.nextInt(10)) {
      case 0 -> List.of("UPDATE m SET v = v + 1000 WHERE " + range);
      case 1 -> List.of("DELETE FROM m WHERE " + range + " AND dev <> 1");
      case 2 ->
          List.of(
              "UPDATE m SET time = time + interval '1 microsecond' * "
                  + (1 + random.nextInt(50_000_000))
                  + ", v = -v WHERE "
                  + range
                  + " AND dev = 2 AND extract(second FROM time) = 0");
      case 3 -> List.of("BEGIN", insert + "NOTHING", "ROLLBACK");
      case 4 ->
          List.of(
              "BEGIN",
              insert + "NOTHING",
              "SAVEPOINT s",
              "DELETE FROM m WHERE " + range,
              "ROLLBACK TO s",
              "COMMIT");
      case 5 -> List.of(insert + "UPDATE SET v = excluded.v + 7");
      default -> List.of(insert + "NOTHING");
    };
  }

  private static void runAll(Statement statement, List<String> statements) throws SQLException {
    for (String sql : statements) {
      statement.execute(sql);
    }
  }

  private static List<?> rows(Connection connection, String sql) throws SQLException {
    return RowSet.of(connection, sql + " ORDER BY 1, 2").rows();
  }

  private void assertAllFresh(Connection connection) throws SQLException {
    List<?> hours = rows(connection, QUERY.formatted("3 hours", ""));
    List<?> days = rows(connection, QUERY.formatted("1 day", ""));
    assertThat(rows(connection, "SELECT * FROM hours")).as("seed %s", SEED).isEqualTo(hours);
    assertThat(rows(connection, "SELECT * FROM days")).as("seed %s", SEED).isEqualTo(days);
    try (Statement statement = connection.createStatement()) {
      for (String view : List.of("hours", "days")) {
        statement.execute(
            "ALTER MATERIALIZED VIEW " + view + " SET (timescaledb.materialized_only = true)");
      }
      assertThat(rows(connection, "SELECT * FROM hours")).as("seed %s", SEED).isEqualTo(hours);
      assertThat(rows(connection, "SELECT * FROM days")).as("seed %s", SEED).isEqualTo(days);
      for (String view : List.of("hours", "days")) {
        statement.execute(
            "ALTER MATERIALIZED VIEW " + view + " SET (timescaledb.materialized_only = false)");
      }
    }
  }

  private static void refreshAll(Statement statement) throws SQLException {
    statement.execute("CALL refresh_continuous_aggregate('hours', NULL, NULL)");
    statement.execute("CALL refresh_continuous_aggregate('days', NULL, NULL)");
  }

  @Test
  void aRefreshedRangeEqualsRecomputation() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int history = 0; history < HISTORIES; history++) {
        statement.execute("TRUNCATE m");
        for (int step = 0; step < STEPS; step++) {
          runAll(statement, change(random, step));
          if (random.nextInt(12) == 0) {
            statement.execute(
                "SELECT drop_chunks('m', older_than => " + time(random.nextInt(HOURS)) + ")");
          }
          if (random.nextInt(4) == 0) {
            refreshSome(connection, statement);
          }
        }
        refreshAll(statement);
        assertAllFresh(connection);
      }
    }
  }

  private void refreshSome(Connection connection, Statement statement) throws SQLException {
    int from = random.nextInt(HOURS / 3) * 3;
    int to = from + 3 * (1 + random.nextInt(40));
    String start = random.nextInt(3) == 0 ? "NULL" : time(from);
    String end = random.nextInt(3) == 0 ? "NULL" : time(to);
    statement.execute("CALL refresh_continuous_aggregate('hours', " + start + ", " + end + ")");
    var conditions = new ArrayList<String>();
    if (!start.equals("NULL")) {
      conditions.add("%s >= " + start);
    }
    if (!end.equals("NULL")) {
      conditions.add("%s < " + end);
    }
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    assertThat(rows(connection, "SELECT * FROM hours " + where.replace("%s", "b")))
        .as("seed %s, from %s to %s", SEED, start, end)
        .isEqualTo(rows(connection, QUERY.formatted("3 hours", where.replace("%s", "time"))));
  }

  @Test
  void nothingIsMissedWhileOthersWrite() throws SQLException {
    for (int history = 0; history < HISTORIES; history++) {
      var isStopped = new AtomicBoolean();
      List<CompletableFuture<Void>> writers = startWriters(isStopped);
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        for (int refresh = 0; refresh < 20; refresh++) {
          refreshAll(statement);
        }
        isStopped.set(true);
        writers.forEach(CompletableFuture::join);
        refreshAll(statement);
        assertAllFresh(connection);
      }
    }
  }

  private List<CompletableFuture<Void>> startWriters(AtomicBoolean isStopped) {
    var writers = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom own = random.split();
      writers.add(CompletableFuture.runAsync(() -> write(own, isStopped)));
    }
    return writers;
  }

  /** Writes until told to stop or the server goes; writers may get in each other's way. */
  private void write(SplittableRandom own, AtomicBoolean isStopped) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int step = 0; !isStopped.get(); step++) {
        try {
          runAll(statement, change(own, step % STEPS));
        } catch (SQLException e) {
          if (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57")) {
            return;
          }
          assertThat(e.getSQLState()).as(e.getMessage()).isIn("40001", "40P01", "23505");
          statement.execute("ROLLBACK");
        }
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
    }
  }

  @Test
  void nothingIsMissedAfterKill() throws SQLException {
    for (int history = 0; history < HISTORIES; history++) {
      var isStopped = new AtomicBoolean();
      List<CompletableFuture<Void>> writers = startWriters(isStopped);
      CompletableFuture<Void> refreshes = CompletableFuture.runAsync(this::refreshUntilKilled);
      long end = System.nanoTime() + 1_000_000L * (500 + random.nextInt(1_500));
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      server.kill();
      isStopped.set(true);
      writers.forEach(CompletableFuture::join);
      refreshes.join();
      server.start();
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        refreshAll(statement);
        assertAllFresh(connection);
      }
    }
  }

  private void refreshUntilKilled() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      while (true) {
        refreshAll(statement);
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
    }
  }
}
