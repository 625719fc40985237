package org.orrery.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.report.Report;
import org.orrery.bench.target.Targets;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.tsbs.CpuWorkload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsbs}: the Time Series Benchmark Suite's cpu-only use case. */
@Command(
    name = "tsbs",
    description = "Loads the TSBS cpu-only data set and asks its fifteen kinds of query.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TsbsCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--hosts",
      defaultValue = "1000",
      description = "Hosts (default: ${DEFAULT-VALUE}).")
  private int hosts;

  @Option(
      names = "--hours",
      defaultValue = "24",
      description = "Hours, measured every 10 s (default: ${DEFAULT-VALUE}).")
  private int hours;

  @Option(names = "--seed", defaultValue = "42", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not run from a command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    var data = new CpuData(hosts, Duration.ofHours(hours), seed);
    try (Targets targets = Targets.open(options.targets, options.heap, out)) {
      Report report = new CpuWorkload(data, options.repetition(), out).run(targets.all());
      options.print(report, out);
    }
    return 0;
  }
}
