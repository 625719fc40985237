package org.orrery.bench.target;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A server that runs already and speaks PostgreSQL's protocol; what it is, its version says. */
public class UrlTarget implements Target {

  private final String name;
  private final String url;
  private final Dialect dialect;

  /** Asks the server what it is. */
  public UrlTarget(String name, String url) throws SQLException {
    this.name = name;
    this.url = url;
    boolean timescale =
        PostgresWire.text(url, "SELECT version()").contains("Orrery")
            || !"0"
                .equals(
                    PostgresWire.text(
                        url, "SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'"));
    dialect = timescale ? Dialect.TIMESCALE : Dialect.POSTGRES;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Connection connect() throws SQLException {
    return PostgresWire.connect(url);
  }

  @Override
  public Duration load(String table, Path file) throws SQLException, IOException {
    return PostgresWire.copy(url, table, file);
  }

  @Override
  public void settle(String table) throws SQLException {
    if (dialect == Dialect.POSTGRES) {
      PostgresWire.execute(url, "VACUUM ANALYZE " + table);
      PostgresWire.execute(url, "CHECKPOINT");
    }
  }

  @Override
  public long bytesOnDisk(String table) throws SQLException {
    String size =
        dialect == Dialect.TIMESCALE
            ? "hypertable_size('" + table + "')"
            : "pg_total_relation_size('" + table + "')";
    return Long.parseLong(PostgresWire.text(url, "SELECT " + size));
  }

  @Override
  public Duration start() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    // The server is not ours.
  }
}
