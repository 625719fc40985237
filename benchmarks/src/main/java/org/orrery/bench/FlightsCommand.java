package org.orrery.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.flights.Flights;
import org.orrery.bench.flights.FlightsWorkload;
import org.orrery.bench.process.CommandFailed;
import org.orrery.bench.target.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flights}: three million real rows. */
@Command(
    name = "flights",
    description = "Loads three million US flights and asks a few questions.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FlightsCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--file",
      paramLabel = "file",
      description = "The data, flights-3m.csv.zst (default: in ../shared/data).")
  private @Nullable Path file;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not run from a command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path data =
        file != null
            ? file
            : Flights.find().orElseThrow(() -> new CommandFailed("flights-3m.csv.zst not found"));
    try (Targets targets = Targets.open(options.targets, options.heap, out)) {
      options.print(new FlightsWorkload(data, options.repetition(), out).run(targets.all()), out);
    }
    return 0;
  }
}
