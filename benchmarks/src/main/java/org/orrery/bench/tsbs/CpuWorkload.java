package org.orrery.bench.tsbs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.orrery.bench.process.Commands;
import org.orrery.bench.report.Measurement;
import org.orrery.bench.report.Repetition;
import org.orrery.bench.report.Report;
import org.orrery.bench.target.Target;

/** Loads the data set into each target, then asks all of them the fifteen kinds of query. */
public final class CpuWorkload {

  private final CpuData data;
  private final Repetition repetition;
  private final PrintWriter progress;

  /**
   * Prepares a workload.
   *
   * @param repetition how often each kind of query is timed, with other parameters each time
   * @param progress gets a line for each step
   */
  public CpuWorkload(CpuData data, Repetition repetition, PrintWriter progress) {
    this.data = data;
    this.repetition = repetition;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException when targets answer a query differently
   */
  public Report run(List<Target> targets) throws SQLException, IOException {
    var report =
        new Report(
            "TSBS cpu-only, " + data.hosts() + " hosts, " + data.rowCount() + " rows",
            targets.stream().map(Target::name).toList());
    load(targets, report);
    try (var measurement = new Measurement(report, targets, repetition)) {
      for (CpuQuery query : CpuQuery.values()) {
        say("asking " + query.label());
        measurement.ask(query.label(), (target, run) -> query.sql(target.dialect(), data, run));
      }
    }
    return report;
  }

  private void load(List<Target> targets, Report report) throws SQLException, IOException {
    Path directory = Files.createTempDirectory("orrery-tsbs");
    try {
      Path cpu = directory.resolve("cpu.tsv");
      Path tags = directory.resolve("tags.tsv");
      say("generating " + data.rowCount() + " rows");
      data.writeTags(tags);
      data.writeCpu(cpu);
      say("input has " + Files.size(cpu) / data.rowCount() + " bytes/row");
      for (Target target : targets) {
        create(target);
        say("loading " + target.name());
        target.load(CpuSchema.TAGS, tags);
        Duration taken = target.load(CpuSchema.CPU, cpu);
        target.settle(CpuSchema.CPU);
        report.fact("start, ms", target.name(), target.start().toNanos() / 1e6);
        report.fact("load, rows/s", target.name(), data.rowCount() / (taken.toNanos() / 1e9));
        report.fact(
            "disk, bytes/row",
            target.name(),
            (double) target.bytesOnDisk(CpuSchema.CPU) / data.rowCount());
      }
    } finally {
      Commands.deleteTree(directory);
    }
  }

  private static void create(Target target) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : CpuSchema.statements(target.dialect())) {
        statement.execute(sql);
      }
    }
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
