package org.orrery.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orrery.bench.process.OrreryServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What rows of a hypertable weigh on disk, and that what is done to their files shows nowhere. */
class StorageIT {

  private static final int HOSTS = 100;
  private static final int TICKS = 10_000;
  private static final int COLUMNS = 10;

  /** Walks of integers in steps of -1, 0 and 1 have 1.6 bits a value. */
  private static final double ROW_BYTES_MAX = 4.1;

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT count(*), sum(c0), avg(c1), min(time), max(time) FROM cpu",
          "SELECT host, count(*), max(c2), sum(c3) FROM cpu GROUP BY host ORDER BY host",
          "SELECT time_bucket('3 hours', time) b, avg(c4), max(c9) FROM cpu GROUP BY b ORDER BY b",
          "SELECT * FROM cpu WHERE host = 'host_7' AND time = '2026-01-01 05:00:00+00'",
          "SELECT last(c5, time), first(c6, time) FROM cpu WHERE host = 'host_11'");

  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] walks = random.ints(HOSTS * COLUMNS, 0, 101).toArray();
  private final OrreryServer server = OrreryServer.start("768m");

  @BeforeEach
  void makeTable() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      var columns = new StringBuilder();
      for (int i = 0; i < COLUMNS; i++) {
        columns.append(", c").append(i).append(" double precision");
      }
      statement.execute("CREATE TABLE cpu (time timestamptz NOT NULL, host text" + columns + ")");
      statement.execute(
          "SELECT create_hypertable('cpu', 'time', chunk_time_interval => interval '1 day')");
      statement.execute("CREATE INDEX ON cpu (host, time DESC)");
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<List<String>> answers() throws SQLException {
    List<List<String>> answers = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String question : QUESTIONS) {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(question)) {
          int columns = result.getMetaData().getColumnCount();
          while (result.next()) {
            var row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
              row.append(result.getString(i)).append('|');
            }
            rows.add(row.toString());
          }
        }
        answers.add(rows);
      }
    }
    return answers;
  }

  /** Copies ticks of all hosts, ten seconds apart. */
  private void copy(int from, int to) throws SQLException {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    try (Connection connection = connect()) {
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY cpu FROM STDIN");
      for (int tick = from; tick < to; tick++) {
        var lines = new StringBuilder();
        Instant time = start.plusSeconds(tick * 10L);
        for (int host = 0; host < HOSTS; host++) {
          lines.append(time).append("\thost_").append(host);
          for (int i = host * COLUMNS; i < (host + 1) * COLUMNS; i++) {
            walks[i] = Math.clamp(walks[i] + random.nextInt(-1, 2), 0, 100);
            lines.append('\t').append(walks[i]);
          }
          lines.append('\n');
        }
        byte[] bytes = lines.toString().getBytes(US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
      }
      copy.endCopy();
    }
  }

  private List<Path> segmentFiles() {
    try (Stream<Path> files = Files.walk(server.data().resolve("segments"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @Test
  void aCheckpointLeavesNothingBesideTheSegments() throws SQLException, IOException {
    copy(0, TICKS);
    List<List<String>> expected = answers();

    execute("CHECKPOINT");
    assertThat(segmentFiles()).allMatch(file -> file.toString().endsWith(".oseg"));
    assertThat(bytes(segmentFiles()) / (double) (HOSTS * TICKS)).isLessThan(ROW_BYTES_MAX);
    assertThat(answers()).isEqualTo(expected);
    server.kill();
    server.start();
    assertThat(answers()).isEqualTo(expected);
  }

  @Test
  void segmentsAreMergedAndNoAnswerChanges() throws SQLException, IOException {
    int parts = 10;
    for (int i = 0; i < parts; i++) {
      copy(i * 100, (i + 1) * 100);
      if (i == parts / 2) {
        execute("DELETE FROM cpu WHERE host IN ('host_3', 'host_50') OR c7 > 95");
        execute("UPDATE cpu SET c8 = -1 WHERE host = 'host_9' AND c0 < 50");
      }
      if (i == parts - 1) {
        execute("INSERT INTO cpu (time, host, c0) VALUES ('2026-01-01 00:00:01+00', 'late', 0.5)");
      }
      execute("CHECKPOINT");
    }
    List<List<String>> expected = answers();

    long deadline = System.nanoTime() + 60_000_000_000L;
    while (segmentFiles().size() > 4) {
      assertThat(System.nanoTime()).as("%s", segmentFiles()).isLessThan(deadline);
      assertThat(answers()).isEqualTo(expected);
    }

    assertThat(answers()).isEqualTo(expected);
    server.kill();
    server.start();
    assertThat(answers()).isEqualTo(expected);
    execute("DELETE FROM cpu");
    assertThat(answers().getFirst()).containsExactly("0|null|null|null|null|");
  }
}
