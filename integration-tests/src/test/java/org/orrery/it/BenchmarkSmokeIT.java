package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.orrery.bench.process.OrreryServer;
import org.orrery.bench.report.Repetition;
import org.orrery.bench.report.Report;
import org.orrery.bench.target.OrreryTarget;
import org.orrery.bench.target.Target;
import org.orrery.bench.target.UrlTarget;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.tsbs.CpuWorkload;
import org.orrery.it.harness.Oracle;

/**
 * The workload driver on a few rows: all fifteen kinds of query, answers compared with
 * PostgreSQL's.
 */
class BenchmarkSmokeIT {

  @Test
  void orreryAnswersTheSuiteAsPostgresDoes(TestReporter reporter) throws SQLException, IOException {
    Oracle oracle = Oracle.require();
    var data = new CpuData(10, Duration.ofHours(1), 42);
    List<Target> targets = new ArrayList<>();
    if (!"postgres".equals(System.getProperty("orrery.it.subject"))) {
      targets.add(new OrreryTarget(OrreryServer.start("1g")));
    }
    targets.add(new UrlTarget("postgres", oracle.url(oracle.createDatabase())));
    try {
      Report report =
          new CpuWorkload(
                  data, new Repetition(1, Duration.ZERO), new PrintWriter(Writer.nullWriter()))
              .run(targets);

      assertThat(report.table()).contains("single-groupby-1-1-1", "lastpoint", "load, rows/s");
      reporter.publishEntry("smoke", report.table());
    } finally {
      targets.forEach(Target::close);
    }
  }

  @Test
  void theDataComesFromItsSeedAlone() throws IOException {
    var first = Files.createTempFile("cpu", ".tsv");
    var again = Files.createTempFile("cpu", ".tsv");
    try {
      new CpuData(3, Duration.ofMinutes(1), 7).writeCpu(first);
      new CpuData(3, Duration.ofMinutes(1), 7).writeCpu(again);

      assertThat(first).hasSameTextualContentAs(again);
      assertThat(Files.readAllLines(first))
          .hasSize(18)
          .first()
          .asString()
          .matches("2016-01-01 00:00:00\\+00\t1\thost_0(\t\\d+){10}");
    } finally {
      Files.delete(first);
      Files.delete(again);
    }
  }
}
