package org.orrery.bench.target;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.orrery.bench.process.Commands;
import org.orrery.bench.process.OrreryServer;

/** A server started for the purpose. */
public final class OrreryTarget implements Target {

  private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
  private static final long QUIET_MILLIS = 5_000;

  private final OrreryServer server;
  private final Duration start;

  /**
   * A target that has just started.
   *
   * @param server ends with the target
   */
  public OrreryTarget(OrreryServer server) throws SQLException {
    this.server = server;
    long begin = System.nanoTime();
    PostgresWire.text(server.url(), "SELECT 1");
    start = server.lastStart().plusNanos(System.nanoTime() - begin);
  }

  @Override
  public String name() {
    return "orrery";
  }

  @Override
  public Dialect dialect() {
    return Dialect.TIMESCALE;
  }

  @Override
  public Connection connect() throws SQLException {
    return PostgresWire.connect(server.url());
  }

  @Override
  public Duration load(String table, Path file) throws SQLException, IOException {
    return PostgresWire.copy(server.url(), table, file);
  }

  /**
   * Asks for what is hot to be sealed, then waits until the segments' size has not changed for a
   * while.
   */
  @Override
  public void settle(String table) throws SQLException {
    PostgresWire.execute(server.url(), "CHECKPOINT");
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    long quietSince = System.nanoTime();
    long bytes = bytesOnDisk(table);
    while (System.nanoTime() < deadline
        && System.nanoTime() - quietSince < QUIET_MILLIS * 1_000_000) {
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = bytesOnDisk(table);
      if (now != bytes) {
        bytes = now;
        quietSince = System.nanoTime();
      }
    }
  }

  /** All segments: other tables are tiny beside the one measured. */
  @Override
  public long bytesOnDisk(String table) {
    return Commands.bytesBelow(server.data().resolve("segments"));
  }

  @Override
  public Duration start() {
    return start;
  }

  @Override
  public void close() {
    server.close();
  }
}
