package org.orrery.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.orrery.bench.process.OrreryServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * {@code kill -9} while writing: what was acknowledged is there, what was not is there wholly or
 * not at all. How often: {@code -Dorrery.it.kills}.
 */
@Timeout(600)
class KillIT {

  private static final int KILLS = Integer.getInteger("orrery.it.kills", 10);
  private static final long SEED = Long.getLong("orrery.seed", 20260101);

  /** The promise is 5 s; the machines that run tests are busy. */
  private static final Duration RESTART_MAX = Duration.ofSeconds(15);

  private static final int COMMITS = 200;
  private static final int COPY_ROWS = 20_000;
  private static final int LINES_A_MESSAGE = 500;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private OrreryServer server = OrreryServer.start("512m");

  @BeforeEach
  void makeTables() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE commits (n int PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE loads (time timestamptz NOT NULL, load int, n int, label text, value"
              + " float8)");
      statement.execute(
          "SELECT create_hypertable('loads', 'time', chunk_time_interval => interval '1 hour')");
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  private long one(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  /** Kills the server, starts it again, checks how long that took to the first answer. */
  private Duration killAndRestart() throws SQLException {
    server.kill();
    long begin = System.nanoTime();
    server.start();
    assertThat(one("SELECT 1")).isOne();
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(taken).as("restart").isLessThan(RESTART_MAX);
    return taken;
  }

  @Test
  void acknowledgedCommitsSurvive(TestReporter reporter) throws SQLException {
    int acknowledged = 0;
    Duration worst = Duration.ZERO;
    for (int kill = 0; kill < KILLS; kill++) {
      var last = new AtomicInteger(acknowledged);
      int from = acknowledged;
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> commit(from, last));
      int target = acknowledged + 1 + random.nextInt(COMMITS - 1);
      while (last.get() < target && !writer.isDone()) {
        Thread.onSpinWait();
      }
      Duration taken = killAndRestart();
      writer.join();

      long count = one("SELECT count(*) FROM commits");
      assertThat(count)
          .as("kill %s, seed %s", kill, SEED)
          .isBetween((long) last.get(), last.get() + 1L);
      assertThat(one("SELECT coalesce(max(n), 0) FROM commits")).isEqualTo(count);
      acknowledged = Math.toIntExact(count);
      worst = worst.compareTo(taken) < 0 ? taken : worst;
    }
    reporter.publishEntry("slowest restart, ms", String.valueOf(worst.toMillis()));
  }

  /** Single-row commits, each noted once acknowledged, until the server goes. */
  private void commit(int from, AtomicInteger last) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int n = from + 1; n <= from + COMMITS; n++) {
        statement.executeUpdate("INSERT INTO commits VALUES (" + n + ")");
        last.set(n);
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
    }
  }

  @Test
  void aCopyIsThereWhollyOrNotAtAll(TestReporter reporter) throws SQLException {
    Duration worst = Duration.ZERO;
    int acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int load = kill;
      var sent = new AtomicInteger();
      CompletableFuture<Boolean> loader = CompletableFuture.supplyAsync(() -> copy(load, sent));
      int target = random.nextInt(COPY_ROWS + COPY_ROWS / 4);
      while (sent.get() < target && !loader.isDone()) {
        Thread.onSpinWait();
      }
      Duration taken = killAndRestart();
      boolean isAcknowledged = loader.join();

      long count = one("SELECT count(*) FROM loads WHERE load = " + load);
      assertThat(count)
          .as("kill %s after %s rows, seed %s", kill, target, SEED)
          .isIn(
              isAcknowledged
                  ? new Object[] {(long) COPY_ROWS}
                  : new Object[] {0L, (long) COPY_ROWS});
      if (count > 0) {
        assertThat(one("SELECT sum(n) FROM loads WHERE load = " + load))
            .isEqualTo((long) COPY_ROWS * (COPY_ROWS - 1) / 2);
        acknowledged++;
      }
      assertThat(one("SELECT count(*) FROM loads")).isEqualTo((long) acknowledged * COPY_ROWS);
      worst = worst.compareTo(taken) < 0 ? taken : worst;
    }
    reporter.publishEntry("slowest restart, ms", String.valueOf(worst.toMillis()));
  }

  /** Loads rows over many chunks; whether the server acknowledged them. */
  private boolean copy(int load, AtomicInteger sent) {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    try (Connection connection = connect()) {
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY loads FROM STDIN");
      for (int n = 0; n < COPY_ROWS; n += LINES_A_MESSAGE) {
        var lines = new StringBuilder();
        for (int i = n; i < n + LINES_A_MESSAGE; i++) {
          lines.append(start.plusSeconds(i * 10L)).append('\t').append(load).append('\t').append(i);
          lines.append("\tlabel ").append(i % 10).append('\t').append(i / 8.0).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.flushCopy();
        sent.set(n + LINES_A_MESSAGE);
      }
      return copy.endCopy() == COPY_ROWS;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
      return false;
    }
  }

  @Test
  void deletesAndUpdatesSurvive() throws SQLException {
    assertThat(copy(0, new AtomicInteger())).isTrue();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM loads WHERE n % 2 = 0"))
          .isEqualTo(COPY_ROWS / 2);
      assertThat(statement.executeUpdate("UPDATE loads SET value = -1 WHERE n < 100"))
          .isEqualTo(50);
      connection.setAutoCommit(false);
      statement.executeUpdate("DELETE FROM loads");
      statement.executeUpdate("INSERT INTO commits VALUES (1)");
    }

    killAndRestart();

    assertThat(one("SELECT count(*) FROM loads")).isEqualTo(COPY_ROWS / 2);
    assertThat(one("SELECT count(*) FROM loads WHERE value = -1")).isEqualTo(50);
    assertThat(one("SELECT count(*) FROM commits")).isZero();
  }

  @Test
  void definitionsSurviveAndAnUnfinishedTransactionLeavesNothing() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE later (a int)");
      statement.execute("INSERT INTO later VALUES (1)");
      statement.execute(
          "INSERT INTO loads VALUES ('2026-01-01', -1, 0, '', 0), ('2027-01-01', -1, 0, '', 0)");

      killAndRestart();
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
    }

    assertThat(one("SELECT count(*) FROM pg_class WHERE relname = 'later'")).isZero();
    assertThat(one("SELECT count(*) FROM loads")).isZero();
    assertThat(one("SELECT count(*) FROM timescaledb_information.hypertables")).isOne();
  }

  @Test
  void aPoliteStopIsCleanAndQuick(TestReporter reporter) throws SQLException {
    copy(0, new AtomicInteger());
    long begin = System.nanoTime();

    assertThat(server.stop()).isIn(0, 143);

    reporter.publishEntry("stop, ms", String.valueOf((System.nanoTime() - begin) / 1_000_000));
    begin = System.nanoTime();
    server.start();
    assertThat(one("SELECT count(*) FROM loads")).isEqualTo(COPY_ROWS);
    reporter.publishEntry(
        "start to first answer, ms", String.valueOf((System.nanoTime() - begin) / 1_000_000));
  }
}
