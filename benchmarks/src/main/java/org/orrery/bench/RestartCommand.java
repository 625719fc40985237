package org.orrery.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.upkeep.Restart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code restart}: how long a start takes after a crash. */
@Command(
    name = "restart",
    description = "Kills a server in the middle of a COPY and after one, and starts it again.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RestartCommand implements Callable<Integer> {

  @Option(
      names = "--hosts",
      defaultValue = "1000",
      description = "Hosts (default: ${DEFAULT-VALUE}).")
  private int hosts;

  @Option(
      names = "--hours",
      defaultValue = "56",
      description = "Hours, measured every 10 s (default: ${DEFAULT-VALUE}, 20 M rows).")
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
    new Restart(new CpuData(hosts, Duration.ofHours(hours), 42), heap, spec.commandLine().getOut())
        .run();
    return 0;
  }
}
