package org.orrery.bench.upkeep;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.orrery.bench.process.Commands;
import org.orrery.bench.process.OrreryServer;
import org.orrery.bench.upkeep.Costs.Cost;

/**
 * A hypertable with one chunk, then the same with many: processor time to plan a query of one of
 * them, the start of a server that has them all, and what views of them cost.
 */
public final class ManyChunks {

  private static final int QUERIES = 5000;

  private static final String DAY = "time >= '2000-01-01' AND time < '2000-01-02'";

  private final int chunks;
  private final String heap;
  private final PrintWriter out;

  /** Measures a server that it starts. */
  public ManyChunks(int chunks, String heap, PrintWriter out) {
    this.chunks = chunks;
    this.heap = heap;
    this.out = out;
  }

  /** Loads, measures, prints. */
  public void run() throws SQLException, IOException {
    try (OrreryServer server = OrreryServer.launch(heap)) {
      var costs = new Costs(server, out);
      List<Cost> plans = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(server.url())) {
        Costs.execute(
            connection,
            "CREATE TABLE readings (time timestamptz NOT NULL, device text, value float8)",
            "SELECT create_hypertable('readings', 'time', chunk_time_interval => interval '1 day',"
                + " create_default_indexes => false)",
            "CREATE UNIQUE INDEX ON readings (device, time)",
            "INSERT INTO readings VALUES ('2000-01-01 12:00', 'a', 1)",
            "CHECKPOINT");
        plans.add(plan(server, connection));
        costs.print("planning with 1 chunk, a query", plans.getFirst());
        load(costs, connection);
        plans.add(plan(server, connection));
        costs.print(
            "planning with " + chunks + " chunks, a query", plans.getLast(), plans.getFirst());
      }
      server.kill();
      start(server, costs, plans.getFirst());
    }
  }

  private void load(Costs costs, Connection connection) throws SQLException {
    costs.print(
        "making " + chunks + " chunks",
        costs.once(
            connection,
            "INSERT INTO readings SELECT timestamptz '2000-01-01 12:00' + g * interval '1 day',"
                + " 'a', g FROM generate_series(1, "
                + (chunks - 1)
                + ") g"));
    costs.print("CHECKPOINT", costs.once(connection, "CHECKPOINT"));
  }

  private void start(OrreryServer server, Costs costs, Cost plan) throws SQLException {
    long begin = System.nanoTime();
    server.start();
    try (Connection connection = DriverManager.getConnection(server.url())) {
      String value = Costs.text(connection, "SELECT sum(value) FROM readings WHERE " + DAY);
      costs.say(
          "cold open: %.0f ms to the first answer (%s), ready after %d ms, %d ms cpu, %d MiB",
          (System.nanoTime() - begin) / 1e6,
          value,
          server.lastStart().toMillis(),
          server.processorTime().toMillis(),
          Commands.bytesBelow(server.data()) >> 20);
      costs.print("planning after the start, a query", plan(server, connection), plan);
      for (String view : List.of("chunks", "hypertables", "dimensions")) {
        costs.print(
            view + " view",
            costs.once(connection, "SELECT count(*) FROM timescaledb_information." + view));
      }
      costs.print("hypertable_size", costs.once(connection, "SELECT hypertable_size('readings')"));
      costs.say("mappings of segments: %d", mappings(server));
      costs.print("scan of all chunks", costs.once(connection, "SELECT sum(value) FROM readings"));
      costs.say("mappings of segments: %d", mappings(server));
      costs.print("again", costs.once(connection, "SELECT sum(value) FROM readings"));
    }
  }

  /** Time and processor time of one of many queries whose statements are planned anew. */
  private static Cost plan(OrreryServer server, Connection connection) throws SQLException {
    for (int run = 0; run < QUERIES; run++) {
      explain(connection, run);
    }
    Duration processor = server.processorTime();
    long begin = System.nanoTime();
    for (int run = 0; run < QUERIES; run++) {
      explain(connection, run);
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    double processorMillis = server.processorTime().minus(processor).toNanos() / 1e6;
    return new Cost(millis / QUERIES, processorMillis / QUERIES);
  }

  private static void explain(Connection connection, int run) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT device, max(value) AS m"
                    + run
                    + " FROM readings WHERE "
                    + DAY
                    + " GROUP BY device");
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("no row");
      }
    }
  }

  /** How many segment files and indexes the server has mapped. */
  private static long mappings(OrreryServer server) {
    return server.mappings().stream()
        .filter(line -> line.endsWith(".oseg") || line.endsWith(".oidx"))
        .count();
  }
}
