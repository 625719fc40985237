package org.orrery.pgwire;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemRng;
import org.orrery.base.seam.system.SystemScheduler;

/** A server over a {@link FakeBackend} on a free port. */
final class TestServer implements AutoCloseable {

  static final PgServerConfig CONFIG =
      new PgServerConfig(20, 40, Duration.ofSeconds(30), Duration.ofSeconds(4));

  final FakeBackend backend;
  final int port;
  private final SystemScheduler scheduler = new SystemScheduler();
  private final PgServer server;

  TestServer() throws IOException {
    this(CONFIG);
  }

  TestServer(PgServerConfig config) throws IOException {
    var rng = new SystemRng();
    backend = new FakeBackend(rng);
    server = new PgServer(config, backend, scheduler, new SystemClock(), rng);
    port = server.bind("127.0.0.1", 0);
  }

  PgServer server() {
    return server;
  }

  RawClient raw() throws IOException {
    return new RawClient(port);
  }

  Connection jdbc(String user, String password, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/db?" + options, user, password);
  }

  @Override
  public void close() {
    server.close();
    scheduler.close();
  }
}
