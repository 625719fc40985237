package org.orrery.it.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.orrery.bench.process.PostgresServer;

/** A PostgreSQL 15 to compare answers with, started once for all tests of this JVM. */
public final class Oracle {

  /** Started when first asked for; stopped by the JVM's shutdown. */
  private static final class Holder {
    static final Optional<PostgresServer> SERVER =
        PostgresServer.start(List.of("fsync = off", "max_wal_size = '4GB'"));
  }

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final PostgresServer server;

  private Oracle(PostgresServer server) {
    this.server = server;
  }

  /** The oracle; skips the running test when PostgreSQL 15 is not installed. */
  public static Oracle require() {
    Optional<PostgresServer> server = Holder.SERVER;
    Assumptions.assumeTrue(
        server.isPresent(), "skipped: PostgreSQL 15 is not installed (.ci/install-test-packages)");
    return new Oracle(server.orElseThrow());
  }

  /** Makes an empty database with the time-series functions that PostgreSQL lacks. */
  public String createDatabase() throws SQLException {
    String name = "it" + DATABASES.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE template0");
    }
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      for (SqlFile.Question question : SqlFile.read("prelude.sql")) {
        statement.execute(question.sql());
      }
    }
    return name;
  }

  /** A new session. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  /** JDBC address. */
  public String url(String database) {
    return server.url(database);
  }

  /** Where it listens on the loopback address. */
  public int port() {
    return server.port();
  }
}
