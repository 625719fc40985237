package org.orrery.bench.target;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.process.CommandFailed;
import org.orrery.bench.process.Commands;

/**
 * QuestDB as a process of its own, queried over its PostgreSQL port and loaded by its own parallel
 * COPY, as it has no COPY FROM STDIN. Its jar is on this JVM's class path in the profile {@code
 * bench}.
 */
public final class QuestDbTarget implements Target {

  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Duration LOAD_MAX = Duration.ofMinutes(20);

  private final Path home;
  private final Process process;
  private final String url;
  private final Thread killAtExit = new Thread(this::kill, "kill-questdb");

  /**
   * Starts the server.
   *
   * @throws CommandFailed when its jar is not there or it does not start on this Java
   */
  public QuestDbTarget() {
    String classPath = jar();
    if (classPath == null) {
      throw new CommandFailed("QuestDB's jar is not on the class path");
    }
    int port = Commands.freePort();
    try {
      home = Files.createTempDirectory("orrery-questdb");
      Files.createDirectories(home.resolve("conf"));
      Files.createDirectories(home.resolve("import"));
      Files.write(
          home.resolve("conf/server.conf"),
          List.of(
              "pg.net.bind.to=127.0.0.1:" + port,
              "http.enabled=false",
              "http.min.enabled=false",
              "line.tcp.enabled=false",
              "telemetry.enabled=false",
              "cairo.sql.copy.root=" + home.resolve("import"),
              "cairo.sql.copy.work.root=" + home.resolve("import-work")));
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx4g",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "--add-exports=java.base/jdk.internal.math=ALL-UNNAMED",
                  "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                  "--add-opens=java.base/java.lang=ALL-UNNAMED",
                  "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                  "--add-opens=java.base/java.nio=ALL-UNNAMED",
                  "--add-opens=java.base/java.time.zone=ALL-UNNAMED",
                  "-cp",
                  classPath,
                  "io.questdb.ServerMain",
                  "-d",
                  home.toString())
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(killAtExit);
    url = "jdbc:postgresql://127.0.0.1:" + port + "/qdb?user=admin&password=quest";
    awaitReady();
  }

  private static @Nullable String jar() {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path name = Path.of(entry).getFileName();
      if (name != null && name.toString().startsWith("questdb-")) {
        return entry;
      }
    }
    return null;
  }

  private Path log() {
    return home.resolve("log.txt");
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (true) {
      try {
        PostgresWire.text(url, "SELECT 1");
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          String said = Commands.lastLines(log());
          close();
          throw new CommandFailed("QuestDB did not start: " + said);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while waiting for QuestDB");
    }
  }

  @Override
  public String name() {
    return "questdb";
  }

  @Override
  public Dialect dialect() {
    return Dialect.QUESTDB;
  }

  @Override
  public Connection connect() throws SQLException {
    return PostgresWire.connect(url);
  }

  @Override
  public Duration load(String table, Path file) throws SQLException, IOException {
    if (!hasTime(file)) {
      return insert(table, file);
    }
    Path copy = home.resolve("import").resolve(table + ".tsv");
    long expected = withoutZones(file, copy);
    long begin = System.nanoTime();
    PostgresWire.execute(
        url,
        "COPY "
            + table
            + " FROM '"
            + copy.getFileName()
            + "' WITH HEADER false DELIMITER '\t' TIMESTAMP 'time'"
            + " FORMAT 'yyyy-MM-dd HH:mm:ss' PARTITION BY DAY ON ERROR ABORT");
    while (Long.parseLong(PostgresWire.text(url, "SELECT count(*) FROM " + table)) < expected) {
      String failures =
          PostgresWire.text(
              url,
              "SELECT coalesce(max(message), '') FROM sys.text_import_log WHERE status = 'failed'");
      if (!failures.isEmpty() || System.nanoTime() - begin > LOAD_MAX.toNanos()) {
        throw new CommandFailed("QuestDB did not load: " + failures);
      }
      pause();
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    Files.delete(copy);
    return taken;
  }

  private static boolean hasTime(Path file) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      return first != null && first.contains(":");
    }
  }

  /** Its COPY is for tables with times only. */
  private Duration insert(String table, Path file) throws SQLException, IOException {
    long begin = System.nanoTime();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String line : Files.readAllLines(file)) {
        statement.execute(
            "INSERT INTO " + table + " VALUES ('" + line.replace("\t", "', '") + "')");
      }
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /**
   * Copies rows, their times without the offset, which its parser does not take; returns how many.
   */
  private static long withoutZones(Path file, Path copy) throws IOException {
    long rows = 0;
    try (var lines = Files.newBufferedReader(file);
        var out = Files.newBufferedWriter(copy)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line.replaceFirst("\\+00\t", "\t"));
        out.write('\n');
        rows++;
      }
    }
    return rows;
  }

  @Override
  public void settle(String table) {
    // Loading writes its final files.
  }

  @Override
  public long bytesOnDisk(String table) {
    return Commands.bytesBelow(home.resolve("db"));
  }

  @Override
  public Duration start() {
    return Duration.ZERO;
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killAtExit);
    Commands.deleteTree(home);
  }
}
