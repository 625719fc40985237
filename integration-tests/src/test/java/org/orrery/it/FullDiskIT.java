package org.orrery.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.orrery.bench.process.CommandFailed;
import org.orrery.bench.process.Commands;
import org.orrery.bench.process.OrreryServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;

/**
 * A disk without space left: 53100, reads go on, nothing acknowledged is lost. Needs to mount a
 * small file system.
 */
class FullDiskIT {

  private static final int DISK_MEGABYTES = 1024;
  private static final int FREE_MEGABYTES = 24;
  private static final int ROWS_A_LOAD = 50_000;
  private static final int LOADS_MAX = 200;

  private @Nullable Path disk;
  private @Nullable OrreryServer server;

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (disk != null) {
      Commands.run(List.of("umount", disk.toString()));
      Files.delete(disk);
    }
  }

  private static Path mount() throws IOException {
    Path directory = Files.createTempDirectory("orrery-disk");
    try {
      Commands.run(
          List.of(
              "mount",
              "-t",
              "tmpfs",
              "-o",
              "size=" + DISK_MEGABYTES + "m",
              "tmpfs",
              directory.toString()));
      return directory;
    } catch (CommandFailed e) {
      Files.delete(directory);
      return Assumptions.abort("skipped: no right to mount a small file system");
    }
  }

  /** Takes all space but a little. */
  private static Path fill(Path disk) throws IOException {
    Path ballast = disk.resolve("ballast");
    long bytes = Files.getFileStore(disk).getUsableSpace() - (long) FREE_MEGABYTES * 1024 * 1024;
    byte[] megabyte = new byte[1024 * 1024];
    try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
      for (long written = 0; written < bytes; written += megabyte.length) {
        file.write(megabyte, 0, (int) Math.min(megabyte.length, bytes - written));
      }
    }
    return ballast;
  }

  @Test
  void aFullDiskRefusesWritesAndNothingElse() throws IOException, SQLException {
    Path mounted = mount();
    disk = mounted;
    OrreryServer started = OrreryServer.startIn(mounted.resolve("data"), "512m");
    server = started;
    try (Connection connection = DriverManager.getConnection(started.url());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE loads (time timestamptz NOT NULL, load int, value float8, label text)");
      statement.execute("SELECT create_hypertable('loads', 'time')");
      statement.execute("INSERT INTO loads VALUES ('2020-01-01 00:00:00+00', -1, 0, 'old')");
      statement.execute("CREATE TABLE other AS SELECT g FROM generate_series(1, 1000) g");
      load(connection, 0);
      Path ballast = fill(mounted);

      int loads = 1;
      PSQLException refused = null;
      while (refused == null && loads < LOADS_MAX) {
        try {
          load(connection, loads);
          loads++;
        } catch (PSQLException e) {
          refused = e;
        }
      }

      requireNonNull(refused, "never refused");
      assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("53100");
      assertThat(count(statement)).isEqualTo((long) loads * ROWS_A_LOAD + 1);
      int before = loads;
      assertThatThrownBy(() -> load(connection, before))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53100"));
      statement.execute("SELECT drop_chunks('loads', older_than => timestamptz '2021-01-01')");
      statement.execute("DROP TABLE other");
      statement.execute("CHECKPOINT");
      assertThat(count(statement)).isEqualTo((long) loads * ROWS_A_LOAD);

      Files.delete(ballast);
      loadUntilAccepted(connection, before);
      assertThat(count(statement)).isEqualTo((loads + 1L) * ROWS_A_LOAD);
      started.kill();
      started.start();
    }
    try (Connection connection = DriverManager.getConnection(started.url());
        Statement statement = connection.createStatement()) {
      long rows = count(statement);
      assertThat(rows).isPositive();
      assertThat(rows % ROWS_A_LOAD).isZero();
      load(connection, LOADS_MAX);
      assertThat(count(statement)).isEqualTo(rows + ROWS_A_LOAD);
    }
  }

  /** Writing resumes by itself, soon after there is space again. */
  private static void loadUntilAccepted(Connection connection, int load) throws SQLException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try {
        load(connection, load);
        return;
      } catch (PSQLException e) {
        assertThat(e.getSQLState()).isEqualTo("53100");
        assertThat(System.nanoTime()).as("still refused").isLessThan(deadline);
      }
    }
  }

  private static long count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM loads")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  /** Rows that do not compress well. */
  private static void load(Connection connection, int load) throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY loads FROM STDIN");
    var lines = new StringBuilder();
    for (int i = 0; i < ROWS_A_LOAD; i++) {
      double noise = Math.sin(load * 7919.0 + i) * 1e6;
      lines.append("2026-01-01 00:00:").append(10 + i % 50).append('\t').append(load).append('\t');
      lines.append(noise).append('\t').append(Double.toHexString(noise * 3)).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(US_ASCII);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }
}
