package org.orrery.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.process.OrreryServer;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.upkeep.Changes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code changes}: what changes of compressed rows cost. */
@Command(
    name = "changes",
    description = "Changes one row in a hundred of compressed chunks, in scans of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ChangesCommand implements Callable<Integer> {

  @Option(
      names = "--hosts",
      defaultValue = "500",
      description = "Hosts (default: ${DEFAULT-VALUE}).")
  private int hosts;

  @Option(
      names = "--hours",
      defaultValue = "24",
      description = "Hours, measured every 10 s (default: ${DEFAULT-VALUE}).")
  private int hours;

  @Option(
      names = "--heap",
      defaultValue = "3g",
      description = "Orrery's heap (default: ${DEFAULT-VALUE}).")
  private String heap = "3g";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not run from a command line");
    }
    new Changes(
            new CpuData(hosts, Duration.ofHours(hours), 42),
            OrreryServer.start(heap),
            spec.commandLine().getOut())
        .run();
    return 0;
  }
}
