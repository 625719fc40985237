package org.orrery.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.orrery.bench.process.OrreryServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;

/**
 * Transactions that hold more rows than the server has memory for. How many: {@code
 * -Dorrery.it.big.rows}.
 */
@Timeout(1800)
class BigTransactionIT {

  /** A quarter of the heap is for rows that wait to be sealed. */
  private static final String HEAP = "256m";

  private static final int ROWS = Integer.getInteger("orrery.it.big.rows", 1_000_000);
  private static final int LINES_A_MESSAGE = 1000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SHARDS = 4;
  private static final long LOG_BYTES_MAX = 256L << 20;
  private static final long WAIT_NANOS_MAX = 30_000_000_000L;

  private final OrreryServer server = OrreryServer.start(HEAP);

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        "CREATE TABLE plain (id int PRIMARY KEY, time timestamptz NOT NULL, a int, b float8, c"
            + " float8, d float8, note text)");
    execute(
        "CREATE TABLE series (id int, time timestamptz NOT NULL, a int, b float8, c float8, d"
            + " float8, note text)");
    execute("SELECT create_hypertable('series', 'time', chunk_time_interval => interval '1 day')");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect()) {
      execute(connection, sql);
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }

  private static long one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private long one(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return one(connection, sql);
    }
  }

  /** Copies rows with the ids from {@code from} on, a second apart. */
  private static void copy(Connection connection, String table, int from, int count)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " FROM STDIN WITH (FORMAT csv)");
    for (int n = from; n < from + count; n += LINES_A_MESSAGE) {
      var lines = new StringBuilder();
      for (int id = n; id < Math.min(from + count, n + LINES_A_MESSAGE); id++) {
        lines.append(id).append(',').append(START.plusSeconds(id)).append(',');
        lines.append(id % 100).append(',').append(id / 8.0).append(',').append(id % 977);
        lines.append(".5,").append(id * 7919L % 10_007).append(".25,note ").append(id % 1000);
        lines.append('\n');
      }
      byte[] bytes = lines.toString().getBytes(US_ASCII);
      copy.writeToCopy(bytes, 0, bytes.length);
    }
    assertThat(copy.endCopy()).isEqualTo(count);
  }

  private long segmentBytes() {
    long bytes = 0;
    for (int shard = 1; shard <= SHARDS; shard++) {
      bytes += bytesOf(server.data().resolve("segments").resolve("shard-" + shard), ".oseg");
    }
    return bytes;
  }

  private void awaitSegments(boolean areThere) {
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (segmentBytes() > 0 != areThere) {
      assertThat(System.nanoTime()).as("segments " + areThere).isLessThan(deadline);
    }
  }

  private static long bytesOf(Path directory, String suffix) {
    File[] files = directory.toFile().listFiles((_, name) -> name.endsWith(suffix));
    return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
  }

  private static String sums(String table) {
    return "SELECT count(*) * 1000000007 + sum(id)::int8 * 31 + sum(a) FROM " + table;
  }

  @Test
  void rowsOfAnOpenTransactionGoToFilesAndItsCommitPublishesThem(TestReporter reporter)
      throws SQLException {
    for (String table : new String[] {"plain", "series"}) {
      try (Connection connection = connect()) {
        connection.setAutoCommit(false);
        copy(connection, table, 0, ROWS);

        awaitSegments(true);
        assertThat(bytesOf(server.data().resolve("log"), ".log"))
            .isLessThanOrEqualTo(LOG_BYTES_MAX);
        assertThat(one(connection, "SELECT count(*) FROM " + table)).isEqualTo(ROWS);
        assertThat(one("SELECT count(*) FROM " + table)).isZero();

        long begin = System.nanoTime();
        connection.commit();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        reporter.publishEntry("commit of " + ROWS + " rows of " + table + ", ms", "" + millis);
      }
      assertThat(one("SELECT count(*) FROM " + table)).isEqualTo(ROWS);
      assertThat(one("SELECT sum(id)::int8 FROM " + table)).isEqualTo(ROWS * (ROWS - 1L) / 2);
    }
    server.kill();
    server.start();
    assertThat(one(sums("plain"))).isEqualTo(one(sums("series")));
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void savepointsKeysAndChangesReachRowsInFiles() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      copy(connection, "plain", 0, ROWS);
      execute(connection, "SAVEPOINT a");
      copy(connection, "plain", ROWS, ROWS / 2);
      execute(connection, "ROLLBACK TO a");
      assertThat(one(connection, "SELECT count(*) FROM plain")).isEqualTo(ROWS);

      assertThatThrownBy(
              () -> execute(connection, "INSERT INTO plain VALUES (17, '2026-01-01', 0)"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      execute(connection, "ROLLBACK TO a");
      assertThat(
              execute(
                  connection,
                  "INSERT INTO plain VALUES (17, '2026-01-01', 5), (-1, '2026-01-01', 5) ON"
                      + " CONFLICT (id) DO UPDATE SET a = -5"))
          .isEqualTo(2);
      assertThat(execute(connection, "DELETE FROM plain WHERE id % 10 = 3")).isEqualTo(ROWS / 10);
      assertThat(execute(connection, "UPDATE plain SET b = -1 WHERE id % 10 = 4"))
          .isEqualTo(ROWS / 10);
      execute(connection, "SAVEPOINT b");
      execute(connection, "DELETE FROM plain");
      assertThat(one(connection, "SELECT count(*) FROM plain")).isZero();
      execute(connection, "ROLLBACK TO b");
      connection.commit();
    }
    for (int start = 0; start < 2; start++) {
      assertThat(one("SELECT count(*) FROM plain")).isEqualTo(ROWS - ROWS / 10 + 1);
      assertThat(one("SELECT count(*) FROM plain WHERE b = -1")).isEqualTo(ROWS / 10);
      assertThat(one("SELECT a FROM plain WHERE id = 17")).isEqualTo(-5);
      assertThat(one("SELECT count(*) FROM plain WHERE id % 10 = 3")).isZero();
      assertThat(one("SELECT count(DISTINCT id) FROM plain")).isEqualTo(ROWS - ROWS / 10 + 1);
      server.kill();
      server.start();
    }
  }

  @Test
  void aKilledTransactionLeavesNeitherRowsNorFiles(TestReporter reporter) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      copy(connection, "plain", 0, ROWS);
      copy(connection, "series", 0, ROWS);

      server.kill();
      server.start();
    }
    reporter.publishEntry("start after kill -9, ms", "" + server.lastStart().toMillis());

    assertThat(one("SELECT count(*) FROM plain")).isZero();
    assertThat(one("SELECT count(*) FROM series")).isZero();
    awaitSegments(false);
  }

  @Test
  void statementsChangeAndCopyMoreRowsThanMemoryHolds() throws SQLException {
    try (Connection connection = connect()) {
      copy(connection, "series", 0, ROWS);
      assertThat(execute(connection, "UPDATE series SET a = a + 1")).isEqualTo(ROWS);
      assertThat(execute(connection, "INSERT INTO series SELECT * FROM series")).isEqualTo(ROWS);
      assertThat(one(connection, "SELECT count(*) FROM series")).isEqualTo(2L * ROWS);
      assertThat(one(connection, "SELECT sum(a) - sum(id % 100) FROM series")).isEqualTo(2L * ROWS);
      connection.setAutoCommit(false);
      assertThat(execute(connection, "DELETE FROM series")).isEqualTo(2 * ROWS);
      connection.rollback();
      assertThat(one(connection, "SELECT count(*) FROM series")).isEqualTo(2L * ROWS);
    }
  }
}
