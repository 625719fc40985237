package org.orrery.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.orrery.bench.process.Commands;

/**
 * DuckDB inside this JVM, on a file; its driver is on the class path in the profile {@code bench}.
 */
public final class DuckDbTarget implements Target {

  private final Path home;
  private final Connection owner;

  /** Opens a new database. */
  public DuckDbTarget() throws SQLException {
    try {
      home = Files.createTempDirectory("orrery-duckdb");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    owner = DriverManager.getConnection(url());
  }

  private String url() {
    return "jdbc:duckdb:" + home.resolve("bench.duckdb");
  }

  @Override
  public String name() {
    return "duckdb";
  }

  @Override
  public Dialect dialect() {
    return Dialect.DUCKDB;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  @Override
  public Duration load(String table, Path file) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      long begin = System.nanoTime();
      statement.execute(
          "COPY " + table + " FROM '" + file + "' (DELIMITER '\t', HEADER false, NULLSTR '\\N')");
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  @Override
  public void settle(String table) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  @Override
  public long bytesOnDisk(String table) {
    return Commands.bytesBelow(home);
  }

  @Override
  public Duration start() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      Commands.deleteTree(home);
    }
  }
}
