package org.orrery.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.report.Repetition;
import org.orrery.bench.report.Report;
import picocli.CommandLine.Option;

/** What all workloads can be told. */
final class BenchOptions {

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "name",
      defaultValue = "orrery,postgres,duckdb,questdb",
      description =
          "What to run against, the first being what the others are compared with: orrery,"
              + " postgres, duckdb, questdb or a JDBC address (default: ${DEFAULT-VALUE}).")
  List<String> targets = List.of();

  @Option(
      names = "--runs",
      defaultValue = "10",
      description = "Runs of each query, at least (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description =
          "Short queries run again for so long, all targets together, at most "
              + Repetition.RUNS_MAX
              + " times (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--heap",
      defaultValue = "4g",
      description = "Orrery's heap (default: ${DEFAULT-VALUE}).")
  String heap = "4g";

  @Option(names = "--json", paramLabel = "file", description = "Writes the figures there too.")
  @Nullable Path json;

  Repetition repetition() {
    return new Repetition(runs, Duration.ofSeconds(seconds));
  }

  void print(Report report, PrintWriter out) throws IOException {
    out.print(report.table());
    out.flush();
    if (json != null) {
      Files.writeString(json, report.json());
    }
  }
}
