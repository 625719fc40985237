package org.orrery.bench.target;

import java.sql.SQLException;
import java.util.List;
import org.orrery.bench.process.CommandFailed;
import org.orrery.bench.process.PostgresServer;

/** A plain PostgreSQL 15 with its default settings (fsync on), made for the purpose. */
public final class PostgresTarget extends UrlTarget {

  private final PostgresServer server;

  private PostgresTarget(PostgresServer server) throws SQLException {
    super("postgres", server.url("postgres"));
    this.server = server;
  }

  /**
   * Makes and starts the server.
   *
   * @throws CommandFailed when no PostgreSQL 15 is installed
   */
  public static PostgresTarget create() throws SQLException {
    PostgresServer server =
        PostgresServer.start(List.of())
            .orElseThrow(() -> new CommandFailed("PostgreSQL 15 is not installed"));
    return new PostgresTarget(server);
  }

  @Override
  public void close() {
    server.close();
  }
}
