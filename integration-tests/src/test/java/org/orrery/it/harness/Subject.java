package org.orrery.it.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.process.OrreryServer;

/**
 * The server under test. With {@code -Dorrery.it.subject=postgres} it is PostgreSQL 15 itself,
 * which checks the tests: what they say about PostgreSQL must then hold.
 */
public final class Subject implements AutoCloseable {

  private static final String HEAP = "1g";

  private final @Nullable OrreryServer server;
  private final String url;
  private final int port;
  private final String database;

  private Subject(@Nullable OrreryServer server, String url, int port, String database) {
    this.server = server;
    this.url = url;
    this.port = port;
    this.database = database;
  }

  /** Starts a server with an empty data directory; {@code options} are more of its command line. */
  public static Subject start(String... options) throws SQLException {
    if ("postgres".equals(System.getProperty("orrery.it.subject"))) {
      Oracle oracle = Oracle.require();
      String database = oracle.createDatabase();
      return new Subject(null, oracle.url(database), oracle.port(), database);
    }
    OrreryServer server = OrreryServer.start(HEAP, options);
    return new Subject(server, server.url(), server.port(), "postgres");
  }

  /** Whether it is Orrery, as it should be. */
  public boolean isOrrery() {
    return server != null;
  }

  /** A new session. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** JDBC address. */
  public String url() {
    return url;
  }

  /** Where it listens on the loopback address. */
  public int port() {
    return port;
  }

  /** The database to connect to. */
  public String database() {
    return database;
  }

  /** Runs statements in a session of their own. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Makes a table a hypertable; nothing to do for PostgreSQL. */
  public void createHypertable(String table, String column) throws SQLException {
    if (isOrrery()) {
      execute("SELECT create_hypertable('" + table + "', '" + column + "')");
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
