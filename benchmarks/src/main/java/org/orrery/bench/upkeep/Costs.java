package org.orrery.bench.upkeep;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.orrery.bench.process.OrreryServer;

/** Measures statements on a server by time and by the processor time it takes. */
final class Costs {

  /**
   * What one statement took.
   *
   * @param millis on the clock
   * @param processorMillis of the server's threads together
   */
  record Cost(double millis, double processorMillis) {

    Cost dividedBy(Cost other) {
      return new Cost(millis / other.millis, processorMillis / other.processorMillis);
    }
  }

  private final OrreryServer server;
  private final PrintWriter out;

  Costs(OrreryServer server, PrintWriter out) {
    this.server = server;
    this.out = out;
  }

  /** Runs statements that are not measured. */
  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The only value that a query answers, as text. */
  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("no row from " + sql);
      }
      return rows.getString(1);
    }
  }

  /** Runs a statement once; rows are read to the end. */
  Cost once(Connection connection, String sql) throws SQLException {
    Duration processor = server.processorTime();
    long begin = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            rows.getString(1);
          }
        }
      }
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    return new Cost(millis, server.processorTime().minus(processor).toNanos() / 1e6);
  }

  /** The medians of some runs, after as many that do not count. */
  Cost repeated(Connection connection, String sql, int runs) throws SQLException {
    var costs = new Cost[runs];
    for (int run = -runs; run < runs; run++) {
      Cost cost = once(connection, sql);
      costs[Math.max(0, run)] = cost;
    }
    return median(costs);
  }

  static Cost median(Cost... costs) {
    int middle = (costs.length - 1) / 2;
    double[] millis = Arrays.stream(costs).mapToDouble(Cost::millis).sorted().toArray();
    double[] processor = Arrays.stream(costs).mapToDouble(Cost::processorMillis).sorted().toArray();
    return new Cost(millis[middle], processor[middle]);
  }

  /** Prints a line with a cost. */
  void print(String what, Cost cost) {
    say("%-46s %10.1f ms %10.1f ms cpu", what, cost.millis, cost.processorMillis);
  }

  /** Prints a line with a cost and how many times another it is. */
  void print(String what, Cost cost, Cost unit) {
    Cost ratio = cost.dividedBy(unit);
    say(
        "%-46s %10.1f ms %10.1f ms cpu %8.2f x %8.2f x cpu",
        what, cost.millis, cost.processorMillis, ratio.millis, ratio.processorMillis);
  }

  void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
