package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orrery.bench.process.OrreryServer;

/** A segment file with flipped bytes: nothing of it is returned, and all else goes on. */
class DamagedSegmentIT {

  private static final int HEADER_BYTES = 4096;

  private final OrreryServer server = OrreryServer.start("512m");

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        "CREATE TABLE cpu (time timestamptz NOT NULL, host text, load double precision)",
        "SELECT create_hypertable('cpu', 'time', chunk_time_interval => interval '1 day')",
        "CREATE TABLE other (a int, b text)",
        "INSERT INTO other SELECT g, 'text ' || g FROM generate_series(1, 5000) g",
        "INSERT INTO cpu SELECT timestamptz '2026-01-01 00:00:00+00' + g * interval '10 s',"
            + " 'host_' || g % 7, g % 113 / 4.0 FROM generate_series(0, 9999) g",
        "CHECKPOINT");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }

  /** The first chunk's segment: it is as large as the others and was made first. */
  private Path firstSegment() throws IOException, SQLException {
    String chunk =
        ask(
            "SELECT replace(chunk_name, '_hyper_', '') FROM timescaledb_information.chunks"
                + " WHERE hypertable_name = 'cpu' ORDER BY range_start LIMIT 1");
    String id = chunk.substring(chunk.indexOf('_') + 1, chunk.lastIndexOf('_'));
    try (Stream<Path> files = Files.walk(server.data().resolve("segments"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id + "-"))
          .filter(file -> file.toString().endsWith(".oseg"))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  /** Flips a bit in each of the first blocks. */
  private static void damage(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer some = ByteBuffer.allocate(1);
      for (int at = HEADER_BYTES; at < HEADER_BYTES + 2000; at += 40) {
        some.clear();
        channel.read(some, at);
        some.put(0, (byte) (some.get(0) ^ 4)).rewind();
        channel.write(some, at);
      }
    }
  }

  private void assertQuarantined(Path file) throws SQLException {
    for (String sql :
        List.of(
            "SELECT sum(load), max(host), max(time) FROM cpu",
            "SELECT * FROM cpu WHERE time < '2026-01-01 10:00:00+00'",
            "SELECT max(load) FROM cpu WHERE host = 'host_3'")) {
      assertThatThrownBy(() -> ask(sql))
          .as(sql)
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("XX001");
                assertThat(e.getMessage())
                    .contains(file.getFileName().toString())
                    .contains("block");
              });
    }
    assertThat(ask("SELECT count(*) || ' ' || max(b) FROM other")).isEqualTo("5000 text 999");
    assertThat(ask("SELECT count(load) FROM cpu WHERE time >= '2026-01-02 00:00:00+00'"))
        .isEqualTo("1360");
    execute("INSERT INTO cpu VALUES ('2026-01-02 12:00:00+00', 'new', 1), (now(), 'new', 2)");

    assertThat(file).exists();
    execute("SELECT drop_chunks('cpu', older_than => timestamptz '2026-01-02 00:00:00+00')");
    assertThat(ask("SELECT count(load) FROM cpu")).isEqualTo("1362");
    assertThat(ask("SELECT sum(load) > 0 FROM cpu")).isEqualTo("t");
    execute("CHECKPOINT");
  }

  @Test
  void damageDoneToAStoppedServerIsReportedAndGoesWithItsChunk() throws Exception {
    Path file = firstSegment();
    server.kill();
    damage(file);
    server.start();

    assertQuarantined(file);
  }

  @Test
  void damageDoneToARunningServerIsReportedAndGoesWithItsChunk() throws Exception {
    Path file = firstSegment();
    damage(file);

    assertQuarantined(file);
  }

  @Test
  void aTableWithDamageCanBeDropped() throws Exception {
    damage(firstSegment());
    assertThatThrownBy(() -> ask("SELECT sum(load), max(host) FROM cpu"))
        .isInstanceOf(SQLException.class);

    execute("DROP TABLE cpu", "CHECKPOINT");

    assertThat(ask("SELECT count(*) FROM other")).isEqualTo("5000");
    server.kill();
    server.start();
    assertThat(ask("SELECT count(*) FROM other")).isEqualTo("5000");
  }
}
