package org.orrery.bench.upkeep;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.orrery.bench.process.OrreryServer;
import org.orrery.bench.target.Dialect;
import org.orrery.bench.target.OrreryTarget;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.tsbs.CpuQuery;
import org.orrery.bench.tsbs.CpuSchema;
import org.orrery.bench.upkeep.Costs.Cost;

/**
 * UPDATE, DELETE and upserts of one row in a hundred of compressed chunks, as multiples of a scan
 * of the columns that they look at, and what queries cost before and afterwards.
 */
public final class Changes {

  private static final int RUNS = 5;

  /** One row in a hundred, all over the table, by columns that are numbers. */
  private static final String HUNDREDTH =
      "(tags_id * 17 + usage_user::int * 31 + usage_system::int * 7 + usage_idle::int * 3"
          + " + usage_nice::int * 13) %% 100 = %d";

  private static final String READ_ALL =
      "SELECT count(*) FROM %s WHERE hostname <> '' AND time > '-infinity' AND tags_id + "
          + String.join(" + ", CpuData.METRICS)
          + " > -1";

  private static final String SET_ALL =
      CpuData.METRICS.stream()
          .map(metric -> metric + " = excluded." + metric)
          .collect(Collectors.joining(", "));

  private final CpuData data;
  private final OrreryServer server;
  private final OrreryTarget target;
  private final Costs costs;

  /** Measures {@code server}, which has nothing in it and is closed afterwards. */
  public Changes(CpuData data, OrreryServer server, PrintWriter out) throws SQLException {
    this.data = data;
    this.server = server;
    this.target = new OrreryTarget(server);
    this.costs = new Costs(server, out);
  }

  /** Loads, measures, prints. */
  public void run() throws SQLException, IOException {
    try (target;
        Connection connection = target.connect()) {
      loadCpu(connection);
      Cost all = costs.repeated(connection, READ_ALL.formatted("cpu"), RUNS);
      costs.print("scan of all columns", all);
      Map<CpuQuery, Cost> before = queries(connection);
      changeCpu(connection, all);
      compareQueries("after the changes", connection, before);
      Costs.execute(connection, "CHECKPOINT");
      compact(connection);
      compareQueries("after compaction", connection, before);
      costs.print(
          "scan of all columns after compaction",
          costs.repeated(connection, READ_ALL.formatted("cpu"), RUNS),
          all);
      changeKeyed(connection);
    }
  }

  private void loadCpu(Connection connection) throws SQLException, IOException {
    for (String sql : CpuSchema.statements(Dialect.TIMESCALE)) {
      Costs.execute(connection, sql);
    }
    Costs.execute(
        connection,
        "CREATE UNIQUE INDEX ON cpu (hostname, time)",
        "ALTER TABLE cpu SET (timescaledb.enable_columnstore,"
            + " timescaledb.segmentby = 'hostname', timescaledb.orderby = 'time')");
    Path file = Files.createTempFile("cpu", ".tsv");
    try {
      data.writeCpu(file);
      target.load("cpu", file);
    } finally {
      Files.delete(file);
    }
    compact(connection);
    costs.say("cpu: %d rows, %s", data.rowCount(), Costs.text(connection, chunkCount()));
  }

  private static String chunkCount() {
    return "SELECT count(*) || ' chunks' FROM timescaledb_information.chunks";
  }

  /** Seals and merges all there is. */
  private void compact(Connection connection) throws SQLException {
    target.settle("cpu");
    Costs.execute(connection, "SELECT compress_chunk(c) FROM show_chunks('cpu') c");
    target.settle("cpu");
  }

  private Map<CpuQuery, Cost> queries(Connection connection) throws SQLException {
    Map<CpuQuery, Cost> found = new LinkedHashMap<>();
    for (CpuQuery query : CpuQuery.values()) {
      String sql = query.sql(Dialect.TIMESCALE, data, 0);
      found.put(query, costs.repeated(connection, sql, 4 * RUNS));
    }
    return found;
  }

  private void compareQueries(String when, Connection connection, Map<CpuQuery, Cost> before)
      throws SQLException {
    for (Map.Entry<CpuQuery, Cost> now : queries(connection).entrySet()) {
      Cost unit = before.get(now.getKey());
      if (unit != null) {
        costs.print(now.getKey().label() + " " + when, now.getValue(), unit);
      }
    }
  }

  private void changeCpu(Connection connection, Cost all) throws SQLException {
    String where = HUNDREDTH.formatted(7);
    Cost scan = costs.repeated(connection, "SELECT count(*) FROM cpu WHERE " + where, RUNS);
    costs.print("scan of the columns of WHERE", scan);
    List<Cost> updates = new ArrayList<>();
    List<Cost> deletes = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      updates.add(
          costs.once(
              connection,
              "UPDATE cpu SET usage_guest = usage_guest + 1 WHERE "
                  + HUNDREDTH.formatted(10 + run)));
      deletes.add(costs.once(connection, "DELETE FROM cpu WHERE " + HUNDREDTH.formatted(20 + run)));
    }
    costs.print("UPDATE of 1 %, first", updates.getFirst(), all);
    costs.print("UPDATE of 1 %, median of three", Costs.median(updates.toArray(Cost[]::new)), all);
    costs.print("DELETE of 1 %, first", deletes.getFirst(), scan);
    costs.print("DELETE of 1 %, median of three", Costs.median(deletes.toArray(Cost[]::new)), scan);
    upsertCpu(connection, all, "in time order", "time");
    upsertCpu(connection, all, "in no order", "md5(hostname || tags_id || usage_user || time)");
  }

  private void upsertCpu(Connection connection, Cost all, String how, String order)
      throws SQLException {
    List<Cost> upserts = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      Costs.execute(
          connection,
          "DROP TABLE IF EXISTS late",
          "CREATE TABLE late AS SELECT * FROM cpu WHERE "
              + HUNDREDTH.formatted(30 + run)
              + " ORDER BY "
              + order);
      upserts.add(
          costs.once(
              connection,
              "INSERT INTO cpu SELECT * FROM late ON CONFLICT (hostname, time) DO UPDATE SET "
                  + SET_ALL));
    }
    costs.print("upsert of 1 % " + how + ", first", upserts.getFirst(), all);
    costs.print(
        "upsert of 1 % " + how + ", median", Costs.median(upserts.toArray(Cost[]::new)), all);
    costs.print(
        "upsert of 1 % " + how + ", DO NOTHING",
        costs.once(connection, "INSERT INTO cpu SELECT * FROM late ON CONFLICT DO NOTHING"),
        all);
  }

  /** A plain table with keys that come in no order. */
  private void changeKeyed(Connection connection) throws SQLException {
    long rows = Math.min(2_000_000, data.rowCount());
    Costs.execute(
        connection,
        "CREATE TABLE keyed (id text PRIMARY KEY, n bigint, a float8, b float8, note text)",
        "INSERT INTO keyed SELECT md5(g::text), g, g % 1000, g % 77, 'note ' || g % 1009"
            + " FROM generate_series(1, "
            + rows
            + ") g");
    target.settle("keyed");
    Cost all =
        costs.repeated(
            connection,
            "SELECT count(*) FROM keyed WHERE id <> '' AND note <> '' AND n + a + b > -1",
            RUNS);
    costs.print("keyed: scan of all columns, " + rows + " rows", all);
    List<Cost> upserts = new ArrayList<>();
    List<Cost> updates = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      Costs.execute(
          connection,
          "DROP TABLE IF EXISTS fresh",
          "CREATE TABLE fresh AS SELECT md5(g::text) AS id, g AS n FROM generate_series("
              + (run + 1)
              + ", "
              + rows
              + ", 100) g");
      upserts.add(
          costs.once(
              connection,
              "INSERT INTO keyed (id, n) SELECT id, n FROM fresh"
                  + " ON CONFLICT (id) DO UPDATE SET n = excluded.n + 1"));
      updates.add(
          costs.once(connection, "UPDATE keyed SET a = a + 1 WHERE n % 100 = " + (run + 20)));
    }
    costs.print("keyed: upsert of 1 %, first", upserts.getFirst(), all);
    costs.print("keyed: upsert of 1 %, median", Costs.median(upserts.toArray(Cost[]::new)), all);
    costs.print("keyed: UPDATE of 1 %, median", Costs.median(updates.toArray(Cost[]::new)), all);
    costs.say("server: %.1f s of processor time", server.processorTime().toMillis() / 1000.0);
  }
}
