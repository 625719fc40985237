package org.orrery.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.orrery.bench.process.OrreryServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Three series of batches, with no, a tenth and half of their rows late, one in ten batches deleted
 * again, while four readers look whether what they see is whole batches, no fewer than were
 * acknowledged. For {@code -Dorrery.it.mixed.seconds}.
 */
@Timeout(1200)
class MixedIngestIT {

  private static final int SECONDS = Integer.getInteger("orrery.it.mixed.seconds", 60);
  private static final int[] LATE_PERCENT = {0, 10, 50};
  private static final int READERS = 4;
  private static final int BATCH_ROWS = 1000;
  private static final long BATCH_SUM = BATCH_ROWS * (BATCH_ROWS - 1L) / 2;

  /** The promise is 1 s; the machines that run tests are busy. */
  private static final long STALL_MILLIS_MAX = 15_000;

  private static final long LOG_BYTES_MAX = 256L << 20;
  private static final int SHARDS = 4;
  private static final int SEGMENTS_A_CHUNK_MAX = 32;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final OrreryServer server = OrreryServer.start("512m");
  private final List<Series> series = new ArrayList<>();
  private volatile boolean isOver;

  /** A writer's batches. The counts of what was begun are raised before, of what is done after. */
  private static final class Series {
    final int number;
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger deletesBegun = new AtomicInteger();
    final AtomicInteger deletesDone = new AtomicInteger();
    final List<Long> gapsMillis = new ArrayList<>();

    Series(int number) {
      this.number = number;
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  private interface Work {
    void run() throws SQLException;
  }

  private CompletableFuture<Void> start(Executor threads, Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (SQLException e) {
            throw new AssertionError(e);
          } finally {
            isOver = true;
          }
        },
        threads);
  }

  @Test
  void ingestNeitherStallsNorShowsPartsOfBatches(TestReporter reporter) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE mixed (time timestamptz NOT NULL, series int, batch int, n int, value"
              + " float8)");
      statement.execute(
          "SELECT create_hypertable('mixed', 'time', chunk_time_interval => interval '1 hour')");
    }
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    List<CompletableFuture<Void>> works = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int late : LATE_PERCENT) {
        var one = new Series(series.size());
        series.add(one);
        works.add(start(threads, () -> write(one, late, end)));
      }
      works.add(start(threads, () -> delete(end)));
      for (int reader = 0; reader < READERS; reader++) {
        Series one = series.get(reader % series.size());
        works.add(start(threads, () -> read(one, end)));
      }
      works.forEach(CompletableFuture::join);
    }
    for (Series each : series) {
      report(each, reporter);
    }
    verifyFiles(reporter);
  }

  private boolean isGoingOn(long end) {
    return !isOver && System.nanoTime() - end < 0;
  }

  private void write(Series one, int latePercent, long end) throws SQLException {
    var random = new SplittableRandom(one.number);
    try (Connection connection = connect()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      long last = System.nanoTime();
      while (isGoingOn(end)) {
        int batch = one.begun.getAndIncrement();
        byte[] lines = lines(one.number, batch, latePercent, random);
        assertThat(copies.copyIn("COPY mixed FROM STDIN", new ByteArrayInputStream(lines)))
            .isEqualTo(BATCH_ROWS);
        one.done.incrementAndGet();
        long now = System.nanoTime();
        one.gapsMillis.add((now - last) / 1_000_000);
        last = now;
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A second's rows; late ones are from the last six hours. */
  private static byte[] lines(int series, int batch, int latePercent, SplittableRandom random) {
    var lines = new StringBuilder(BATCH_ROWS * 48);
    for (int n = 0; n < BATCH_ROWS; n++) {
      long back = random.nextInt(100) < latePercent ? random.nextInt(21_600) : 0;
      lines.append(START.plusSeconds(batch - back).plusMillis(n)).append('\t').append(series);
      lines.append('\t').append(batch).append('\t').append(n).append('\t').append(n / 4.0);
      lines.append('\n');
    }
    return lines.toString().getBytes(US_ASCII);
  }

  /** Deletes each tenth batch once there are more. */
  private void delete(long end) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      while (isGoingOn(end)) {
        for (Series one : series) {
          int batch = one.deletesBegun.get() * 10;
          if (one.done.get() > batch + 10) {
            one.deletesBegun.incrementAndGet();
            assertThat(
                    statement.executeUpdate(
                        "DELETE FROM mixed WHERE series = " + one.number + " AND batch = " + batch))
                .isEqualTo(BATCH_ROWS);
            one.deletesDone.incrementAndGet();
          }
        }
      }
    }
  }

  private void read(Series one, long end) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      do {
        verify(one, statement);
      } while (isGoingOn(end));
    }
  }

  private static void verify(Series one, Statement statement) throws SQLException {
    int atLeast = one.done.get();
    int deletedAtLeast = one.deletesDone.get();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*), coalesce(sum(n), 0), coalesce(sum(value), 0) FROM mixed WHERE series"
                + " = "
                + one.number)) {
      assertThat(rows.next()).isTrue();
      long count = rows.getLong(1);
      long batches = count / BATCH_ROWS;
      int atMost = one.begun.get() - deletedAtLeast;
      assertThat(count % BATCH_ROWS).as("rows of parts of batches of " + one.number).isZero();
      assertThat(rows.getLong(2)).isEqualTo(batches * BATCH_SUM);
      assertThat(rows.getDouble(3)).isEqualTo(batches * BATCH_SUM / 4.0);
      assertThat(batches).isBetween((long) atLeast - one.deletesBegun.get(), (long) atMost);
    }
  }

  private void report(Series one, TestReporter reporter) throws SQLException {
    long[] gaps = one.gapsMillis.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(gaps).hasSizeGreaterThan(10);
    long worst = gaps[gaps.length - 1];
    reporter.publishEntry(
        "series " + one.number,
        "%d batches, ms between acknowledgements: p50 %d, p99 %d, worst %d"
            .formatted(gaps.length, gaps[gaps.length / 2], gaps[gaps.length * 99 / 100], worst));
    assertThat(worst).as("stall of series " + one.number).isLessThan(STALL_MILLIS_MAX);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      verify(one, statement);
    }
  }

  private void verifyFiles(TestReporter reporter) throws SQLException {
    long chunks;
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM show_chunks('mixed')")) {
      assertThat(rows.next()).isTrue();
      chunks = rows.getLong(1);
    }
    long segments = 0;
    for (int shard = 1; shard <= SHARDS; shard++) {
      segments +=
          files(server.data().resolve("segments").resolve("shard-" + shard), ".oseg").length;
    }
    long log =
        Arrays.stream(files(server.data().resolve("log"), ".log")).mapToLong(File::length).sum();
    reporter.publishEntry("files", segments + " segments of " + chunks + " chunks, log " + log);
    assertThat(segments).isLessThanOrEqualTo(chunks * SEGMENTS_A_CHUNK_MAX);
    assertThat(log).isLessThanOrEqualTo(LOG_BYTES_MAX);
    assertThat(server.isAlive()).isTrue();
  }

  private static File[] files(Path directory, String suffix) {
    File[] files = directory.toFile().listFiles((_, name) -> name.endsWith(suffix));
    return files == null ? new File[0] : files;
  }
}
