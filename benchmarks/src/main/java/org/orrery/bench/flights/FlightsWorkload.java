package org.orrery.bench.flights;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.bench.process.Commands;
import org.orrery.bench.report.Measurement;
import org.orrery.bench.report.Repetition;
import org.orrery.bench.report.Report;
import org.orrery.bench.target.Dialect;
import org.orrery.bench.target.Target;

/** Loads the flights into each target and asks all of them the same questions. */
public final class FlightsWorkload {

  private final Path data;
  private final Repetition repetition;
  private final PrintWriter progress;

  /** Prepares a workload on the packed file. */
  public FlightsWorkload(Path data, Repetition repetition, PrintWriter progress) {
    this.data = data;
    this.repetition = repetition;
    this.progress = progress;
  }

  /** Questions by name; {@code %s} is the hour of the column {@code time}. */
  private static Map<String, String> questions() {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("count", "SELECT count(*) FROM flights");
    questions.put(
        "delay-by-origin",
        "SELECT origin, count(*) AS flights, avg(delay) AS delay FROM flights GROUP BY origin ORDER"
            + " BY origin");
    questions.put(
        "flights-by-hour",
        "SELECT %s AS hour, count(*) AS flights, max(delay) AS delay FROM flights GROUP BY hour"
            + " ORDER BY hour");
    questions.put(
        "one-origin-one-day",
        "SELECT %s AS hour, avg(delay) AS delay FROM flights WHERE origin = 'ATL' AND time >="
            + " '2001-03-01T00:00:00' AND time < '2001-03-02T00:00:00' GROUP BY hour ORDER BY"
            + " hour");
    questions.put(
        "top-routes",
        "SELECT origin, destination, count(*) AS flights FROM flights GROUP BY origin, destination"
            + " ORDER BY flights DESC, origin, destination LIMIT 10");
    questions.put(
        "long-delays",
        "SELECT count(*) AS late, max(distance) AS far FROM flights WHERE delay > 120");
    return questions;
  }

  /** Runs it. */
  public Report run(List<Target> targets) throws SQLException, IOException {
    var report = new Report("Flights, " + Flights.ROW_COUNT + " rows", names(targets));
    load(targets, report);
    try (var measurement = new Measurement(report, targets, repetition)) {
      for (var question : questions().entrySet()) {
        say("asking " + question.getKey());
        measurement.ask(
            question.getKey(),
            (target, _) -> question.getValue().replace("%s", target.dialect().hour()));
      }
    }
    return report;
  }

  private static List<String> names(List<Target> targets) {
    return targets.stream().map(Target::name).toList();
  }

  private void load(List<Target> targets, Report report) throws SQLException, IOException {
    Path directory = Files.createTempDirectory("orrery-flights");
    try {
      Path rows = directory.resolve("flights.tsv");
      Flights.unpack(data, rows);
      for (Target target : targets) {
        create(target);
        say("loading " + target.name());
        Duration taken = target.load("flights", rows);
        target.settle("flights");
        report.fact("load, rows/s", target.name(), Flights.ROW_COUNT / (taken.toNanos() / 1e9));
        report.fact(
            "disk, bytes/row",
            target.name(),
            (double) target.bytesOnDisk("flights") / Flights.ROW_COUNT);
      }
    } finally {
      Commands.deleteTree(directory);
    }
  }

  private static void create(Target target) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      if (target.dialect() == Dialect.QUESTDB) {
        statement.execute(
            "CREATE TABLE flights (time timestamp, delay int, distance int, origin symbol,"
                + " destination symbol) TIMESTAMP(time) PARTITION BY DAY BYPASS WAL");
        return;
      }
      statement.execute("CREATE TABLE flights (" + Flights.COLUMNS + ")");
      if (target.dialect() == Dialect.TIMESCALE) {
        statement.execute("SELECT create_hypertable('flights', 'time')");
      } else if (target.dialect() == Dialect.POSTGRES) {
        statement.execute("CREATE INDEX ON flights (time DESC)");
      }
    }
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
